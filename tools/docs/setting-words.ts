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
  policyMaxAgeSeconds: [
    '`policyMaxAgeSeconds`',
    'how old a remote policy may be that cannot be read again, before nothing is created under it',
  ],
  tagPolicySource: [
    '`tagPolicySource`',
    'whether the tag policy of AWS Organizations holds as well',
  ],
  logLevel: ['`logLevel`', '`debug` shows each request in the log, less its secrets'],
  executionRole: [
    '`targetRole`',
    'the role to assume in the accounts that are listed, `{account}` in the place of its id',
  ],
  targetAccounts: [
    '`targetAccounts`',
    'the accounts that are served beside its own; its own, to be called under that role too',
  ],
  targetRegions: ['`targetRegions`', 'the Regions that are served; its own alone where not set'],
  externalId: ['`externalId`', 'what the trust policies there demand'],
  bots: ['`bots`', 'the aliases that are bots: a document sent through one is from `bot:NAME`'],
  relays: [
    '`relays`',
    'the bots that name their users by `onBehalfOf`, and the groups that each may name; a bare name may name any',
  ],
  httpAlias: [
    '`live`, always',
    'the alias that the API invokes; where it is set, the event of an API is taken behind it alone',
  ],
  groupNames: [
    '`groupNames`',
    'that no group of the issuer has a space or a comma in its name, so that the text of a claim is split at them',
  ],
  tokenHeader: [
    '`tokenHeader`',
    'that the authorizer takes the token from elsewhere than `Authorization`, which then is not read',
  ],
  region: ['Lambda', "the function's own Region"],
  accountId: ['not set', "the function's own account, where its ARN does not tell: on one machine"],
};
