import type { settings } from '../../src/config.ts';

/** For each setting of the function: where its variable comes from in a deployment, and what it sets. */
export const settingWords: Readonly<
  Record<keyof typeof settings, readonly [setFrom: string, what: string]>
> = {
  organizationPolicy: ['`organizationPolicy`', "where the organization's policy comes from"],
  policyTtlSeconds: [
    '`policyTtlSeconds`',
    'how old a remote policy may be before it is read again',
  ],
  tagPolicySource: [
    '`tagPolicySource`',
    'whether the tag policy of AWS Organizations holds as well',
  ],
  logLevel: ['`logLevel`', '`debug` shows each request in the log, less its secrets'],
  executionRole: [
    '`targetRole`',
    'the role to assume in another account, `{account}` in the place of its id',
  ],
  targetAccounts: ['`targetAccounts`', 'the other accounts that are served'],
  targetRegions: ['`targetRegions`', 'the Regions that are served; its own alone where not set'],
  externalId: ['`externalId`', 'what the trust policies there demand'],
  region: ['Lambda', "the function's own Region"],
  accountId: ['not set', "the function's own account, where its ARN does not tell: on one machine"],
};
