import type { MiddlewareObj } from '@middy/core';
import type { Issue } from '../json/issue.ts';
import { PolicyViolation, ValidationFailed } from '../errors.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';

/** Refuses a request of the right shape that breaks a rule beyond it or the organization's policy. */
export const refuseIssues = (): MiddlewareObj<ProxyRequest, Answer> => ({
  before: ({ event }) => {
    const issues = gatherIssues(event, []);
    if (issues.length === 0) return;
    const isInvalid = (event.findings?.invalid.length ?? 0) > 0;
    throw isInvalid
      ? new ValidationFailed('The request is invalid', issues)
      : new PolicyViolation('The policy forbids the request', issues);
  },
});

/**
 * Everything that is wrong with a request, once each: what is wrong with the shape of a member goes
 * before what a rule or the policy says of it.
 *
 * @param shape - What the validator found.
 */
export const gatherIssues = ({ findings }: ProxyRequest, shape: readonly Issue[]): Issue[] => {
  const { invalid = [], forbidden = [] } = findings ?? {};
  const misshapen = new Set(shape.map(({ pointer }) => pointer));
  const others = [...invalid, ...forbidden].filter(({ pointer }) => !misshapen.has(pointer));
  return [...shape, ...others];
};
