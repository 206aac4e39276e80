import { describe, expect, it } from 'vitest';
import type { InheritedTagPolicy } from '../../../src/core/inherited-tag-policy.ts';
import type { ServedTargets } from '../../../src/core/target.ts';
import {
  NotGranted,
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
  inheritedTagPolicy?: InheritedTagPolicy,
): Promise<{ event: ProxyRequest; error: unknown }> => {
  const request = middyRequest({ sent, ...members });
  try {
    await decideRequest(policySource, () => served, inheritedTagPolicy).before?.(request);
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

  it('says what was probably meant, of a request that is refused', async () => {
    const schedule = { scheduleExpression: '@weekly', timezone: 'GMT+2' };
    const { error } = await decided({ sent: { ...sent, schedule } });
    expect(error).toMatchObject({
      issues: [
        {
          pointer: '/schedule/timezone',
          detail: expect.stringContaining('Did you mean "Etc/GMT-2"?') as string,
        },
        {
          pointer: '/schedule/scheduleExpression',
          detail: expect.stringContaining('Did you mean "cron(0 0 ? * SUN *)"?') as string,
        },
      ],
    });
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

describe('The tag policy that the account of the pipeline inherits', () => {
  const tags = { Team: 'web' };
  const grants = [{ name: 'own', to: { callers: ['jwt:jane'] }, in: { accounts: [account] } }];
  const granted = fixedPolicy({ ...testPolicy, grants });
  const jane = { id: 'jwt:jane', groups: [] };
  const other = arn('infrastructure-configuration/x').replace(account, '444455556666');

  /** Decides with an account that inherits one allowed value of one tag; for whom it was asked. */
  const decidedBelow = async (members: Partial<ProxyRequest>, policySource = granted) => {
    const asked: unknown[] = [];
    const inherited = { tags: { team: { tag_key: 'Team', tag_value: ['payments'] } } };
    const outcome = await decided(members, policySource, {
      read: (where) => {
        asked.push(where);
        return Promise.resolve(inherited);
      },
      cached: () => undefined,
    });
    return { ...outcome, asked };
  };

  it('has a say in what its caller may create there, whoever reads it', async () => {
    const { error, event, asked } = await decidedBelow({ caller: jane, sent: { ...sent, tags } });
    expect(error).toBeInstanceOf(PolicyViolation);
    expect((error as PolicyViolation).issues).toMatchObject([{ pointer: '/tags/Team' }]);
    expect(event.decision?.refusal).toBe('policy-violation');
    expect(asked).toEqual([
      { target: served, ownAccount: account, caller: jane, deadline: event.deadline },
    ]);
    const fine = { ...sent, tags: { Team: 'payments' } };
    expect((await decidedBelow({ caller: jane, sent: fine })).error).toBeUndefined();
  });

  it('is named beside what else the policy has against the request', async () => {
    const scanning = { imageScanningConfiguration: { imageScanningEnabled: false } };
    const both = { ...sent, ...scanning, tags };
    const { error } = await decidedBelow({ caller: jane, sent: both });
    expect((error as PolicyViolation).issues.map(({ pointer }) => pointer)).toEqual([
      '/imageScanningConfiguration/imageScanningEnabled',
      '/tags/Team',
    ]);
  });

  it.each<[string, Partial<ProxyRequest>, new (...given: never[]) => Error]>([
    ['a mistake', { caller: jane, sent: { name: 'web-server' } }, ValidationFailed],
    ['a caller without a grant', { caller: { id: 'jwt:eve', groups: [] } }, NotGranted],
    [
      'a target outside the grant',
      { caller: jane, sent: { ...sent, infrastructureConfigurationArn: other } },
      NotGranted,
    ],
  ])('is not asked for where the request ends for %s', async (_, members, errorClass) => {
    const { error, asked } = await decidedBelow({ sent, ...members });
    expect(error).toBeInstanceOf(errorClass);
    expect(asked).toEqual([]);
  });

  it('is not asked for where the target is not served', async () => {
    const elsewhere = { ...sent, infrastructureConfigurationArn: other };
    const { error, asked } = await decidedBelow({ sent: elsewhere }, fixedPolicy(testPolicy));
    expect(error).toBeInstanceOf(TargetNotAllowed);
    expect(asked).toEqual([]);
  });

  it('ends the request where it cannot be read, with nothing decided', async () => {
    const failure = new PolicyUnavailable('No.');
    const { event, error } = await decided({ caller: jane }, granted, {
      read: () => Promise.reject(failure),
      cached: () => undefined,
    });
    expect(error).toBe(failure);
    expect(event.decision).toBeUndefined();
  });
});
