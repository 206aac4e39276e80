import { settings } from '../src/config.ts';
import { isAccountId, isRegionName } from '../src/policy/arn.ts';
import { readConfig } from '../src/config.ts';
import {
  listOf,
  matching,
  numberOf,
  oneOf,
  optional,
  parameter,
  wholeNumber,
  type Kind,
  type Parameter,
} from './parameter.ts';

/** A setting of the function's own, read the way the function will read it. */
const functionSetting = (variable: string): Kind<string> => {
  const mistakeIn = (text: string): string | undefined => {
    try {
      readConfig({ AWS_REGION: 'eu-west-1', [variable]: text });
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  const allowed = (mistakeIn('\0') ?? '').replace(/^\w+ must be /, '').replace(/\.$/, '');
  return { allowed, read: (text) => (mistakeIn(text) === undefined ? text : undefined) };
};

const arnOf = (service: string, resource: string): RegExp =>
  new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]+:\\d{12}:${resource}$`);

const keyArn = matching(arnOf('kms', 'key/[\\w-]+'), 'the ARN of a KMS key');

const origin = matching(
  /^(?:https:\/\/[a-z0-9.-]+(?::\d{1,5})?|http:\/\/localhost(?::\d{1,5})?)$/,
  'origins such as https://portal.example.com, without a path',
);

/** The path and name of roles; one `*` at the end at most, and never everything. */
const rolePattern = matching(
  /^(?:[\w+=,.@-]+\/)*(?:[\w+=,.@-]+|(?<=\/)\*|[\w+=,.@-]+\*)$/,
  'what follows `role/` in the ARNs of roles, such as imagebuilder/*',
);

/** What CloudWatch Logs takes for RetentionInDays. */
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

/** Every deploy parameter, in the order of docs/configuration.md. */
export const parameters = {
  authorizer: parameter(
    'who may call: `iam` checks signatures, `jwt` tokens, `both` has the portal under `/portal`',
    oneOf('iam', 'jwt', 'both'),
    'iam',
  ),
  jwtIssuer: optional(
    'the issuer of the tokens',
    matching(/^https:\/\/[a-z0-9.-]+(?::\d{1,5})?(?:\/[\w.~/-]*)?$/, 'an https:// URL'),
  ),
  jwtAudience: optional(
    'for whom the tokens must be',
    listOf(matching(/^[\x21-\x2b\x2d-\x7e]{1,200}$/, 'client ids or other audiences')),
  ),
  allowedOrigins: optional("the portal's origins: from these a browser may call", listOf(origin)),
  groupNames: optional(
    'the operator’s word that no group of the issuer has a space or a comma in its name',
    functionSetting('GROUP_NAMES'),
  ),
  tokenHeader: optional(
    'whether the authorizer takes the token from elsewhere than `Authorization`',
    functionSetting('TOKEN_HEADER'),
  ),
  bots: optional('the bots: each has an alias of its own to invoke', functionSetting('BOTS')),
  relays: optional(
    'the bots that name their users, each with the groups that it may name',
    functionSetting('RELAYS'),
  ),
  invokers: optional(
    'the teams of other accounts that call the API: each has a role of its own to assume',
    listOf(
      matching(
        /^[a-z](?:-?[a-z0-9]){0,31}=\d{12}$/,
        'teams, each with its account, such as payments=222222222222',
      ),
    ),
  ),
  memorySize: parameter("the function's memory in MB", wholeNumber(128, 10_240), '512'),
  reservedConcurrency: optional(
    'how many requests are worked on at once; 0 stops the proxy',
    wholeNumber(0, 1_000),
  ),
  throttlingRate: parameter('requests a second, over all callers', wholeNumber(1, 10_000), '10'),
  throttlingBurst: parameter('requests at once, over all callers', wholeNumber(1, 5_000), '20'),
  logRetentionDays: parameter('how long logs are kept', numberOf(...retentions), '30'),
  logKeyArn: optional('the key that the logs are encrypted with', keyArn),
  logLevel: optional(
    'whether the log shows each request as well, less its secrets',
    functionSetting('LOG_LEVEL'),
  ),
  tracing: parameter('traces in AWS X-Ray', oneOf('true', 'false'), 'true'),
  alarmTopicArn: optional(
    'where alarms are sent',
    matching(arnOf('sns', '[\\w-]{1,256}'), 'the ARN of an SNS topic'),
  ),
  organizationPolicy: parameter(
    "where the organization's policy comes from; AppConfig by ids",
    functionSetting('ORGANIZATION_POLICY'),
    'file:policy/organization-policy.json',
  ),
  policyKeyArn: optional('the key of the policy’s parameter, where it is a customer’s own', keyArn),
  policyTtlSeconds: optional(
    'how old a remote policy may be before it is read again',
    settings.policyTtlSeconds,
  ),
  policyMaxAgeSeconds: optional(
    'how old a remote policy may be that cannot be read again, before nothing is created under it; six hours where not set, and twice `policyTtlSeconds` at least',
    settings.policyMaxAgeSeconds,
  ),
  tagPolicySource: optional(
    'whether the tag policy of AWS Organizations holds as well',
    functionSetting('TAG_POLICY_SOURCE'),
  ),
  buildRoles: parameter(
    'the roles that pipelines may be given; what the policy’s `allowed.executionRole` states',
    rolePattern,
    'imagebuilder/*',
  ),
  targetAccounts: optional(
    'the other accounts in which pipelines are created; the own one too, where it is to be called under `targetRole` in each caller’s name',
    listOf({
      allowed: 'account ids of 12 digits',
      read: (text) => (isAccountId(text) ? text : undefined),
    }),
  ),
  targetRole: parameter(
    'the role assumed there: what follows `role/` in its ARN',
    matching(/^(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/, 'a name, with its path'),
    'image-pipeline-proxy',
  ),
  externalId: optional('what the trust policies there demand', settings.externalId),
  targetRegions: optional(
    'the Regions in which pipelines are created; the function’s own alone where not set',
    listOf({
      allowed: 'names of Regions',
      read: (text) => (isRegionName(text) ? text : undefined),
    }),
  ),
} as const satisfies Readonly<Record<string, Parameter<unknown>>>;

type ValueOf<P> = P extends Parameter<infer T> ? T : never;

/** The values of a deployment, all of them checked. */
export type DeployParameters = {
  readonly [N in keyof typeof parameters]: ValueOf<(typeof parameters)[N]>;
};
