import { UpstreamError, PolicyUnavailable, ProxyMisconfigured, RequestError } from '../errors.ts';
import { summarize } from './listed-errors.ts';
import { truncate } from '../json/issue.ts';
import { isMiddyError, middyDetail } from './middy-error.ts';
import { problemDocument, type Occurrence } from './problem.ts';
import { problemForException, problemByCode, type ProblemRow } from './problem-table.ts';
import { createImagePipelineRoute, type Answer, type ProxyRequest } from '../proxy-request.ts';
import { describeUpstream, mayHaveCreated, upstreamRow } from './upstream-problem.ts';

/** The answer that a failure becomes. */
export const problemAnswer = (error: unknown, request: ProxyRequest): Answer => {
  const row = problemFor(error);
  const wait = retryAfterOf(error, row);
  const described = describe(error, row, request);
  const hint = (described.hint ?? row.hint)?.replace('{seconds}', String(wait));
  const occurrence: Occurrence = {
    ...described,
    ...(hint !== undefined && { hint }),
    instance: request.requestId,
    clientToken: request.clientToken,
  };
  return {
    status: row.status,
    message: messageOf(outcome(error, row, request), row, occurrence),
    document: problemDocument(row, occurrence),
    ...(wait !== undefined && { headers: { 'retry-after': String(wait) } }),
  };
};

const problemFor = (error: unknown): ProblemRow => {
  if (error instanceof UpstreamError) return upstreamRow(error.failure);
  return isOurs(error) || isMiddyError(error)
    ? problemForException(error.name)
    : problemByCode('internal-error');
};

const isOurs = (error: unknown): error is Error =>
  error instanceof RequestError ||
  error instanceof PolicyUnavailable ||
  error instanceof ProxyMisconfigured;

const describe = (
  error: unknown,
  row: ProblemRow,
  request: ProxyRequest,
): Pick<Occurrence, 'detail' | 'errors' | 'hint' | 'upstream'> => {
  if (error instanceof UpstreamError) {
    return describeUpstream(error, row, request);
  }
  if (error instanceof RequestError) {
    const { message, issues, unlisted } = error;
    return issues.length === 0
      ? { detail: message }
      : { detail: summarize(issues, issues.length + unlisted), errors: issues };
  }
  if (isMiddyError(error)) return { detail: middyDetail(error, row) };
  // The cause of anything else is for the log alone.
  return { detail: `${row.title}.` };
};

/**
 * What is certain of the pipeline, in a few words. Only a request that was refused for what it says is
 * simply not created: any other may repeat an earlier one, of which this answer knows nothing.
 */
const outcome = (error: unknown, row: ProblemRow, request: ProxyRequest): string => {
  const { route, upstream, dryRun, dryRunNotHonoured } = request;
  if (route !== createImagePipelineRoute) {
    return row.status >= 500 ? 'Failed' : 'Refused';
  }
  const isCreated = upstream !== undefined && (dryRun !== true || dryRunNotHonoured === true);
  if (isCreated) return 'Created, but not answered';
  if (error instanceof UpstreamError && mayHaveCreated(error.failure, request)) {
    return 'May have been created';
  }
  if (error instanceof RequestError || isMiddyError(error)) return 'Not created';
  return 'This request created nothing';
};

const longestMessage = 1_500;

/** One line for a chat; what a caller can do stands in it where the request itself was not wrong. */
const messageOf = (said: string, row: ProblemRow, { detail, hint }: Occurrence): string => {
  const advice = row.retryable && hint !== undefined ? ` ${hint}` : '';
  const line = `${said} (${row.code}): ${truncate(detail, longestMessage)}${advice}`;
  return line.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
};

/** Seconds, for a problem that passes: what Image Builder asked for, else what the row says. */
const retryAfterOf = (error: unknown, row: ProblemRow): number | undefined =>
  row.retryAfterSeconds === undefined
    ? undefined
    : ((error instanceof UpstreamError ? error.failure.retryAfterSeconds : undefined) ??
      row.retryAfterSeconds);
