import type { MiddlewareObj } from '@middy/core';
import { UpstreamError } from '../aws/upstream-error.ts';
import { PolicyUnavailable } from './errors.ts';
import type { Answer, ProxyRequest } from './proxy-request.ts';

/** Writes one line of the log. */
export type WriteLine = (line: string) => void;

/**
 * Writes one line of JSON for each request, however it ends; with the cause of a failure, which the
 * answer keeps to itself.
 *
 * `.use` it before {@link problemDetails}: Middy runs `onError` in reverse order, so the answer is there by then.
 */
export const requestLog = (write: WriteLine): MiddlewareObj<ProxyRequest, Answer> => {
  const log = (event: ProxyRequest, answer: Answer | null | undefined, error?: unknown): void => {
    if (answer) write(logLine(event, answer, error));
  };
  return {
    after: ({ event, response }) => {
      log(event, response);
    },
    onError: ({ event, response, error }) => {
      log(event, response, error);
    },
  };
};

/** The line of one request. JSON escapes every control character, so no value can begin a line of its own. */
export const logLine = (request: ProxyRequest, answer: Answer, error?: unknown): string => {
  const { requestId, door, caller, clientToken, dryRun, resolution } = request;
  const { code, imagePipelineArn } = answer.document;
  return JSON.stringify({
    level: answer.status >= 500 ? 'error' : answer.status >= 400 ? 'warn' : 'info',
    message: answer.message,
    requestId,
    door,
    caller: caller.id,
    clientToken,
    dryRun,
    layers: resolution?.layers,
    status: answer.status,
    code,
    imagePipelineArn,
    // What a caller did wrong the answer says whole; a failure of ours has more to tell.
    ...((answer.status >= 500 || error instanceof UpstreamError) && { error: errorFields(error) }),
  });
};

/** What an operator needs of an error. A cause is named, but not printed: an SDK's holds the whole request. */
const errorFields = (error: unknown): Record<string, unknown> => {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack } = error;
  if (error instanceof UpstreamError) return { name, message, ...error.failure };
  if (error instanceof PolicyUnavailable) {
    const cause = error.cause instanceof Error ? error.cause.message : undefined;
    return { name, message, faults: error.faults, cause };
  }
  return { name, message, stack };
};
