import { refuseStranger } from '../core/access.ts';
import { describePolicy, nothing } from '../core/describe-policy.ts';
import type { PolicySource } from '../policy/compile.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';
import { accessError } from './decide-request.ts';
import { readQuery } from './query.ts';

/** Tells a caller what holds for it, before it fills in a form; `?recipe=container` asks for that kind. */
export const getPolicy =
  (policySource: PolicySource) =>
  async ({ caller, requestTime, query }: ProxyRequest): Promise<Answer> => {
    const recipe = readQuery(query, 'recipe', ['image', 'container']);
    const policy = await policySource();
    const stranger = refuseStranger(policy, caller);
    if (stranger?.refusal === 'groups-unclear') {
      throw accessError(stranger.refusal, stranger.issues);
    }
    if (stranger !== undefined) {
      const message = 'No grant of the policy is made to this caller.';
      return { status: 200, message, document: { ...nothing } };
    }
    return {
      status: 200,
      message: 'The policy that holds for this caller.',
      document: { ...describePolicy(policy, { caller, requestTime }, recipe) },
    };
  };
