import { parseArn } from '../policy/arn.ts';
import { mostTags } from './create-image-pipeline-request.ts';
import { isJsonObject, type JsonObject } from '../json/json-value.ts';
import { toPointer, valueAlong } from '../json/pointer.ts';
import { exampleExpression, checkScheduleExpression } from './schedule-expression.ts';
import { isTimeZone } from './time-zone.ts';
import { doubtfulVersions } from './versions.ts';
import { checkWorkflows } from './workflow-rules.ts';
import { quote, type Issue } from '../json/issue.ts';

/** What the cross-field rules found in one request. */
export interface RuleIssues {
  readonly issues: readonly Issue[];
  readonly warnings: readonly Issue[];
}

/** An issue of a rule, with the pointers of what else the rule looks at than the value at its own. */
interface RuleIssue extends Issue {
  readonly beside?: readonly string[];
}

/** What becomes of an issue of a rule, given the pointers of what else the rule looks at. */
export type CompleteIssue = (issue: Issue, beside: readonly string[]) => Issue;

/** The rules that apply to a part of a request just as to the whole. */
export const partialRules: ReadonlySet<string> = new Set([
  'unknown-time-zone',
  'invalid-schedule-expression',
  'different-partition',
  'different-region',
  'managed-workflow-version',
  'too-many-workflows',
  'test-workflows-only',
]);

/** What the rules are not told by the request. */
interface RuleOptions {
  /** Milliseconds since 1970; left out, no time of a schedule is over. */
  readonly now?: number;
  /** Adds to each issue what the rules do not know, such as who supplied a value. */
  readonly complete?: CompleteIssue;
}

/**
 * Checks a resolved request against what Image Builder demands across its members.
 *
 * A malformed member is there as `undefined`: it is passed over here, since its own issue is named
 * beside these.
 *
 * What was probably meant is not said here: `withAdvice` adds it where a request is refused.
 *
 * Source: EC2 Image Builder user guide and API reference; see docs/validation.md for each rule.
 *
 */
export const checkCrossFieldRules = (
  request: JsonObject,
  { now, complete = (issue) => issue }: RuleOptions = {},
): RuleIssues => {
  const completed = ({ beside = [], ...issue }: RuleIssue): Issue => complete(issue, beside);
  const arns = arnsOf(request);
  const schedule = scheduleExpression(request, now);
  const workflows = checkWorkflows(request);
  return {
    issues: [
      ...requiredMembers(request),
      ...tagCounts(request),
      ...exactlyOneRecipe(request),
      ...executionRoleWhereNeeded(request),
      ...onePartitionAndRegion(arns),
      ...realTimeZone(request),
      ...schedule.issues,
      ...managedWorkflowVersions(arns),
      ...workflows.issues,
    ].map(completed),
    warnings: [
      ...ignoredTimeout(request),
      ...schedule.warnings,
      ...workflows.warnings,
      ...doubtfulVersions(arns),
    ].map(completed),
  };
};

const requiredMembers = (request: JsonObject): Issue[] => {
  const issues: Issue[] = [];
  if (!Object.hasOwn(request, 'infrastructureConfigurationArn')) {
    issues.push({
      pointer: '/infrastructureConfigurationArn',
      code: 'required',
      detail:
        '"infrastructureConfigurationArn" is required: the ARN of an infrastructure configuration, for example "arn:aws:imagebuilder:eu-west-1:123456789012:infrastructure-configuration/standard".',
    });
  }
  const policy = valueAlong(request, ['schedule', 'autoDisablePolicy']);
  if (isJsonObject(policy) && !Object.hasOwn(policy, 'failureCount')) {
    issues.push({
      pointer: '/schedule/autoDisablePolicy/failureCount',
      code: 'required',
      detail:
        '"schedule.autoDisablePolicy.failureCount" is required: a whole number from 1 to 10, for example 3.',
    });
  }
  return issues;
};

const tagCounts = (request: JsonObject): Issue[] =>
  ['tags', 'imageTags'].flatMap((member) => {
    const tags = request[member];
    const count = isJsonObject(tags) ? Object.keys(tags).length : 0;
    if (count <= mostTags) return [];
    return [
      {
        pointer: `/${member}`,
        code: 'too-many-members',
        detail: `"${member}" must be a map of 1 to ${mostTags} tags; got ${count}.`,
      },
    ];
  });

const exactlyOneRecipe = (request: JsonObject): Issue[] => {
  const image = Object.hasOwn(request, 'imageRecipeArn');
  const container = Object.hasOwn(request, 'containerRecipeArn');
  if (image !== container) return [];
  const rule = 'Exactly one of "imageRecipeArn" and "containerRecipeArn" is needed';
  return image
    ? [
        {
          pointer: '/containerRecipeArn',
          code: 'exactly-one-recipe',
          detail: `${rule}; both were given. Leave one out.`,
        },
      ]
    : [
        {
          pointer: '/imageRecipeArn',
          code: 'exactly-one-recipe',
          detail: `${rule}; neither was given. For example "imageRecipeArn": "arn:aws:imagebuilder:eu-west-1:123456789012:image-recipe/web-server/1.0.0".`,
        },
      ];
};

const freeLogGroups = '/aws/imagebuilder/';

