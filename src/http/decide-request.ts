import type { MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import type { AccessRefusal } from '../core/access.ts';
import { callContextOf } from '../core/call-context.ts';
import { decide, type Decision, type Refused } from '../core/decide.ts';
import type { InheritedTagPolicy } from '../core/inherited-tag-policy.ts';
import type { Issue } from '../json/issue.ts';
import type { ServedTargets } from '../core/target.ts';
import {
  GroupsUnclear,
  NotGranted,
  PolicyViolation,
  TargetNotAllowed,
  ValidationFailed,
  type RequestError,
} from '../errors.ts';
import type { CompiledPolicy, PolicySource } from '../policy/compile.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';

/** Finds where pipelines may be created, for an invocation; undefined where that is not known. */
export type FindServedTargets = (
  context: Pick<Context, 'invokedFunctionArn'>,
) => ServedTargets | undefined;

/**
 * Decides what becomes of the request under the organization's policy, and ends it where something stands against it.
 *
 * @param inheritedTagPolicy - Asked only for a request that is right in itself and whose caller may
 * create there; left out, no account inherits anything.
 */
export const decideRequest = (
  policySource: PolicySource,
  servedTargets: FindServedTargets,
  inheritedTagPolicy?: InheritedTagPolicy,
): MiddlewareObj<ProxyRequest, Answer> => ({
  before: async ({ event, context }) => {
    const { sent = {}, shapeIssues = [], caller, requestTime } = event;
    const policy = await policySource();
    if (policy.revision !== undefined) event.policyRevision = policy.revision;
    const served = servedTargets(context);
    const received = { sent, shapeIssues, caller, requestTime };
    const decideUnder = (compiled: CompiledPolicy): Decision => decide(compiled, received, served);
    let decision = decideUnder(policy);
    if (inheritedTagPolicy !== undefined && isPermitted(decision)) {
      const { infrastructureConfigurationArn: arn } = decision.request;
      const where = callContextOf(String(arn), served?.account ?? '', event);
      const inherited =
        event.dryRun === 'policy'
          ? inheritedTagPolicy.cached(where)
          : await inheritedTagPolicy.read(where);
      decision =
        inherited === undefined
          ? withWarning(decision, notLookedAt)
          : decideUnder(policy.withInherited(inherited));
    }
    event.decision = decision;
    if (decision.refusal === undefined) return;
    // What was probably meant takes time and code that no other request needs.
    const { withAdvice } = await import('../core/rule-advice.ts');
    const issues = withAdvice(decision.issues, decision.request);
    throw errorOf({ ...decision, issues }, event.unlistedIssues ?? 0);
  },
});

const notLookedAt: Issue = {
  pointer: '',
  code: 'tag-policy-not-looked-at',
  detail:
    'The tag policy that AWS Organizations hands down to the account of the image pipeline was not looked at: it is not read for this kind of dry run.',
};

/** A decision with one more warning. */
export const withWarning = <T extends Decision>(decision: T, warning: Issue): T => ({
  ...decision,
  warnings: [...decision.warnings, warning],
});

/** Whether the policy alone may stand against a request: it is right in itself, and its caller may create there. */
const isPermitted = ({ refusal }: Decision): boolean =>
  refusal === undefined || refusal === 'policy-violation';

const errorOf = ({ refusal, issues }: Refused, unlisted: number): RequestError => {
  switch (refusal) {
    case 'validation-failed':
      return new ValidationFailed('The request is invalid', issues, { unlisted });
    case 'policy-violation':
      return new PolicyViolation('The policy forbids the request', issues);
    default:
      return accessError(refusal, issues);
  }
};

/** The error of a caller that may not do what it asks for. */
export const accessError = (refusal: AccessRefusal, issues: readonly Issue[]): RequestError => {
  switch (refusal) {
    case 'groups-unclear':
      return new GroupsUnclear('The groups of the caller are unclear', issues);
    case 'not-granted':
      return new NotGranted('No grant covers the request', issues);
    case 'target-not-allowed':
      return new TargetNotAllowed('The target is not served', issues);
  }
};
