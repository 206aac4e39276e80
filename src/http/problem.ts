import type { JsonObject } from '../json/json-value.ts';
import { truncate, type Issue } from '../json/issue.ts';
import { listedErrors } from './listed-errors.ts';
import type { ProblemRow } from './problem-table.ts';

/** The parts of an RFC 9457 problem that differ from one occurrence to the next. */
export interface Occurrence {
  readonly detail: string;
  /** The request id. */
  readonly instance: string;
  readonly errors?: readonly Issue[];
  readonly hint?: string;
  readonly clientToken?: string | undefined;
  readonly upstream?: { readonly exception: string; readonly requestId: string };
}

// Three errors in their own words, or a message of Image Builder's.
const longestDetail = 3_000;

/** The `type` of a problem: a name for it, not an address; the README's table explains each. */
export const problemType = (code: string): string =>
  `urn:problem-type:image-pipeline-proxy:${code}`;

/**
 * Writes a problem document; whatever was sent, it stays below 64 KiB.
 *
 * Source: RFC 9457, section 3.1, with the extension members `code`, `errors`, `hint`, `retryable`,
 * `clientToken` and `upstream`.
 */
export const problemDocument = (row: ProblemRow, occurrence: Occurrence): JsonObject => {
  const { detail, instance, errors = [], hint, upstream, clientToken } = occurrence;
  return {
    type: problemType(row.code),
    title: row.title,
    status: row.status,
    detail: truncate(detail, longestDetail),
    instance,
    code: row.code,
    ...(errors.length > 0 && { errors: listedErrors(errors) }),
    ...(hint !== undefined && { hint }),
    retryable: row.retryable,
    ...(clientToken !== undefined && { clientToken }),
    ...(upstream !== undefined && { upstream }),
  };
};
