import { describe, expect, it } from 'vitest';
import type { ServedTargets } from '../../../src/core/target.ts';
import {
  PolicyUnavailable,
  PolicyViolation,
  TargetNotAllowed,
  ValidationFailed,
} from '../../../src/errors.ts';
import { decideRequest } from '../../../src/http/decide-request.ts';
import type { ProxyRequest } from '../../../src/proxy-request.ts';
import { account, region } from '../../support/lambda-context.ts';
import { middyRequest } from '../../support/middy-request.ts';
import { arn, fixedPolicy, testPolicy } from '../../support/policy.ts';

const imageRecipeArn = arn('image-recipe/web-server/1.0.0');
const sent = { name: 'web-server', imageRecipeArn };
const served: ServedTargets = { account, region };

/** Decides about a request; the event afterwards, and what was thrown. */
const decided = async (
  members: Partial<ProxyRequest>,
  policySource = fixedPolicy(testPolicy),
): Promise<{ event: ProxyRequest; error: unknown }> => {
  const request = middyRequest({ sent, ...members });
  try {
    await decideRequest(policySource, () => served).before?.(request);
    return { event: request.event, error: undefined };
  } catch (error) {
    return { event: request.event, error };
  }
};

describe('The decision about a request', () => {
  it('stands beside it where nothing stands against it', async () => {
    const { event, error } = await decided({});
    expect(error).toBeUndefined();
    expect(event.decision).toMatchObject({ layers: ['organization'], request: sent });
  });

  it.each([
    ['a mistake', { sent: { name: 'web-server' } }, ValidationFailed, ['/imageRecipeArn']],
    [
      'a breach of the policy',
      { sent: { ...sent, imageScanningConfiguration: { imageScanningEnabled: false } } },
      PolicyViolation,
      ['/imageScanningConfiguration/imageScanningEnabled'],
    ],
    [
      'a target that is not served',
      {
        sent: {
          ...sent,
          infrastructureConfigurationArn:
            'arn:aws:imagebuilder:eu-west-1:444455556666:infrastructure-configuration/x',
          imageRecipeArn: 'arn:aws:imagebuilder:eu-west-1:444455556666:image-recipe/x/1.0.0',
        },
      },
      TargetNotAllowed,
      ['/infrastructureConfigurationArn'],
    ],
  ] as const)('ends it for %s, with every issue', async (_, members, errorClass, pointers) => {
    const { event, error } = await decided(members);
    expect(error).toBeInstanceOf(errorClass);
    expect((error as ValidationFailed).issues.map(({ pointer }) => pointer)).toEqual(pointers);
    // What the log says of a refused request.
    expect(event.decision?.layers).toEqual(['organization']);
  });

  it('counts what the validator found beyond what it put into words', async () => {
    const shapeIssues = [{ pointer: '/a', code: 'unknown-member', detail: 'An example.' }];
    const { error } = await decided({ shapeIssues, unlistedIssues: 7, sent: { ...sent, a: 1 } });
    expect(error).toBeInstanceOf(ValidationFailed);
    expect(error).toMatchObject({ unlisted: 7, issues: shapeIssues });
  });

  it('is not made without a policy, and says so', async () => {
    const failure = new PolicyUnavailable('No.');
    const { event, error } = await decided({}, () => Promise.reject(failure));
    expect(error).toBe(failure);
    expect(event.decision).toBeUndefined();
  });
});
