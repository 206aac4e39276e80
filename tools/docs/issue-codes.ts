/**
 * What each code of an issue means, for the tables of docs/validation.md. A test compares the codes with
 * those that the source gives.
 */
export const issueCodes = {
  shape: {
    'unknown-member': 'Image Builder knows no such member here',
    'wrong-type': 'another JSON type than the member has',
    required: 'the member is missing',
    'not-in-enum': 'not one of the allowed words',
    'too-short': 'fewer characters than allowed',
    'too-long': 'more characters than allowed',
    'too-small': 'a number below the range',
    'too-large': 'a number above the range',
    'too-few-items': 'fewer items than allowed in a list',
    'too-many-items': 'more items than allowed in a list (in a policy document)',
    'repeated-item': 'an item that is in a list twice (in a policy document)',
    'too-few-members': 'fewer entries than allowed in a map',
    'too-many-members': 'more entries than allowed in a map',
    'pattern-mismatch': "text that does not match the service's pattern",
    'invalid-tag-key': 'a tag key that the service does not take',
  },
  rule: {
    'exactly-one-recipe': [
      'exactly one of `imageRecipeArn` and `containerRecipeArn`',
      "UpdateImagePipeline's reference, CloudFormation's and Terraform's schemas",
    ],
    'execution-role-required': [
      '`workflows`, or a log group outside `/aws/imagebuilder/`, needs `executionRole`',
      'API reference',
    ],
    'different-partition': [
      'all ARNs of a request are in one partition',
      'one pipeline is in one partition',
    ],
    'different-region': [
      'all ARNs of a request are in one Region; IAM roles have none',
      'one pipeline is in one Region',
    ],
    'unknown-time-zone': [
      '`schedule.timezone` is a zone or link of the IANA database, in its exact case',
      "Schedule's reference",
    ],
    'invalid-schedule-expression': [
      '`cron(` six fields, one space between them `)` or `rate(` number unit `)`',
      '[user guide](https://docs.aws.amazon.com/imagebuilder/latest/userguide/cron-expressions.html)',
    ],
    'managed-workflow-version': [
      'a workflow that AWS manages has the version `x.x.x`',
      'recorded refusals of the service',
    ],
    'too-many-workflows': [
      'at most one build and one distribution workflow, ten in all',
      '[user guide](https://docs.aws.amazon.com/imagebuilder/latest/userguide/pipeline-workflows.html)',
    ],
    'test-workflows-only': [
      '`parallelGroup` belongs to test workflows',
      "user guide, and WorkflowConfiguration's reference",
    ],
    'tag-key-variant': [
      'no two keys of one `tags` or `imageTags` differ only in case or in the spaces around them',
      "[IAM's conditions](https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html) compare tag keys without case",
    ],
  },
  warning: {
    'ignored-by-image-builder':
      '`imageTestsConfiguration.timeoutMinutes` is not used by the service at present',
    'dry-run-not-honoured':
      'a dry run has created the image pipeline, since the endpoint of Image Builder there does not know dry runs',
    'dry-run-not-asked':
      'Image Builder was not asked in a dry run: an earlier one in that target was not honoured',
    'tag-policy-not-looked-at':
      '`dryRun=policy` did not look at the tag policy that AWS Organizations hands down, which was not read yet',
    'cron-without-question-mark':
      'the guide says that one of the two day fields is `?`, and its own example breaks that',
    'schedule-never-runs':
      'no day that the schedule names is still to come: 30 February, a year that is over',
    'on-failure-outside-tests':
      'the guide has `onFailure` for test workflows only, and examples of AWS have it in a build workflow',
    'doubtful-version':
      'the [guide](https://docs.aws.amazon.com/imagebuilder/latest/userguide/ibhow-semantic-versioning.html) has no version such as `1.x.8`, with a number to the right of an `x`, nor a number above 2^30-1',
    'tag-value-unresolved':
      'a value of `imageTags` with `{{imagebuilder:buildDate}}` or `{{imagebuilder:buildVersion}}` is only known when an image is built, and may come to one that the tag policy allows',
  },
  policy: {
    'not-granted':
      'no grant covers the request: what one that is made to the caller takes, and what is there instead',
    'groups-unclear':
      "the caller's groups cannot be told apart, and a grant or a layer looks at groups",
    enforced: 'the caller sends another value than the one that a layer enforces',
    'not-allowed': 'a layer does not allow the value',
    'required-by-policy': 'a layer requires a value that is not there',
    'forbidden-by-policy': 'a layer forbids the value',
    'too-much-to-compare':
      'the policy has more patterns for the member than can be compared with so much text',
    'tag-key-variant':
      'the key differs only in case or in the spaces around it from one that a layer enforces, restricts or supplies',
    'tag-key-capitalization': 'the tag policy wants the key in another capitalization',
    'tag-value-not-allowed': 'the tag policy does not allow the value',
    'required-tag-missing': 'the tag policy requires the tag',
  },
  envelope: {
    'client-token-mismatch': '`Idempotency-Key` and `clientToken` are both present and differ',
    'target-not-allowed':
      'the infrastructure configuration is in an account or Region that the proxy does not serve',
    'duplicate-member': 'a member is in one object twice',
    'unpaired-surrogate': 'half of a surrogate pair: text that UTF-8 cannot encode',
    'number-out-of-range': 'a number too large for a double, such as `1e999`',
    'too-many-values':
      'the body has more values in it than are read: 2,000 texts, numbers and the like',
  },
} as const;

/** One of the tables. */
export type IssueCodeTable = keyof typeof issueCodes;