const executionRoleWhereNeeded = (request: JsonObject): RuleIssue[] => {
  if (Object.hasOwn(request, 'executionRole')) return [];
  const example = 'for example "arn:aws:iam::123456789012:role/imagebuilder/build"';
  const issues: RuleIssue[] = [];
  const workflows = request['workflows'];
  if (Array.isArray(workflows) && workflows.length > 0) {
    issues.push({
      pointer: '/executionRole',
      code: 'execution-role-required',
      detail: `"workflows" needs an "executionRole", ${example}.`,
      beside: ['/workflows'],
    });
  }
  const logging = request['loggingConfiguration'];
  for (const member of ['imageLogGroupName', 'pipelineLogGroupName']) {
    const group = isJsonObject(logging) ? logging[member] : undefined;
    if (typeof group === 'string' && !group.startsWith(freeLogGroups)) {
      issues.push({
        pointer: toPointer(['loggingConfiguration', member]),
        code: 'execution-role-required',
        detail: `A log group outside ${freeLogGroups} needs an "executionRole", ${example}; or choose one such as "/aws/imagebuilder/web-server".`,
      });
    }
  }
  return issues;
};

const arnMembers = [
  'infrastructureConfigurationArn',
  'imageRecipeArn',
  'containerRecipeArn',
  'distributionConfigurationArn',
];

type PlacedArn = readonly [pointer: string, arn: string];

/** Every ARN of the request with its pointer, the one that decides the target first. */
const arnsOf = (request: JsonObject): readonly PlacedArn[] => {
  const workflows = request['workflows'];
  const candidates: [string, unknown][] = [
    ...arnMembers.map((member): [string, unknown] => [`/${member}`, request[member]]),
    ...(Array.isArray(workflows) ? workflows : []).map((workflow, index): [string, unknown] => [
      `/workflows/${index}/workflowArn`,
      isJsonObject(workflow) ? workflow['workflowArn'] : undefined,
    ]),
    ['/executionRole', request['executionRole']],
  ];
  return candidates.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
};

const onePartitionAndRegion = (placed: readonly PlacedArn[]): RuleIssue[] => {
  const arns = placed.flatMap(([pointer, text]) => {
    const arn = parseArn(text);
    return arn === undefined ? [] : [{ pointer, arn }];
  });
  // IAM is global: a role's ARN has a partition, but no Region to compare.
  const first = arns.find(({ arn }) => arn.region !== '');
  if (first === undefined) return [];
  return arns.flatMap(({ pointer, arn }) => {
    if (arn.partition !== first.arn.partition) {
      return [
        {
          pointer,
          code: 'different-partition',
          detail: `All ARNs of one request must be in one partition: this one is in ${quote(arn.partition)}, ${first.pointer} in ${quote(first.arn.partition)}.`,
          beside: [first.pointer],
        },
      ];
    }
    if (arn.region !== '' && arn.region !== first.arn.region) {
      return [
        {
          pointer,
          code: 'different-region',
          detail: `All ARNs of one request must be in one Region: this one is in ${quote(arn.region)}, ${first.pointer} in ${quote(first.arn.region)}.`,
          beside: [first.pointer],
        },
      ];
    }
    return [];
  });
};

const scheduleMember = (request: JsonObject, member: string): string | undefined => {
  const schedule = request['schedule'];
  const value = isJsonObject(schedule) ? schedule[member] : undefined;
  return typeof value === 'string' ? value : undefined;
};

const realTimeZone = (request: JsonObject): Issue[] => {
  const name = scheduleMember(request, 'timezone');
  if (name === undefined || isTimeZone(name)) return [];
  return [
    {
      pointer: '/schedule/timezone',
      code: 'unknown-time-zone',
      detail: `${quote(name)} is not a time zone of the IANA database, such as "Europe/Berlin" or "Etc/UTC".`,
    },
  ];
};

/** What is wrong with the schedule expression, or what is advised against in it. */
const scheduleExpression = (request: JsonObject, now?: number): RuleIssues => {
  const expression = scheduleMember(request, 'scheduleExpression');
  if (expression === undefined) return { issues: [], warnings: [] };
  const pointer = '/schedule/scheduleExpression';
  const { error, warnings } = checkScheduleExpression(expression, now);
  return {
    issues:
      error === undefined
        ? []
        : [
            {
              pointer,
              code: 'invalid-schedule-expression',
              detail: `${quote(expression)} is not a schedule expression. ${error} A working example: "${exampleExpression}" (Sundays at 03:00).`,
            },
          ],
    warnings: warnings.map((warning) => ({ pointer, ...warning })),
  };
};

const managedWorkflow = /^arn:[^:]+:imagebuilder:[^:]+:aws[^:]*:workflow\/(.+)$/;

// Recorded of the service: it refuses any version but x.x.x of a workflow that AWS manages.
const managedWorkflowVersions = (arns: readonly PlacedArn[]): Issue[] =>
  arns.flatMap(([pointer, arn]) => {
    const name = managedWorkflow.exec(arn)?.[1];
    if (name === undefined || name.endsWith('/x.x.x')) return [];
    const fixed = arn.replace(/^((?:[^/]*\/){2}[^/]*)\/.*$/, '$1/x.x.x');
    return [
      {
        pointer,
        code: 'managed-workflow-version',
        detail: `Image Builder takes a workflow that AWS manages in the version x.x.x only: ${quote(fixed)}.`,
      },
    ];
  });

const ignoredTimeout = (request: JsonObject): Issue[] => {
  const tests = request['imageTestsConfiguration'];
  if (!isJsonObject(tests) || tests['timeoutMinutes'] === undefined) return [];
  return [
    {
      pointer: '/imageTestsConfiguration/timeoutMinutes',
      code: 'ignored-by-image-builder',
      detail: 'Image Builder does not use "timeoutMinutes" at present: the value is ignored.',
    },
  ];
};
