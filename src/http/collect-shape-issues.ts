import type { MiddlewareObj } from '@middy/core';
import { unsendable } from '../json/unreadable.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';
import type { SchemaError } from '../schema/explain.ts';
import { isMiddyError } from './middy-error.ts';

/**
 * Has Middy's validator look at what was sent, and keeps what it finds beside the request instead of
 * ending it there: whatever else is wrong is named in the same answer.
 *
 * The words for an issue, the schema that they come from among them, are loaded with the first one.
 */
export const collectShapeIssues = (
  validator: MiddlewareObj<ProxyRequest, Answer>,
): MiddlewareObj<ProxyRequest, Answer> => ({
  before: async (request) => {
    const { event } = request;
    const { sent = {}, shapeIssues = [] } = event;
    const errors = await schemaErrors(() => validator.before?.(request));
    if (errors.length === 0 && unsendable(sent).length === 0) return;
    const { explainShape } = await import('../schema/request-schema.ts');
    const { issues, unlisted } = explainShape(errors, sent);
    event.shapeIssues = [...issues, ...shapeIssues];
    event.unlistedIssues = unlisted;
  },
});

/** What the validator finds: it throws what AJV wrote as the `data` of its error. */
const schemaErrors = async (validate: () => unknown): Promise<readonly SchemaError[]> => {
  try {
    await validate();
    return [];
  } catch (error) {
    if (!isMiddyError(error) || error.cause.package !== '@middy/validator') throw error;
    const { data } = error.cause;
    // What Middy's validator hands on is the list of errors that AJV made.
    return Array.isArray(data) ? (data as readonly SchemaError[]) : [];
  }
};
