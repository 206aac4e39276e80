import type { MiddlewareObj } from '@middy/core';
import { UpstreamError } from '../aws/upstream-error.ts';
import type { Violation } from '../document/violation.ts';
import type { SchemaError } from '../schema/explain.ts';
import { explainRequestErrors } from '../schema/request-schema.ts';
import { PolicyUnavailable, ProxyMisconfigured, RequestError } from './errors.ts';
import { describeUpstream, problemDocument, summarize, type Occurrence } from './problem.ts';
import { rowFor, rowOf, type ProblemRow } from './problem-table.ts';
import type { Answer, ProxyRequest } from './proxy-request.ts';
import { gatherViolations } from './refuse-violations.ts';

/**
 * Answers whatever was thrown anywhere in the stack with its row of the problem table.
 *
 * `.use` it first: Middy runs `onError` in reverse order, so it then has the last word.
 */
export const problemDetails = (): MiddlewareObj<ProxyRequest, Answer> => ({
  onError: (request) => {
    request.response = problemAnswer(request.error, request.event);
  },
});

/** The answer that a failure becomes. */
export const problemAnswer = (error: unknown, request: ProxyRequest): Answer => {
  const row = rowOfError(error);
  const occurrence: Occurrence = {
    ...describe(error, row, request),
    instance: request.requestId,
    clientToken: request.clientToken,
  };
  const wait = retryAfterOf(error, row);
  return {
    status: row.status,
    message: `Not created (${row.code}): ${occurrence.detail}`,
    document: problemDocument(row, occurrence),
    ...(wait !== undefined && { headers: { 'retry-after': String(wait) } }),
  };
};

const rowOfError = (error: unknown): ProblemRow => {
  if (error instanceof UpstreamError) {
    const { exception, httpStatus, mayExist } = error.failure;
    const row = rowFor(exception, httpStatus);
    // An earlier attempt went out unanswered, so "cannot be reached" would promise too much.
    const unreached = row.code === 'image-builder-unavailable' && httpStatus === undefined;
    return mayExist && unreached ? rowOf('image-builder-timeout') : row;
  }
  return isOurs(error) || isMiddys(error) ? rowFor(error.name) : rowOf('internal-error');
};

const isOurs = (error: unknown): error is Error =>
  error instanceof RequestError ||
  error instanceof PolicyUnavailable ||
  error instanceof ProxyMisconfigured;

/** Middy's own errors name their package, so an error of another origin cannot pass for one. */
const isMiddys = (error: unknown): error is Error & { cause: MiddyCause } =>
  error instanceof Error &&
  typeof error.cause === 'object' &&
  error.cause !== null &&
  'package' in error.cause &&
  String(error.cause.package).startsWith('@middy/');

interface MiddyCause {
  readonly package: string;
  readonly data?: unknown;
  readonly message?: unknown;
}

const describe = (
  error: unknown,
  row: ProblemRow,
  request: ProxyRequest,
): Pick<Occurrence, 'detail' | 'errors' | 'hint' | 'upstream'> => {
  if (error instanceof UpstreamError) {
    return describeUpstream(error, row, JSON.stringify(request.sent ?? {}));
  }
  if (error instanceof RequestError) {
    const { message, violations } = error;
    return violations.length === 0
      ? { detail: message }
      : { detail: summarize(violations), errors: violations };
  }
  if (isMiddys(error)) {
    if (row.code !== 'validation-failed') return { detail: middyDetail(error, row) };
    const violations = gatherViolations(request, shapeViolations(error.cause.data, request));
    return { detail: summarize(violations), errors: violations };
  }
  // The cause of anything else is for the log alone.
  return { detail: `${row.title}.` };
};

/** What the validator found, which is what AJV writes: the one shape that this middleware's errors have. */
const shapeViolations = (data: unknown, { request = {} }: ProxyRequest): Violation[] =>
  explainRequestErrors(Array.isArray(data) ? (data as SchemaError[]) : [], request);

const middyDetail = (
  { cause, message }: Error & { cause: MiddyCause },
  row: ProblemRow,
): string => {
  if (row.code === 'unsupported-media-type') {
    return typeof cause.data === 'string'
      ? `The content type ${JSON.stringify(cause.data.slice(0, 100))} is not JSON.`
      : 'The request has no content type.';
  }
  // JSON.parse says where the text stops being JSON.
  return typeof cause.message === 'string' ? `${message}: ${cause.message}` : `${message}.`;
};

const retryAfterOf = (error: unknown, row: ProblemRow): number | undefined =>
  row.retryAfterSeconds === undefined
    ? undefined
    : ((error instanceof UpstreamError ? error.failure.retryAfterSeconds : undefined) ??
      row.retryAfterSeconds);
