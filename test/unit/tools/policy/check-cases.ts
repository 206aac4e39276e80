import type { Grant, Layer, OrganizationPolicy } from '../../../../src/policy/document.ts';
import type { TagPolicyRule } from '../../../../src/policy/tags/tag-policy.ts';

/** A policy and all that is found in it, as "severity code pointer". */
export interface CheckCase {
  readonly name: string;
  readonly layers: readonly Layer[];
  readonly rest?: Partial<OrganizationPolicy>;
  readonly found: readonly string[];
}

const payments = { callers: ['arn:aws:sts::111122223333:assumed-role/payments-*/*'] };
const account = { accounts: ['111122223333'] };
const portal = { groups: ['platform'] };
const imageRecipeArn = 'arn:aws:imagebuilder:eu-west-1:123456789012:image-recipe/web/1.0.0';
const containerRecipeArn = 'arn:aws:imagebuilder:eu-west-1:123456789012:container-recipe/web/1.0.0';
const scanning = (imageScanningEnabled: boolean) => ({
  imageScanningConfiguration: { imageScanningEnabled },
});
const role = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;
const infrastructure = (region: string): string =>
  `arn:aws:imagebuilder:${region}:123456789012:infrastructure-configuration/standard`;
const distribution = (region: string): string =>
  `arn:aws:imagebuilder:${region}:123456789012:distribution-configuration/all`;
const tags = (count: number, prefix: string): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, '1']));
const costCenter = (rule: TagPolicyRule) => [{ tags: { costcenter: rule } }];
const values = (...allowed: string[]): TagPolicyRule => ({
  tag_key: { '@@assign': 'CostCenter' },
  tag_value: { '@@assign': allowed },
});

