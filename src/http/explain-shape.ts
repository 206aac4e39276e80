import type { MiddlewareObj } from '@middy/core';
import type { Issue } from '../json/issue.ts';
import { ValidationFailed } from '../errors.ts';
import { isMiddys } from './middy-error.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';
import { gatherIssues } from './refuse-issues.ts';

/**
 * Puts what Middy's validator found into words, beside everything else that is wrong. The words, the
 * schema that they come from among them, are loaded when somebody needs them.
 *
 * `.use` it after {@link problemDetails}: Middy runs `onError` in reverse order.
 */
export const explainShape = (): MiddlewareObj<ProxyRequest, Answer> => ({
  onError: async (request) => {
    const { error, event } = request;
    if (!isMiddys(error) || error.cause.package !== '@middy/validator') return;
    const { shapeIssues } = await import('./shape-issues.ts');
    const { issues, unexplained } = shapeIssues(error.cause.data, event);
    const all = gatherIssues(event, withoutUnreadable(issues, event));
    request.error = new ValidationFailed('The request is invalid', all, { unlisted: unexplained });
  },
});

/** A number that could not be read is a wrong one to the validator, and that says less. */
const withoutUnreadable = (
  shape: readonly Issue[],
  { findings }: ProxyRequest,
): readonly Issue[] => {
  const numbers = (findings?.invalid ?? []).filter(({ code }) => code === 'number-out-of-range');
  const unreadable = new Set(numbers.map(({ pointer }) => pointer));
  return shape.filter(({ pointer, code }) => code !== 'wrong-type' || !unreadable.has(pointer));
};
