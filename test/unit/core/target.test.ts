import { describe, expect, it } from 'vitest';
import { targetIssue, type ServedTargets } from '../../../src/core/target.ts';
import { targetOf } from '../../../src/policy/target.ts';

const ownAccount = '999999999999';
const target = (infrastructureConfigurationArn: string) =>
  targetOf(infrastructureConfigurationArn, ownAccount);

describe('a pipeline is created', () => {
  it.each([
    ['aws', 'eu-west-1', '123456789012'],
    ['aws-cn', 'cn-north-1', '210987654321'],
    ['aws-us-gov', 'us-gov-west-1', '000000000000'],
    ['aws', 'us-east-1', ownAccount],
  ])(
    'in the account and Region of its infrastructure configuration: %s, %s, %s',
    (partition, region, account) => {
      const arn = `arn:${partition}:imagebuilder:${region}:${account}:infrastructure-configuration/a`;
      expect(target(arn)).toEqual({ account, region });
    },
  );

  it("in the function's own account when AWS owns the infrastructure configuration", () => {
    expect(target('arn:aws:imagebuilder:eu-west-1:aws:infrastructure-configuration/a')).toEqual({
      account: ownAccount,
      region: 'eu-west-1',
    });
  });

  it('in an account that is not known when AWS owns it and the own account is not known', () => {
    const arn = 'arn:aws:imagebuilder:eu-west-1:aws:infrastructure-configuration/a';
    expect(targetOf(arn, undefined)).toEqual({ account: undefined, region: 'eu-west-1' });
  });

  it('nowhere when the infrastructure configuration is no ARN', () => {
    expect(target('standard')).toEqual({ account: '', region: '' });
  });
});

describe('a target', () => {
  const own = { account: ownAccount, region: 'eu-west-1' };
  const issueOf = (region: string, account: string, served: ServedTargets) =>
    targetIssue(
      targetOf(
        `arn:aws:imagebuilder:${region}:${account}:infrastructure-configuration/a`,
        served.account,
      ),
      served,
    );

  it.each<[string, string, string, ServedTargets]>([
    ['the function’s own account and Region', 'eu-west-1', ownAccount, own],
    ['what AWS owns in its own Region', 'eu-west-1', 'aws', own],
    ['another account', 'eu-west-1', '123456789012', { ...own, targetAccounts: ['123456789012'] }],
    ['another Region', 'us-east-1', ownAccount, { ...own, targetRegions: ['us-east-1'] }],
    [
      'another Region of another account',
      'us-east-1',
      '123456789012',
      { ...own, targetAccounts: ['123456789012'], targetRegions: ['eu-west-1', 'us-east-1'] },
    ],
  ])('is served in %s', (_, region, account, served) => {
    expect(issueOf(region, account, served)).toBeUndefined();
  });

  it.each<[string, string, ServedTargets, string]>([
    ['us-east-1', ownAccount, own, 'eu-west-1 in account 999999999999'],
    ['us-east-1', 'aws', own, 'eu-west-1 in account 999999999999'],
    ['eu-west-1', '123456789012', own, 'eu-west-1 in account 999999999999'],
    [
      'eu-west-1',
      '123456789012',
      { ...own, targetAccounts: ['210987654321', '111122223333'] },
      'eu-west-1 in account 999999999999 and 2 more',
    ],
    [
      'eu-west-1',
      '123456789012',
      { ...own, targetAccounts: [ownAccount, '210987654321', '111122223333'] },
      'eu-west-1 in account 999999999999 and 2 more',
    ],
    [
      'eu-west-1',
      '123456789012',
      { ...own, targetAccounts: [ownAccount] },
      'eu-west-1 in account 999999999999',
    ],
    [
      'eu-west-1',
      ownAccount,
      { ...own, targetRegions: ['us-east-1', 'eu-central-1'] },
      'us-east-1, eu-central-1 in account 999999999999',
    ],
  ])(
    'is refused anywhere else, and no other account is named: %s in %s',
    (region, account, served, where) => {
      const shown = account === 'aws' ? ownAccount : account;
      expect(issueOf(region, account, served)).toEqual({
        pointer: '/infrastructureConfigurationArn',
        code: 'target-not-allowed',
        detail: `The infrastructure configuration decides where a pipeline is created: ${region} in account ${shown}; this proxy serves ${where}.`,
      });
    },
  );
});