const enforcedForbidden: readonly CheckCase[] = [
  {
    name: 'a layer enforces what it does not allow itself',
    layers: [
      {
        name: 'a',
        enforced: { executionRole: role('other') },
        allowed: { executionRole: [role('build/*')] },
      },
    ],
    found: ['error enforced-not-allowed /layers/0/enforced/executionRole'],
  },
  {
    name: 'a general layer enforces what a specific one does not allow',
    layers: [
      { name: 'a', enforced: { schedule: { timezone: 'Etc/UTC' } } },
      { name: 'b', applies: payments, allowed: { 'schedule.timezone': ['Europe/*'] } },
    ],
    found: [
      'error enforced-not-allowed /layers/0/enforced/schedule/timezone',
      'warning schedule-time-zone-alone /layers/0/enforced/schedule/timezone',
    ],
  },
  {
    name: 'a specific layer enforces what a general one does not allow',
    layers: [
      { name: 'a', allowed: { 'schedule.autoDisablePolicy.failureCount': [1, 2] } },
      {
        name: 'b',
        applies: account,
        enforced: { schedule: { autoDisablePolicy: { failureCount: 3 } } },
      },
    ],
    found: [
      'error enforced-not-allowed /layers/1/enforced/schedule/autoDisablePolicy/failureCount',
    ],
  },
  {
    name: 'two layers that only some callers meet both of',
    layers: [
      { name: 'a', applies: { groups: ['web'] }, enforced: { status: 'DISABLED' } },
      { name: 'b', applies: portal, allowed: { status: ['ENABLED'] } },
    ],
    found: ['error enforced-not-allowed /layers/0/enforced/status'],
  },
  {
    name: 'two layers that no caller meets both of',
    layers: [
      { name: 'a', applies: account, enforced: { status: 'DISABLED' } },
      { name: 'b', applies: portal, allowed: { status: ['ENABLED'] } },
    ],
    found: [],
  },
  {
    name: 'two layers for different kinds of recipe',
    layers: [
      { name: 'a', applies: { recipe: ['image'] }, enforced: { status: 'DISABLED' } },
      { name: 'b', applies: { recipe: ['container'] }, allowed: { status: ['ENABLED'] } },
    ],
    found: [],
  },
  {
    name: 'a forbidden enforced value that a more general one always replaces there',
    layers: [
      { name: 'a', applies: payments, enforced: { status: 'ENABLED' } },
      { name: 'b', applies: portal, enforced: { status: 'DISABLED' } },
      { name: 'c', applies: payments, allowed: { status: ['ENABLED'] } },
    ],
    found: [],
  },
  {
    name: 'an item of an enforced list',
    layers: [
      {
        name: 'a',
        enforced: {
          executionRole: role('build'),
          workflows: [
            { workflowArn: 'arn:aws:imagebuilder:eu-west-1:aws:workflow/build/a/x.x.x' },
            { workflowArn: 'arn:aws:imagebuilder:eu-west-1:aws:workflow/test/a/x.x.x' },
          ],
        },
        allowed: { 'workflows[].workflowArn': ['*:aws:workflow/build/*'] },
      },
    ],
    found: ['error enforced-not-allowed /layers/0/enforced/workflows/1/workflowArn'],
  },
  {
    name: 'a variable that can never come to an allowed value',
    layers: [
      { name: 'a', enforced: { tags: { By: 'by ${caller}' } }, allowed: { 'tags.By': ['jwt:*'] } },
    ],
    found: ['error enforced-not-allowed /layers/0/enforced/tags/By'],
  },
  {
    name: 'a variable that may come to an allowed value',
    layers: [
      { name: 'a', enforced: { tags: { By: '${caller}' } }, allowed: { 'tags.By': ['jwt:*'] } },
    ],
    found: [],
  },
  {
    name: 'a tag that the tag policy of its layer forbids',
    layers: [
      {
        name: 'a',
        enforced: { tags: { CostCenter: '300' } },
        tagPolicies: costCenter(values('100', '200*')),
      },
    ],
    found: ['error enforced-breaks-tag-policy /layers/0/enforced/tags/CostCenter'],
  },
  {
    name: 'a tag in another capitalization than the tag policy of a layer above asks for',
    layers: [
      { name: 'a', tagPolicies: costCenter(values('100')) },
      { name: 'b', applies: payments, enforced: { imageTags: { costCenter: '100' } } },
    ],
    found: ['error enforced-breaks-tag-policy /layers/1/enforced/imageTags/costCenter'],
  },
  {
    name: 'a general tag that the tag policy of a layer below forbids',
    layers: [
      {
        name: 'a',
        enforced: { tags: { CostCenter: '100' } },
        tagPolicies: costCenter(values('100')),
      },
      {
        name: 'b',
        applies: payments,
        tagPolicies: costCenter({ tag_value: { '@@assign': ['P-*'] } }),
      },
    ],
    found: ['error enforced-breaks-tag-policy /layers/0/enforced/tags/CostCenter'],
  },
  {
    name: 'a tag that a layer below allows by appending to the tag policy',
    layers: [
      { name: 'a', tagPolicies: costCenter(values('100')) },
      {
        name: 'b',
        applies: payments,
        enforced: { tags: { CostCenter: 'P-1' } },
        tagPolicies: costCenter({ tag_value: { '@@append': ['P-*'] } }),
      },
    ],
    found: [],
  },
  {
    name: 'a forbidden tag, where a breach is only warned of',
    rest: { tagPolicyCompliance: 'warning' },
    layers: [
      {
        name: 'a',
        enforced: { tags: { CostCenter: '300' } },
        tagPolicies: costCenter(values('100')),
      },
    ],
    found: ['warning enforced-breaks-tag-policy /layers/0/enforced/tags/CostCenter'],
  },
  {
    name: 'a forbidden tag, where nobody looks',
    rest: { tagPolicyCompliance: 'disabled' },
    layers: [
      {
        name: 'a',
        enforced: { tags: { CostCenter: '300' } },
        tagPolicies: costCenter(values('100')),
      },
    ],
    found: [],
  },
  {
    name: 'a variable in a tag of the tag policy, possible and impossible',
    layers: [
      {
        name: 'a',
        enforced: { tags: { CostCenter: '${account}' }, imageTags: { CostCenter: 'x-${account}' } },
        tagPolicies: costCenter(values('1*')),
      },
    ],
    found: ['error enforced-breaks-tag-policy /layers/0/enforced/imageTags/CostCenter'],
  },
  {
    name: 'a value that is known at build time',
    layers: [
      {
        name: 'a',
        enforced: { imageTags: { CostCenter: '{{imagebuilder:buildDate}}' } },
        tagPolicies: costCenter(values('100')),
      },
    ],
    found: [],
  },
  {
    name: 'a required tag that is left to the caller',
    layers: [
      {
        name: 'a',
        tagPolicies: costCenter({
          ...values('100'),
          report_required_tag_for: { '@@assign': ['imagebuilder:image-pipeline'] },
        }),
      },
    ],
    found: [],
  },
];

const defaultForbidden: readonly CheckCase[] = [
  {
    name: 'a default that a list does not allow',
    layers: [
      { name: 'a', defaults: { executionRole: role('other') } },
      { name: 'b', applies: payments, allowed: { executionRole: [role('build/*')] } },
    ],
    found: ['warning default-not-allowed /layers/0/defaults/executionRole'],
  },
  {
    name: 'a default that a list does not allow, where a specific default always replaces it',
    layers: [
      { name: 'a', defaults: { executionRole: role('other') } },
      {
        name: 'b',
        applies: payments,
        defaults: { executionRole: role('build') },
        allowed: { executionRole: [role('build')] },
      },
    ],
    found: [],
  },
  {
    name: 'a default tag that the tag policy forbids',
    layers: [
      {
        name: 'a',
        defaults: { tags: { CostCenter: '300' } },
        tagPolicies: costCenter(values('100')),
      },
    ],
    found: ['warning default-breaks-tag-policy /layers/0/defaults/tags/CostCenter'],
  },
];

