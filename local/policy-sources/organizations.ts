import type { Operation } from '../kit/operation.ts';
import { awsJson1_1, awsJsonAnswer } from '../kit/protocol.ts';
import { ServiceException } from '../kit/service-exception.ts';

/** The embedded Organizations: the effective tag policies of accounts, and the operation over the wire. */
export interface Organizations {
  /**
   * @param content - The text of the policy; undefined where the account has none.
   * @param account - The embedded services' own when left out.
   */
  readonly setEffectiveTagPolicy: (content: string | undefined, account?: string) => void;
  readonly operations: readonly Operation[];
}

/**
 * An organization in which no account has an effective tag policy. Who asks is the account that the
 * access key id is, as the embedded STS gives it out, else the embedded services' own.
 */
export const createOrganizations = (accountId: string): Organizations => {
  const contents = new Map<string, string>();
  const describe: Operation['perform'] = ({ input, accessKeyId }) => {
    const asking = /^[0-9]{12}$/.test(accessKeyId) ? accessKeyId : accountId;
    const target = input['TargetId'] ?? asking;
    if (target !== asking) {
      throw new ServiceException('TargetNotFoundException', "We can't find the target.");
    }
    const content = contents.get(asking);
    if (input['PolicyType'] !== 'TAG_POLICY' || content === undefined) {
      const message = "The effective policy doesn't exist for the target.";
      throw new ServiceException('EffectivePolicyNotFoundException', message);
    }
    return awsJsonAnswer({
      EffectivePolicy: {
        LastUpdatedTimestamp: Date.now() / 1000,
        PolicyContent: content,
        PolicyType: 'TAG_POLICY',
        TargetId: asking,
      },
    });
  };
  return {
    setEffectiveTagPolicy: (content, account = accountId) => {
      if (content === undefined) contents.delete(account);
      else contents.set(account, content);
    },
    operations: [
      {
        name: 'DescribeEffectivePolicy',
        protocol: awsJson1_1,
        route: 'AWSOrganizationsV20161128.DescribeEffectivePolicy',
        signingName: 'organizations',
        perform: describe,
      },
    ],
  };
};
