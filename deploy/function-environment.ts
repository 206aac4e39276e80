import { liveAlias } from './aliases.ts';
import type { DeployParameters } from './parameters.ts';

/** The names of the settings that the function reads, less those of AWS's own. */
export const functionSettings = [
  'ORGANIZATION_POLICY',
  'POLICY_TTL_SECONDS',
  'POLICY_MAX_AGE_SECONDS',
  'TAG_POLICY_SOURCE',
  'LOG_LEVEL',
  'EXECUTION_ROLE',
  'TARGET_ACCOUNTS',
  'TARGET_REGIONS',
  'EXTERNAL_ID',
  'BOTS',
  'RELAYS',
  'HTTP_ALIAS',
  'GROUP_NAMES',
  'TOKEN_HEADER',
] as const;

/** The settings that the function reads: what is not set it does not get. */
export const functionEnvironment = ({
  organizationPolicy,
  policyTtlSeconds,
  policyMaxAgeSeconds,
  tagPolicySource,
  logLevel,
  targetAccounts,
  targetRole,
  targetRegions,
  externalId,
  bots,
  relays,
  groupNames,
  tokenHeader,
}: DeployParameters): Partial<Record<(typeof functionSettings)[number], unknown>> => ({
  ORGANIZATION_POLICY: organizationPolicy,
  ...(policyTtlSeconds !== undefined && { POLICY_TTL_SECONDS: String(policyTtlSeconds) }),
  ...(policyMaxAgeSeconds !== undefined && { POLICY_MAX_AGE_SECONDS: String(policyMaxAgeSeconds) }),
  ...(tagPolicySource !== undefined && { TAG_POLICY_SOURCE: tagPolicySource }),
  ...(logLevel !== undefined && { LOG_LEVEL: logLevel }),
  ...(targetAccounts !== undefined && {
    TARGET_ACCOUNTS: targetAccounts.join(),
    EXECUTION_ROLE: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::{account}:role/${targetRole}` },
    ...(externalId !== undefined && { EXTERNAL_ID: externalId }),
  }),
  ...(targetRegions !== undefined && { TARGET_REGIONS: targetRegions.join() }),
  HTTP_ALIAS: liveAlias.name,
  ...(bots !== undefined && { BOTS: bots }),
  ...(relays !== undefined && { RELAYS: relays }),
  ...(groupNames !== undefined && { GROUP_NAMES: groupNames }),
  ...(tokenHeader !== undefined && { TOKEN_HEADER: tokenHeader }),
});