const neverApplying: readonly CheckCase[] = [
  ...(
    [
      ['a role in place of its sessions', { callers: ['arn:aws:iam::111122223333:role/a'] }],
      ['IAM callers with groups', { ...payments, ...portal }],
      ['accounts with groups', { ...account, ...portal }],
      ['tokens with accounts', { callers: ['jwt:*'], ...account }],
      ['callers of another account', { ...payments, accounts: ['444455556666'] }],
      ['an account of 13 digits', { accounts: ['11112222333*44'] }],
    ] as const
  ).map(([name, applies]): CheckCase => ({
    name,
    layers: [{ name: 'a', applies, defaults: { status: 'ENABLED' } }],
    found: ['error never-applies /layers/0/applies'],
  })),
  {
    name: 'the other kind of recipe than a layer enforces',
    layers: [
      { name: 'a', enforced: { imageRecipeArn } },
      { name: 'b', applies: { recipe: ['container'] }, defaults: { status: 'ENABLED' } },
      { name: 'c', applies: { recipe: ['image'] }, defaults: { status: 'ENABLED' } },
    ],
    found: ['error never-applies /layers/1/applies'],
  },
  {
    name: 'the other kind of recipe, enforced below and only for the same callers',
    layers: [
      {
        name: 'b',
        applies: { ...payments, recipe: ['container'] },
        defaults: { status: 'ENABLED' },
      },
      { name: 'a', applies: payments, enforced: { imageRecipeArn } },
    ],
    found: ['error never-applies /layers/0/applies'],
  },
  {
    name: 'the other kind of recipe, enforced for others',
    layers: [
      { name: 'a', applies: account, enforced: { imageRecipeArn } },
      { name: 'b', applies: { recipe: ['container'] }, defaults: { status: 'ENABLED' } },
    ],
    found: [],
  },
  {
    name: 'the other kind of recipe than a default, which a caller may displace',
    layers: [
      { name: 'a', defaults: { imageRecipeArn } },
      { name: 'b', applies: { recipe: ['container'] }, defaults: { status: 'ENABLED' } },
    ],
    found: [],
  },
  {
    name: 'one entry of several',
    layers: [
      {
        name: 'a',
        applies: {
          callers: [...payments.callers, 'arn:aws:sts::444455556666:assumed-role/web'],
          accounts: ['111122223333', '777788889999'],
        },
        defaults: { status: 'ENABLED' },
      },
    ],
    found: [
      'warning entry-never-matches /layers/0/applies/accounts/1',
      'warning entry-never-matches /layers/0/applies/callers/1',
    ],
  },
  {
    name: 'a layer that never applies contradicts nobody',
    layers: [
      { name: 'a', enforced: { status: 'ENABLED' }, allowed: { status: ['ENABLED'] } },
      { name: 'b', applies: { ...payments, ...portal }, enforced: { status: 'DISABLED' } },
    ],
    found: ['error never-applies /layers/1/applies'],
  },
];

const enforcedValues: readonly CheckCase[] = [
  {
    name: 'the same enforced value in a layer that always applies',
    layers: [
      { name: 'a', enforced: scanning(true) },
      { name: 'b', applies: payments, enforced: scanning(true) },
    ],
    found: [
      'warning enforced-redundant /layers/1/enforced/imageScanningConfiguration/imageScanningEnabled',
    ],
  },
  {
    name: 'another enforced value than a layer that always applies',
    layers: [
      { name: 'a', enforced: scanning(true) },
      { name: 'b', applies: payments, enforced: scanning(false) },
    ],
    found: [
      'error enforced-without-effect /layers/1/enforced/imageScanningConfiguration/imageScanningEnabled',
    ],
  },
  {
    name: 'another enforced value than a layer for the account of its callers',
    layers: [
      { name: 'a', applies: account, enforced: scanning(true) },
      { name: 'b', applies: payments, enforced: scanning(false) },
    ],
    found: [
      'error enforced-without-effect /layers/1/enforced/imageScanningConfiguration/imageScanningEnabled',
    ],
  },
  {
    name: 'another enforced value than a layer for others',
    layers: [
      { name: 'a', applies: portal, enforced: scanning(true) },
      { name: 'b', applies: payments, enforced: scanning(false) },
    ],
    found: [],
  },
  {
    name: 'another enforced value in a more general layer that does not always apply',
    layers: [
      { name: 'a', applies: payments, enforced: scanning(true) },
      { name: 'b', enforced: scanning(false) },
    ],
    found: [],
  },
  {
    name: 'a recipe where the other kind is enforced',
    layers: [
      { name: 'a', enforced: { imageRecipeArn } },
      { name: 'b', applies: payments, enforced: { containerRecipeArn } },
    ],
    found: ['error enforced-without-effect /layers/1/enforced/containerRecipeArn'],
  },
  {
    name: 'different members of one object',
    layers: [
      { name: 'a', enforced: { schedule: { timezone: 'Etc/UTC' } } },
      { name: 'b', enforced: { schedule: { scheduleExpression: 'rate(1 day)' } } },
    ],
    found: [],
  },
];

