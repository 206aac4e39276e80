import type { UpstreamError } from '../aws/upstream-error.ts';
import type { JsonObject } from '../document/json-object.ts';
import type { Violation } from '../document/violation.ts';
import { rowOf, type ProblemRow } from './problem-table.ts';

/** The parts of an RFC 9457 problem that differ from one occurrence to the next. */
export interface Occurrence {
  readonly detail: string;
  /** The request id. */
  readonly instance: string;
  readonly errors?: readonly Violation[];
  readonly hint?: string;
  readonly clientToken?: string | undefined;
  readonly upstream?: { readonly exception: string; readonly requestId: string };
}

/** The `type` of a problem: a name for it, not an address; the README's table explains each. */
export const problemType = (code: string): string =>
  `urn:problem-type:image-pipeline-proxy:${code}`;

/**
 * Writes a problem document.
 *
 * Source: RFC 9457, section 3.1, with the extension members `code`, `errors`, `hint`, `retryable`,
 * `clientToken` and `upstream`.
 */
export const problemDocument = (row: ProblemRow, occurrence: Occurrence): JsonObject => {
  const { detail, instance, errors, upstream, clientToken } = occurrence;
  const hint = occurrence.hint ?? row.hint;
  return {
    type: problemType(row.code),
    title: row.title,
    status: row.status,
    detail,
    instance,
    code: row.code,
    ...(errors !== undefined && errors.length > 0 && { errors }),
    ...(hint !== undefined && { hint }),
    retryable: row.retryable,
    ...(clientToken !== undefined && { clientToken }),
    ...(upstream !== undefined && { upstream }),
  };
};

/** What a summary of several errors says: how many, and each in its own words, up to three. */
export const summarize = (violations: readonly Violation[]): string => {
  const shown = violations.slice(0, 3).map(({ pointer, detail }) => `${pointer || '/'}: ${detail}`);
  const more = violations.length - shown.length;
  const rest = more > 0 ? ` And ${more} more.` : '';
  const count = violations.length === 1 ? '1 error' : `${violations.length} errors`;
  return `${count}. ${shown.join(' ')}${rest}`;
};

const notAuthorized = /is not authorized to perform: (\S+)(?: on resource: (\S+))?/;
const roleArn = /arn:aws[^:\s]*:(?:iam|sts)::[^\s'",;)]*/g;

/** Image Builder's own sentence without the ARN of a role that the caller did not name itself. */
const withoutRoles = (message: string, known: string): string =>
  message.replace(roleArn, (arn) => (known.includes(arn) ? arn : 'the execution role'));

/**
 * What an answer says of a failed call: Image Builder's own message where that helps the caller, and
 * nothing of the proxy's own role or credentials.
 *
 * @param sent - The text of the request, whose own ARNs may be repeated.
 */
export const describeUpstream = (
  { message, failure }: UpstreamError,
  row: ProblemRow,
  sent: string,
): Pick<Occurrence, 'detail' | 'hint' | 'upstream'> => {
  const upstream =
    failure.requestId === undefined
      ? {}
      : { upstream: { exception: failure.exception, requestId: failure.requestId } };
  const hint = upstreamHint(message, failure.mayExist, row, sent);
  const said = withoutRoles(message, sent);
  const quotes = said !== '' && failure.requestId !== undefined && quotable.has(row.code);
  const detail = quotes ? `Image Builder answered: ${said}` : `${row.title}.`;
  return { detail, ...(hint !== undefined && { hint }), ...upstream };
};

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

const upstreamHint = (
  message: string,
  mayExist: boolean,
  row: ProblemRow,
  sent: string,
): string | undefined => {
  if (mayExist) return rowOf('image-builder-timeout').hint;
  const [, action, resource] = notAuthorized.exec(message) ?? [];
  if (row.code !== 'execution-role-forbidden' || action === undefined) return row.hint;
  const on = resource === undefined ? '' : ` on ${withoutRoles(resource, sent)}`;
  return `The proxy's execution role lacks ${action}${on}. ${row.hint ?? ''}`;
};
