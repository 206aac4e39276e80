import type { MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import type { AccessRefusal } from '../core/access.ts';
import { decide, type Refused } from '../core/decide.ts';
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
import type { PolicySource } from '../policy/compile.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';

/** Finds where pipelines may be created, for an invocation; undefined where that is not known. */
export type FindServedTargets = (
  context: Pick<Context, 'invokedFunctionArn'>,
) => ServedTargets | undefined;

/** Decides what becomes of the request under the organization's policy, and ends it where something stands against it. */
export const decideRequest = (
  policySource: PolicySource,
  servedTargets: FindServedTargets,
): MiddlewareObj<ProxyRequest, Answer> => ({
  before: async ({ event, context }) => {
    const { sent = {}, shapeIssues = [], caller, requestTime } = event;
    const policy = await policySource();
    const received = { sent, shapeIssues, caller, requestTime };
    const decision = decide(policy, received, servedTargets(context));
    event.decision = decision;
    if (decision.refusal !== undefined) throw errorOf(decision, event.unlistedIssues ?? 0);
  },
});

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