const defaults: readonly CheckCase[] = [
  {
    name: 'a default that an enforced value always replaces',
    layers: [
      { name: 'a', enforced: scanning(true) },
      { name: 'b', applies: payments, defaults: scanning(false) },
    ],
    found: [
      'warning default-without-effect /layers/1/defaults/imageScanningConfiguration/imageScanningEnabled',
    ],
  },
  {
    name: 'a default that its own layer enforces a value for',
    layers: [{ name: 'a', enforced: { tags: { A: '${caller}' } }, defaults: { tags: { A: '1' } } }],
    found: ['warning default-without-effect /layers/0/defaults/tags/A'],
  },
  {
    name: 'a default that a more specific layer always replaces',
    layers: [
      { name: 'a', applies: payments, defaults: { status: 'ENABLED' } },
      { name: 'b', defaults: { status: 'DISABLED' } },
    ],
    found: ['warning default-without-effect /layers/0/defaults/status'],
  },
  {
    name: 'a default that a more specific layer sometimes replaces',
    layers: [
      { name: 'a', defaults: { status: 'ENABLED' } },
      { name: 'b', applies: payments, defaults: { status: 'DISABLED' } },
    ],
    found: [],
  },
  {
    name: 'a default recipe where the other kind is the default of all',
    layers: [
      { name: 'a', defaults: { imageRecipeArn } },
      { name: 'b', defaults: { containerRecipeArn } },
    ],
    found: ['warning default-without-effect /layers/0/defaults/imageRecipeArn'],
  },
];

const allowedLists: readonly CheckCase[] = [
  {
    name: 'two lists with nothing in common',
    layers: [
      { name: 'a', allowed: { status: ['ENABLED'] } },
      { name: 'b', applies: payments, allowed: { status: ['DISABLED'] } },
    ],
    found: [
      'error allowed-contradiction /layers/1/allowed/status',
      'warning service-default-not-allowed /layers/1/allowed/status',
    ],
  },
  {
    name: 'two lists of patterns with nothing in common',
    layers: [
      { name: 'a', allowed: { executionRole: ['arn:aws:iam::*:role/build/*'] } },
      {
        name: 'b',
        applies: payments,
        allowed: { executionRole: ['arn:aws:iam::123456789012:role/payments-*'] },
      },
    ],
    found: ['error allowed-contradiction /layers/1/allowed/executionRole'],
  },
  {
    name: 'two lists with a value in common',
    layers: [
      { name: 'a', allowed: { executionRole: ['arn:aws:iam::*:role/build/*'] } },
      {
        name: 'b',
        applies: payments,
        allowed: { executionRole: ['arn:aws:iam::123456789012:role/*'] },
      },
    ],
    found: [],
  },
  {
    name: 'two lists that never hold together',
    layers: [
      { name: 'a', applies: portal, allowed: { description: ['a'] } },
      { name: 'b', applies: payments, allowed: { description: ['b'] } },
    ],
    found: [],
  },
  {
    name: 'three lists of which each two have a value in common',
    layers: [
      { name: 'a', allowed: { 'tags.a/b': ['1', '2'] } },
      { name: 'b', allowed: { 'tags.a/b': ['2', '3'] } },
      { name: 'c', allowed: { 'tags.a/b': ['1', '3'] } },
    ],
    found: ['error allowed-contradiction /layers/2/allowed/tags.a~1b'],
  },
  {
    name: 'values that no request can have',
    layers: [
      {
        name: 'a',
        allowed: {
          status: ['ENABLED', 'PAUSED', 'EN*', 'en*'],
          'imageScanningConfiguration.imageScanningEnabled': ['true'],
          'schedule.timezone': ['Berlin', 'Europe/*', 'UTC'],
          'schedule.autoDisablePolicy.failureCount': [3, 11],
          'workflows[].parameters[].name': [''],
          'tags.aws:x': ['*'],
          'tags.CostCenter': ['100'],
          imageRecipeArn: [containerRecipeArn, 'arn:*'],
        },
      },
    ],
    found: [
      'warning allowed-value-impossible /layers/0/allowed/imageRecipeArn/0',
      'warning allowed-value-impossible /layers/0/allowed/schedule.autoDisablePolicy.failureCount/1',
      'warning allowed-value-impossible /layers/0/allowed/schedule.timezone/0',
      'warning allowed-value-impossible /layers/0/allowed/status/1',
      'warning allowed-value-impossible /layers/0/allowed/status/3',
      'error allowed-value-impossible /layers/0/allowed/imageScanningConfiguration.imageScanningEnabled/0',
      'error allowed-value-impossible /layers/0/allowed/tags.aws:x/0',
      'error allowed-value-impossible /layers/0/allowed/workflows[].parameters[].name/0',
    ],
  },
];

