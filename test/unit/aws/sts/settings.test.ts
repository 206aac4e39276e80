import { describe, expect, it } from 'vitest';
import {
  executionRoleSetting,
  externalIdSetting,
  targetAccountsSetting,
  targetRegionsSetting,
  targetSettingsFault,
} from '../../../../src/aws/sts/settings.ts';

describe('the settings of target accounts', () => {
  it('read lists with commas, each entry once', () => {
    expect(targetAccountsSetting.read('111122223333, 444455556666,111122223333')).toEqual([
      '111122223333',
      '444455556666',
    ]);
    expect(targetRegionsSetting.read('eu-west-1,us-gov-west-1')).toEqual([
      'eu-west-1',
      'us-gov-west-1',
    ]);
    expect(executionRoleSetting.read('arn:aws-cn:iam::{account}:role/a/b/c')).toBeDefined();
    expect(externalIdSetting.read('a:b/c-1')).toBe('a:b/c-1');
  });

  it.each([
    [targetAccountsSetting, '11112222333'],
    [targetAccountsSetting, '111122223333,'],
    [targetAccountsSetting, '*'],
    [targetRegionsSetting, 'eu-west'],
    [targetRegionsSetting, 'eu-west-1;eu-west-2'],
    [executionRoleSetting, 'arn:aws:iam::111122223333:role/image-pipeline-proxy'],
    [executionRoleSetting, 'arn:aws:iam::{account}:role/*'],
    [executionRoleSetting, 'arn:aws:iam::{account}:role/{account}'],
    [executionRoleSetting, 'arn:aws:iam::{account}:user/a'],
    [externalIdSetting, 'a'],
    [externalIdSetting, 'a b'],
  ])('refuse a text that does not fit %#', ({ read }, text) => {
    expect(read(text)).toBeUndefined();
  });

  it('go together: other accounts need a role to assume there', () => {
    expect(targetSettingsFault({})).toBeUndefined();
    expect(targetSettingsFault({ targetAccounts: ['111122223333'] })).toContain('EXECUTION_ROLE');
    const executionRole = 'arn:aws:iam::{account}:role/a';
    expect(
      targetSettingsFault({ targetAccounts: ['111122223333'], executionRole }),
    ).toBeUndefined();
  });
});
