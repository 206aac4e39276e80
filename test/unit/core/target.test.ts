import { describe, expect, it } from 'vitest';
import { targetOf } from '../../../src/core/target.ts';

const ownAccount = '999999999999';
const target = (infrastructureConfigurationArn: string) =>
  targetOf({ infrastructureConfigurationArn }, ownAccount);

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

  it('wherever its recipe or execution role may stand', () => {
    const request = {
      infrastructureConfigurationArn:
        'arn:aws:imagebuilder:eu-west-1:123456789012:infrastructure-configuration/a',
      imageRecipeArn: 'arn:aws:imagebuilder:us-east-1:210987654321:image-recipe/a/1.0.0',
      executionRole: 'arn:aws:iam::210987654321:role/build',
    };
    expect(targetOf(request, ownAccount)).toEqual({ account: '123456789012', region: 'eu-west-1' });
  });

  it('nowhere when the infrastructure configuration is no ARN', () => {
    expect(target('standard')).toEqual({ account: '', region: '' });
  });
});