const control = '@@operators_allowed_for_child_policies';
const inTime = (timezone: string, scheduleExpression?: string) => ({
  schedule: { timezone, ...(scheduleExpression !== undefined && { scheduleExpression }) },
});
const scheduled = { request: { 'schedule.scheduleExpression': ['*'] } };
const timeZones: readonly CheckCase[] = [
  {
    name: 'a time zone without an expression, by default, enforced, and of a layer for some',
    layers: [
      { name: 'a', defaults: inTime('Etc/UTC') },
      { name: 'b', applies: payments, enforced: inTime('Europe/Berlin') },
      {
        name: 'c',
        applies: portal,
        defaults: {
          schedule: { ...inTime('Europe/Berlin').schedule, autoDisablePolicy: { failureCount: 3 } },
        },
      },
    ],
    found: [
      'warning schedule-time-zone-alone /layers/0/defaults/schedule/timezone',
      'warning schedule-time-zone-alone /layers/1/enforced/schedule/timezone',
      'warning schedule-time-zone-alone /layers/2/defaults/schedule/timezone',
    ],
  },
  {
    name: 'a time zone beside an expression of its own layer or of one that always applies, or that is required',
    layers: [
      { name: 'a', applies: payments, defaults: inTime('Etc/UTC', 'rate(7 days)') },
      { name: 'b', applies: { ...payments, ...account }, defaults: inTime('Europe/Berlin') },
      {
        name: 'c',
        applies: portal,
        required: { 'schedule.scheduleExpression': ['*'] },
        defaults: inTime('Etc/UTC'),
      },
    ],
    found: ['warning default-without-effect /layers/0/defaults/schedule/timezone'],
  },
  {
    name: 'a time zone for requests that have an expression',
    layers: [{ name: 'a', applies: scheduled, defaults: inTime('Etc/UTC') }],
    found: [],
  },
  {
    name: 'a time zone where an expression is required with a warning alone',
    layers: [
      { name: 'a', defaults: inTime('Etc/UTC') },
      { name: 'b', compliance: 'warning', required: { 'schedule.scheduleExpression': ['*'] } },
    ],
    found: ['warning schedule-time-zone-alone /layers/0/defaults/schedule/timezone'],
  },
];

const enforcedFor = '/layers/0/tagPolicies/0/tags/costcenter/enforced_for/@@assign';
const tagPolicies: readonly CheckCase[] = [
  {
    name: 'an operator that a layer above does not let the layers below use',
    layers: [
      {
        name: 'a',
        tagPolicies: costCenter({ tag_value: { '@@assign': ['100'], [control]: ['@@append'] } }),
      },
      {
        name: 'b',
        applies: payments,
        tagPolicies: [
          { tags: { other: { tag_value: { '@@assign': ['1'] } } } },
          { tags: { costcenter: { tag_value: { '@@assign': ['200'], '@@append': ['300'] } } } },
        ],
      },
    ],
    found: [
      'warning tag-operator-dropped /layers/1/tagPolicies/1/tags/costcenter/tag_value/@@assign',
    ],
  },
  {
    name: 'an operator that a layer for others does not let use',
    layers: [
      {
        name: 'a',
        applies: portal,
        tagPolicies: costCenter({ tag_value: { [control]: ['@@none'] } }),
      },
      {
        name: 'b',
        applies: payments,
        tagPolicies: costCenter({ tag_value: { '@@assign': ['100'] } }),
      },
    ],
    found: [],
  },
  {
    name: 'a required tag for which no value is left',
    layers: [
      {
        name: 'a',
        tagPolicies: costCenter({
          ...values('100'),
          report_required_tag_for: { '@@assign': ['imagebuilder:image'] },
        }),
      },
      {
        name: 'b',
        applies: payments,
        tagPolicies: costCenter({ tag_value: { '@@remove': ['100'] } }),
      },
    ],
    found: ['error tag-policy-unsatisfiable /layers/1/tagPolicies/0/tags/costcenter'],
  },
  {
    name: 'resource types that Image Builder does not have, and services that are not there',
    layers: [
      {
        name: 'a',
        tagPolicies: costCenter({
          report_required_tag_for: {
            '@@assign': [
              'imagebuilder:ImagePipeline',
              'image-builder:image',
              'imagebulder:ALL_SUPPORTED',
              'all:ALL_SUPPORTED',
            ],
            '@@append': ['imagebuilder:pipeline', 'imagebuilder:recipe'],
            '@@remove': ['imagebuilder:image_recipe'],
          },
        }),
      },
    ],
    found: ['@@assign/0', '@@assign/1', '@@assign/2', '@@assign/3', '@@append/0', '@@append/1']
      .concat('@@remove/0')
      .map(
        (entry) =>
          `warning tag-type-unknown /layers/0/tagPolicies/0/tags/costcenter/report_required_tag_for/${entry}`,
      ),
  },
  {
    name: 'enforcement, which AWS has for other services and not for Image Builder',
    layers: [
      {
        name: 'a',
        tagPolicies: costCenter({
          enforced_for: {
            '@@assign': [
              'imagebuilder:image-pipeline',
              'imagebuilder:ALL_SUPPORTED',
              'imagebuilder:*',
              'imagebuilder:Image',
              'ec2:instance',
              'ec2:ALL_SUPPORTED',
              'made-up:some-thing',
            ],
          },
        }),
      },
    ],
    found: [0, 1, 2]
      .map((index) => `warning tag-policy-without-effect ${enforcedFor}/${index}`)
      .concat(`warning tag-type-unknown ${enforcedFor}/3`),
  },
  {
    name: 'every resource type that Image Builder has, and every one of it at once',
    layers: [
      {
        name: 'a',
        tagPolicies: costCenter({
          report_required_tag_for: {
            '@@assign': [
              ...['component', 'container-recipe', 'distribution-configuration', 'image'],
              ...['image-pipeline', 'image-recipe', 'infrastructure-configuration'],
              ...['lifecycle-policy', 'workflow', 'ALL_SUPPORTED', '*'],
            ].map((type) => `imagebuilder:${type}`),
          },
        }),
      },
    ],
    found: [],
  },
  {
    name: 'an operator beside tags that are empty',
    layers: [{ name: 'a', tagPolicies: [{ tags: {}, ...JSON.parse('{"@@assign":"red"}') }] }],
    found: ['warning tag-policy-without-effect /layers/0/tagPolicies/0/@@assign'],
  },
  {
    name: 'capitals in a policy key whose capitalization no layer gives',
    layers: [
      {
        name: 'a',
        tagPolicies: [{ tags: { Environment: { tag_value: { '@@assign': ['x'] } }, AppID: {} } }],
      },
      { name: 'b', applies: payments, tagPolicies: [{ tags: { Squad: {}, squadron: {} } }] },
    ],
    found: [
      'warning tag-key-in-lower-case /layers/0/tagPolicies/0/tags/Environment',
      'warning tag-key-in-lower-case /layers/0/tagPolicies/0/tags/AppID',
      'warning tag-key-in-lower-case /layers/1/tagPolicies/0/tags/Squad',
    ],
  },
  {
    name: 'capitals in a policy key whose capitalization its own layer or one above gives, or one for others',
    layers: [
      { name: 'a', tagPolicies: costCenter({ tag_key: { '@@assign': 'CostCenter' } }) },
      {
        name: 'b',
        tagPolicies: [
          { tags: { CostCenter: {}, Team: { tag_key: { '@@assign': 'team' } } } },
          { tags: { TEAM: {} } },
        ],
      },
      { name: 'c', applies: payments, tagPolicies: [{ tags: { Squad: {} } }] },
      {
        name: 'd',
        applies: portal,
        tagPolicies: [{ tags: { squad: { tag_key: { '@@assign': 'Squad' } } } }],
      },
    ],
    found: ['warning tag-key-in-lower-case /layers/2/tagPolicies/0/tags/Squad'],
  },
];

