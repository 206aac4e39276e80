import { quote } from '../json/issue.ts';
import type { ProblemRow } from './problem-table.ts';

/** What Middy's middlewares say of an error beside its name. */
interface MiddyCause {
  readonly package: string;
  readonly data?: unknown;
  readonly message?: unknown;
}

/** An error of one of Middy's middlewares. */
export type MiddyError = Error & { readonly cause: MiddyCause };

/** Middy's own errors name their package, so an error of another origin cannot pass for one. */
export const isMiddyError = (error: unknown): error is MiddyError =>
  error instanceof Error &&
  typeof error.cause === 'object' &&
  error.cause !== null &&
  'package' in error.cause &&
  String(error.cause.package).startsWith('@middy/');

/** What an error of Middy's says to the caller. */
export const middyDetail = ({ cause, message }: MiddyError, row: ProblemRow): string => {
  if (row.code === 'unsupported-media-type') {
    return typeof cause.data === 'string'
      ? `The content type ${quote(cause.data)} is not JSON.`
      : 'The request has no content type.';
  }
  // JSON.parse says where the text stops being JSON.
  if (typeof cause.message === 'string') return `${message}: ${cause.message}`;
  return typeof cause.data === 'string'
    ? `No member may be named ${quote(cause.data)} here: JSON readers take it for something of their own.`
    : 'The request has no body.';
};
