import type { Operation } from '../kit/operation.ts';
import { awsJson1_1, awsJsonAnswer } from '../kit/protocol.ts';
import { ServiceException } from '../kit/service-exception.ts';

/** The embedded Organizations: the one account's effective tag policy, and the operation over the wire. */
export interface Organizations {
  /** @param content - The text of the policy; undefined where the account has none. */
  readonly setEffectiveTagPolicy: (content: string | undefined) => void;
  readonly operations: readonly Operation[];
}

/** An organization in which the account has no effective tag policy. */
export const createOrganizations = (accountId: string): Organizations => {
  let content: string | undefined;
  const describe: Operation['perform'] = ({ input }) => {
    const target = input['TargetId'] ?? accountId;
    if (target !== accountId) {
      throw new ServiceException('TargetNotFoundException', "We can't find the target.");
    }
    if (input['PolicyType'] !== 'TAG_POLICY' || content === undefined) {
      const message = "The effective policy doesn't exist for the target.";
      throw new ServiceException('EffectivePolicyNotFoundException', message);
    }
    return awsJsonAnswer({
      EffectivePolicy: {
        LastUpdatedTimestamp: Date.now() / 1000,
        PolicyContent: content,
        PolicyType: 'TAG_POLICY',
        TargetId: accountId,
      },
    });
  };
  return {
    setEffectiveTagPolicy: (next) => {
      content = next;
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