const tagKeys: readonly CheckCase[] = [
  {
    name: 'two allowed lists of one layer for one tag key',
    layers: [{ name: 'a', allowed: { 'tags.CostCenter': ['100'], 'tags.costcenter ': ['100'] } }],
    found: ['error tag-key-variant /layers/0/allowed/tags.costcenter '],
  },
  {
    name: 'a key that one layer enforces, another restricts and a third supplies',
    layers: [
      { name: 'a', enforced: { tags: { 'a/b': 'x' } } },
      { name: 'b', applies: payments, allowed: { 'tags.A/b': ['x'] } },
      { name: 'c', applies: account, defaults: { tags: { ' a/b': 'x' } } },
    ],
    found: [
      'error tag-key-variant /layers/1/allowed/tags.A~1b',
      'error tag-key-variant /layers/2/defaults/tags/ a~1b',
    ],
  },
  {
    name: 'a default beside an enforced value of its own layer',
    layers: [
      { name: 'a', defaults: { imageTags: { Team: 'x' } }, enforced: { imageTags: { TEAM: 'x' } } },
    ],
    found: ['error tag-key-variant /layers/0/defaults/imageTags/Team'],
  },
  {
    name: 'the same in the same spelling, in the other map, or for others',
    layers: [
      {
        name: 'a',
        applies: portal,
        enforced: { tags: { Team: 'x' } },
        allowed: { 'tags.Team': ['x'] },
      },
      { name: 'b', applies: portal, enforced: { imageTags: { team: 'x' } } },
      { name: 'c', applies: account, enforced: { tags: { TEAM: 'x' } } },
    ],
    found: [],
  },
  {
    name: 'an allowed list for a key that the tag policy wants otherwise',
    layers: [
      { name: 'a', allowed: { 'tags.costcenter': ['100'], 'imageTags.CostCenter': ['100'] } },
      { name: 'b', applies: payments, tagPolicies: costCenter(values('100')) },
    ],
    found: ['error tag-key-variant /layers/0/allowed/tags.costcenter'],
  },
  {
    name: 'the same where a breach of the tag policy is a warning',
    layers: [
      {
        name: 'a',
        allowed: { 'tags.costcenter': ['100'] },
        tagPolicies: costCenter(values('100')),
      },
    ],
    rest: { tagPolicyCompliance: 'warning' },
    found: ['warning tag-key-variant /layers/0/allowed/tags.costcenter'],
  },
  {
    name: 'the same where tag policies are not looked at',
    layers: [
      {
        name: 'a',
        allowed: { 'tags.costcenter': ['100'] },
        tagPolicies: costCenter(values('100')),
      },
    ],
    rest: { tagPolicyCompliance: 'disabled' },
    found: [],
  },
];

