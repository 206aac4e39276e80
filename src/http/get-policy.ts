import type { Context } from 'aws-lambda';
import { madeGrants, refuseStranger } from '../core/access.ts';
import type { InheritedTagPolicy } from '../core/inherited-tag-policy.ts';
import { describePolicy, nothing } from '../core/describe-policy.ts';
import { isAccountId, isRegionName } from '../policy/arn.ts';
import type { PolicySource } from '../policy/compile.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';
import { accessError, type FindServedTargets } from './decide-request.ts';
import { oneOf, readQuery, type QueryParameter } from './query.ts';

const form = (
  allowed: string,
  example: string,
  isRight: (text: string) => boolean,
): QueryParameter => ({ allowed, example, read: (text) => (isRight(text) ? text : undefined) });

const parameters = {
  recipe: oneOf('image', 'container'),
  account: form('an account id of 12 digits', '111122223333', isAccountId),
  region: form('the name of a Region', 'eu-west-1', isRegionName),
};

/**
 * Tells a caller what holds for it, before it fills in a form: `?recipe=container` asks for that kind,
 * `account` and `region` for that target, each the function's own where the other is given alone. What
 * AWS Organizations hands down is that of the function's own account.
 */
export const getPolicy =
  (
    policySource: PolicySource,
    servedTargets: FindServedTargets,
    inheritedTagPolicy?: InheritedTagPolicy,
  ) =>
  async (request: ProxyRequest, context: Pick<Context, 'invokedFunctionArn'>): Promise<Answer> => {
    const { caller, requestTime, query, deadline } = request;
    const { recipe, account, region } = readQuery(query, parameters);
    const own = servedTargets(context);
    let policy = await policySource();
    if (policy.revision !== undefined) request.policyRevision = policy.revision;
    const stranger = refuseStranger(policy, caller, madeGrants(policy, caller));
    if (stranger?.refusal === 'groups-unclear') {
      throw accessError(stranger.refusal, stranger.issues);
    }
    if (stranger !== undefined) {
      const message = 'No grant of the policy is made to this caller.';
      return { status: 200, message, document: { ...nothing } };
    }
    if (inheritedTagPolicy !== undefined && own !== undefined) {
      const where = { target: own, ownAccount: own.account, caller, deadline };
      policy = policy.withInherited(await inheritedTagPolicy.read(where));
    }
    const target =
      account === undefined && region === undefined
        ? undefined
        : { account: account ?? own?.account ?? '', region: region ?? own?.region ?? '' };
    const facts = { caller, requestTime };
    return {
      status: 200,
      message: 'The policy that holds for this caller.',
      document: { ...describePolicy(policy, facts, { recipe, target }, own?.account) },
    };
  };
