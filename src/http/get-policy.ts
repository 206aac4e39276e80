import type { Context } from 'aws-lambda';
import { refuseStranger } from '../core/access.ts';
import { describePolicy, nothing } from '../core/describe-policy.ts';
import type { PolicySource } from '../policy/compile.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';
import { accessError, type FindServedTargets, type InheritedTagPolicy } from './decide-request.ts';
import { readQuery } from './query.ts';

/**
 * Tells a caller what holds for it in the function's own account, before it fills in a form;
 * `?recipe=container` asks for that kind.
 */
export const getPolicy =
  (
    policySource: PolicySource,
    servedTargets: FindServedTargets,
    inheritedTagPolicy?: InheritedTagPolicy,
  ) =>
  async (
    { caller, requestTime, query, deadline }: ProxyRequest,
    context: Pick<Context, 'invokedFunctionArn'>,
  ): Promise<Answer> => {
    const recipe = readQuery(query, 'recipe', ['image', 'container']);
    let policy = await policySource();
    const stranger = refuseStranger(policy, caller);
    if (stranger?.refusal === 'groups-unclear') {
      throw accessError(stranger.refusal, stranger.issues);
    }
    if (stranger !== undefined) {
      const message = 'No grant of the policy is made to this caller.';
      return { status: 200, message, document: { ...nothing } };
    }
    const served = inheritedTagPolicy && servedTargets(context);
    if (inheritedTagPolicy !== undefined && served !== undefined) {
      const where = { target: served, ownAccount: served.account, caller, deadline };
      policy = policy.withInherited(await inheritedTagPolicy(where));
    }
    return {
      status: 200,
      message: 'The policy that holds for this caller.',
      document: { ...describePolicy(policy, { caller, requestTime }, recipe) },
    };
  };