const singleValues: readonly CheckCase[] = [
  {
    name: '{} and sections and layers with nothing in them',
    layers: [
      { name: 'a' },
      { name: 'b', defaults: {}, allowed: {}, tagPolicies: [] },
      {
        name: 'c',
        enforced: { schedule: {}, imageScanningConfiguration: { ecrConfiguration: {} } },
        defaults: { imageTestsConfiguration: {} },
      },
    ],
    found: [
      'warning empty /layers/0',
      'warning empty /layers/1/allowed',
      'warning empty /layers/1/defaults',
      'warning empty /layers/1/tagPolicies',
      'warning empty /layers/2/defaults/imageTestsConfiguration',
      'warning empty /layers/2/enforced/imageScanningConfiguration/ecrConfiguration',
      'warning empty /layers/2/enforced/schedule',
    ],
  },
  {
    name: 'variables that do not do what they seem to',
    layers: [
      {
        name: 'a',
        defaults: {
          description: 'By ${caller}',
          tags: { At: '${requestTime}', Open: 'x ${caller' },
        },
        enforced: { imageTags: { At: 'on ${requestTime}', By: '${caller}' } },
        allowed: { 'tags.By': ['${caller}', 'x'] },
      },
    ],
    found: [
      'warning request-time-in-tag /layers/0/defaults/tags/At',
      'warning request-time-in-tag /layers/0/enforced/imageTags/At',
      'warning variable-not-closed /layers/0/defaults/tags/Open',
      'warning variable-not-filled-in /layers/0/allowed/tags.By/0',
      'warning variable-not-filled-in /layers/0/defaults/description',
    ],
  },
  {
    name: 'what Image Builder ignores or advises against',
    layers: [
      {
        name: 'a',
        defaults: { imageTestsConfiguration: { timeoutMinutes: 90 } },
        enforced: { schedule: { scheduleExpression: 'cron(0 0 * * SUN *)' } },
      },
    ],
    found: [
      'warning cron-without-question-mark /layers/0/enforced/schedule/scheduleExpression',
      'warning ignored-by-image-builder /layers/0/defaults/imageTestsConfiguration/timeoutMinutes',
    ],
  },
];

const together: readonly CheckCase[] = [
  {
    name: 'enforced values of two layers in two Regions',
    layers: [
      { name: 'a', enforced: { infrastructureConfigurationArn: infrastructure('eu-west-1') } },
      {
        name: 'b',
        applies: payments,
        enforced: { distributionConfigurationArn: distribution('us-east-1') },
      },
    ],
    found: ['error different-region /layers/1/enforced/distributionConfigurationArn'],
  },
  {
    name: 'defaults of two layers in two Regions',
    layers: [
      { name: 'a', defaults: { infrastructureConfigurationArn: infrastructure('eu-west-1') } },
      {
        name: 'b',
        applies: payments,
        defaults: { distributionConfigurationArn: distribution('us-east-1') },
      },
    ],
    found: ['warning different-region /layers/1/defaults/distributionConfigurationArn'],
  },
  {
    name: 'more than 50 tags of two layers',
    layers: [
      { name: 'a', defaults: { tags: tags(30, 'a') } },
      { name: 'b', applies: payments, defaults: { tags: tags(21, 'b') } },
    ],
    found: ['error too-many-members /layers/1/defaults/tags'],
  },
  {
    name: 'workflows without a role',
    layers: [
      {
        name: 'a',
        defaults: {
          workflows: [{ workflowArn: 'arn:aws:imagebuilder:eu-west-1:aws:workflow/build/a/x.x.x' }],
        },
      },
    ],
    found: ['warning execution-role-required /layers/0/defaults/workflows'],
  },
  {
    name: 'enforced workflows without a role, which a caller may send',
    layers: [
      {
        name: 'a',
        enforced: {
          workflows: [{ workflowArn: 'arn:aws:imagebuilder:eu-west-1:aws:workflow/build/a/x.x.x' }],
        },
      },
    ],
    found: ['warning execution-role-required /layers/0/enforced/workflows'],
  },
  {
    name: 'a default recipe of another Region, for the kind of recipe that never sees it',
    layers: [
      { name: 'a', defaults: { imageRecipeArn } },
      {
        name: 'b',
        applies: { recipe: ['container'] },
        defaults: { infrastructureConfigurationArn: infrastructure('us-east-1') },
      },
    ],
    found: [],
  },
];

const grantCase = (
  name: string,
  grants: readonly Grant[] | undefined,
  ...found: readonly string[]
): CheckCase => ({ name, rest: { grants } as Partial<OrganizationPolicy>, layers: [], found });

const ci = 'arn:aws:sts::111122223333:assumed-role/image-pipeline-proxy-payments/*';
const toWeb = { name: 'web', to: { groups: ['img-web'] } } as const;
const everybodyKnown = { name: 'everybody', to: { callers: ['*'] } } as const;

