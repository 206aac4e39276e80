import type { UpstreamError, UpstreamFailure } from '../errors.ts';
import type { ProxyRequest } from '../proxy-request.ts';
import { redactText } from '../json/redact.ts';
import type { Occurrence } from './problem.ts';
import { problemForException, problemByCode, type ProblemRow } from './problem-table.ts';

/** The row in which a failed call ends, by what is known of it and no further. */
export const upstreamRow = (failure: UpstreamFailure): ProblemRow => {
  const { exception, httpStatus, mayExist, attempts } = failure;
  const row = problemForException(exception, httpStatus);
  if (httpStatus !== undefined || attempts === 0) return row;
  switch (row.code) {
    case 'image-builder-unavailable':
      // An earlier attempt went out unanswered, so "cannot be reached" would promise too much.
      return mayExist ? problemByCode('image-builder-timeout') : row;
    case 'image-builder-timeout':
      // No connection was made in time, so the answer was not merely late.
      return mayExist ? row : problemByCode('image-builder-unavailable');
    case 'internal-error':
      // Something was sent, and what came of it no name in the table knows.
      return problemByCode('image-builder-failed');
    default:
      return row;
  }
};

/**
 * Whether a failed call may have created a pipeline. Unanswered, a dry run has created none; an answer of
 * success tells that it was not taken for one.
 */
export const mayHaveCreated = (
  { mayExist, httpStatus = Infinity }: UpstreamFailure,
  { dryRun }: Pick<ProxyRequest, 'dryRun'>,
): boolean => mayExist && (dryRun !== true || httpStatus < 300);

/**
 * What an answer says of a failed call: Image Builder's own message where that helps the caller, and
 * nothing of the proxy's own role or credentials.
 *
 * @param request - Its own ARNs may be repeated, and its key is said as the caller wrote it.
 */
export const describeUpstream = (
  { message: words, failure }: UpstreamError,
  row: ProblemRow,
  request: Pick<ProxyRequest, 'sent' | 'clientToken' | 'upstreamToken' | 'dryRun'>,
): Pick<Occurrence, 'detail' | 'hint' | 'upstream'> => {
  const { exception, requestId } = failure;
  const { clientToken = '', upstreamToken = '' } = request;
  const sent = JSON.stringify(request.sent ?? {});
  const own = upstreamToken === '' ? words : words.replaceAll(upstreamToken, () => clientToken);
  const message = redactText(own);
  const hint = hintOf(message, mayHaveCreated(failure, request), row, sent);
  const said = withoutRoles(message, sent);
  const upstream =
    requestId === undefined || isForeign(failure) ? undefined : { exception, requestId };
  const quotes = said !== '' && upstream !== undefined && quotable.has(row.code);
  return {
    detail: quotes ? `Image Builder answered: ${said}` : whatHappened(failure, row),
    ...(hint !== undefined && { hint }),
    ...(upstream !== undefined && { upstream }),
  };
};

/** Whether what failed is the reading of an answer: then the words are this side's, not Image Builder's. */
const isForeign = ({ exception, httpStatus }: UpstreamFailure): boolean =>
  httpStatus === undefined || exception === 'SyntaxError' || exception === 'UnexpectedAnswer';

/** The problems about which Image Builder's own words tell the caller more than ours. */
const quotable: ReadonlySet<string> = new Set([
  'rejected-by-image-builder',
  'idempotency-key-reused',
  'already-exists',
  'resource-in-use',
  'dependency-not-ready',
  'referenced-resource-not-found',
  'quota-exceeded',
  'throttled',
  'image-builder-failed',
  'image-builder-unavailable',
]);

const whatHappened = (failure: UpstreamFailure, row: ProblemRow): string => {
  const { exception, attempts } = failure;
  if (row.code === 'image-builder-failed' && isForeign(failure)) {
    return 'What answered did not answer as Image Builder does.';
  }
  if (row.code !== 'image-builder-timeout') return `${row.title}.`;
  if (attempts === 0) return 'The time was up before the request could be sent to Image Builder.';
  return brokenConnections.has(exception)
    ? 'The connection to Image Builder broke before the answer was complete.'
    : 'Image Builder did not answer in time.';
};

const brokenConnections: ReadonlySet<string> = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE']);

const hintOf = (
  message: string,
  mayExist: boolean,
  row: ProblemRow,
  sent: string,
): string | undefined => {
  const own = permissionHint(message, row, sent) ?? row.hint;
  const itMayExist = problemByCode('image-builder-timeout').hint ?? '';
  if (mayExist) {
    if (row.code === 'image-builder-timeout') return own;
    const wait =
      row.retryAfterSeconds === undefined ? '' : ' Wait {seconds} seconds before you do.';
    return row.retryable
      ? `${itMayExist}${wait}`
      : `An earlier attempt of this request went unanswered. ${itMayExist} ${own ?? ''}`.trimEnd();
  }
  return row.code === 'image-builder-timeout'
    ? 'This request created nothing. Send it again with the same clientToken.'
    : own;
};

const notAuthorized = /is not authorized to perform: (\S+)(?: on resource: (\S+))?/;

const permissionHint = (message: string, row: ProblemRow, sent: string): string | undefined => {
  const [, action, resource] = notAuthorized.exec(message) ?? [];
  if (row.code !== 'execution-role-forbidden' || action === undefined) return undefined;
  const on = resource === undefined ? '' : ` on ${withoutRoles(resource, sent)}`;
  return `The proxy's execution role lacks ${action}${on}. ${row.hint ?? ''}`;
};

const roleArn = /arn:aws[^:\s]*:(?:iam|sts)::[^\s'",;)]*/g;

/** Image Builder's own sentence without the ARN of a role that the caller did not name itself. */
const withoutRoles = (message: string, known: string): string =>
  message.replace(roleArn, (arn) => (known.includes(arn) ? arn : 'the execution role'));