const grants: readonly CheckCase[] = [
  grantCase('no grants', undefined, 'warning no-grants '),
  grantCase('a list of none', [], 'warning empty /grants'),
  grantCase('callers of every kind, each with what it can have', [
    {
      name: 'a',
      to: [
        { groups: ['img-payments'] },
        { callers: [ci], accounts: ['111122223333'] },
        { callers: ['bot:payments'] },
        { callers: ['bot:slack/*'], groups: ['img-payments'] },
        { callers: ['bot:*'], groups: ['img-ops'] },
        { callers: ['jwt:*'], groups: ['img-payments-*'] },
        { callers: ['anonymous'] },
      ],
    },
  ]),
  grantCase(
    'sets that no caller can match',
    [
      { name: 'a', to: { groups: ['g'], accounts: ['111122223333'] } },
      { name: 'b', to: [{ callers: ['arn:aws:iam::111122223333:role/ci'] }] },
      { name: 'c', to: { callers: ['bot:payments'], groups: ['g'] } },
      { name: 'd', to: { callers: ['bot:*'], accounts: ['*'] } },
      { name: 'e', to: { callers: ['anonymous'], groups: ['*'] } },
      { name: 'f', to: { callers: ['anonym*'] } },
      { name: 'g', to: { callers: ['slack:*', 'bot:a/b/c', 'bot:'] } },
    ],
    ...[0, 1, 2, 3, 4, 5, 6].map((index) => `error never-applies /grants/${index}/to`),
  ),
  grantCase(
    'sets and entries that no caller can match, where others can be',
    [
      {
        name: 'a',
        to: [
          { groups: ['g'] },
          { groups: ['g'], accounts: ['*'] },
          { callers: [ci, 'arn:aws:iam::111122223333:role/ci'] },
          { callers: [ci], accounts: ['111122223333', '444455556666'] },
        ],
      },
      { name: 'b', to: { callers: ['anonymous', 'anonymous*'] } },
    ],
    'warning entry-never-matches /grants/0/to/1',
    'warning entry-never-matches /grants/0/to/2/callers/1',
    'warning entry-never-matches /grants/0/to/3/accounts/1',
    'warning entry-never-matches /grants/1/to/callers/1',
  ),
  grantCase(
    'values that no request can have, and variables',
    [{ ...toWeb, allowed: { status: ['on'], name: ['web-*', 'web!'], 'tags.By': ['${caller}'] } }],
    'error allowed-value-impossible /grants/0/allowed/status/0',
    'warning allowed-value-impossible /grants/0/allowed/name/1',
    'warning variable-not-filled-in /grants/0/allowed/tags.By/0',
  ),
  grantCase(
    'narrower ones before and after one to everybody',
    [
      { ...toWeb, in: { accounts: ['222222222222'] } },
      everybodyKnown,
      { name: 'ci', to: { callers: [ci] }, allowed: { name: ['a-*'] } },
      { name: 'account', to: { accounts: ['1*'] }, until: '2027-01-01' },
    ],
    'warning grant-without-effect /grants/0',
    'warning grant-without-effect /grants/2',
    'warning grant-without-effect /grants/3',
  ),
  grantCase('one to anonymous beside one to everybody that is known', [
    everybodyKnown,
    { name: 'open', to: { callers: ['anonymous'] } },
    { name: 'all', to: { callers: ['*', 'anonymous'] }, in: { regions: ['eu-west-1'] } },
  ]),
  grantCase(
    'two of the same',
    [toWeb, { ...toWeb, name: 'same' }],
    'warning grant-without-effect /grants/1',
  ),
  grantCase(
    'what a wider list of values, of accounts and of days takes in',
    [
      {
        name: 'wide',
        to: [{ groups: ['img-*'] }, { callers: [ci] }],
        in: { accounts: ['2*'], regions: ['eu-*'] },
        allowed: { name: ['web-*', 'api'] },
        from: '2026-01-01',
        until: '2027-01-01',
      },
      {
        ...toWeb,
        in: { accounts: ['222222222222'], regions: ['eu-west-1', 'eu-*'] },
        allowed: { name: ['web-shop', 'api'], 'tags.Team': ['web'] },
        from: '2026-01-01',
        until: '2026-07-01',
      },
    ],
    'warning grant-without-effect /grants/1',
  ),
  ...[
    { to: [{ groups: ['img-web'] }, { callers: ['jwt:*'] }] },
    { in: { accounts: ['2*'] } },
    { in: { accounts: ['2*'], regions: ['eu-west-1', 'us-east-1'] } },
    { in: { accounts: ['3*'], regions: ['eu-west-1'] } },
    { allowed: { 'tags.Team': ['web'] } },
    { allowed: { name: ['web-*', 'other'] } },
    { from: '2025-12-31' },
    { until: '2027-01-02' },
    { from: undefined },
    { until: undefined },
  ].map((difference) =>
    grantCase(`what is not taken in: ${JSON.stringify(difference)}`, [
      {
        name: 'wide',
        to: [{ groups: ['img-*'] }],
        in: { accounts: ['2*'], regions: ['eu-*'] },
        allowed: { name: ['web-*'] },
        from: '2026-01-01',
        until: '2027-01-01',
      },
      Object.fromEntries(
        Object.entries({
          ...toWeb,
          in: { accounts: ['222222222222'], regions: ['eu-west-1'] },
          allowed: { name: ['web-*'] },
          from: '2026-01-01',
          until: '2027-01-01',
          ...difference,
        }).filter(([, value]) => value !== undefined),
      ) as unknown as Grant,
    ]),
  ),
];

/** Every case, by what it is about. */
export const checkCases: readonly (readonly [string, readonly CheckCase[]])[] = [
  ['an enforced value that something forbids', enforcedForbidden],
  ['a default that something forbids', defaultForbidden],
  ['a layer or an entry that never applies', neverApplying],
  ['an enforced value under another', enforcedValues],
  ['a default under something else', defaults],
  ['allowed lists', allowedLists],
  ['time zones alone', timeZones],
  ['tag policies', tagPolicies],
  ['tag keys that are one key', tagKeys],
  ['single values', singleValues],
  ['what layers supply together', together],
  ['grants', grants],
];
