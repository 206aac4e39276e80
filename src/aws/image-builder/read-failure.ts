import { readRetryAfter } from './retry-after.ts';
import { UpstreamError, type UpstreamFailure } from '../../errors.ts';

/** The parts of an SDK error that are looked at; the SDK types none of them on what it throws. */
interface SdkError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly syscall?: unknown;
  /** Of an `AggregateError`: Node tries each address of a name. */
  readonly errors?: unknown;
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: unknown; readonly requestId?: unknown };
  readonly $response?: { readonly headers?: Readonly<Record<string, unknown>> };
}

const asSdkError = (error: unknown): SdkError =>
  typeof error === 'object' && error !== null ? error : {};

/** Failures to reach Image Builder at all: whatever was asked for did not go out. */
const neverSent: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CredentialsProviderError',
]);

/** Whether no connection was made: the system says so, or the SDK's own limit for it was over. */
const isUnconnected = (error: unknown): boolean => {
  const { syscall, errors, message } = asSdkError(error);
  if (Array.isArray(errors) && errors.length > 0) return errors.every(isUnconnected);
  return (
    syscall === 'connect' ||
    (typeof message === 'string' && message.includes('did not establish a connection'))
  );
};

/**
 * Whether a failed attempt certainly created nothing: the service itself refused it, or it never
 * went out. An exception of the server's own says no such thing.
 */
export const isRefusal = (error: unknown): boolean => {
  const { $fault, $metadata } = asSdkError(error);
  if (neverSent.has(exceptionOf(error)) || isUnconnected(error)) return true;
  const status = $metadata?.httpStatusCode;
  return $fault === 'client' && typeof status === 'number' && status >= 400 && status < 500;
};

/** The code of a connection's failure where there is one, else the error's name. */
const exceptionOf = (error: unknown): string => {
  const { name, code } = asSdkError(error);
  if (typeof code === 'string' && /^E[A-Z_]+$/.test(code)) return code;
  return typeof name === 'string' && name !== '' ? name.slice(0, longestName) : 'Error';
};

// What the service sends is its own affair; what becomes of it here has an end.
const longestName = 128;
const longestMessage = 2_000;

/**
 * Reads what the SDK threw into an {@link UpstreamError}.
 *
 * @param known - What was seen of the attempts: how many there were, and whether one of them may have
 * created the pipeline.
 */
export const readFailure = (
  error: unknown,
  known: Pick<UpstreamFailure, 'attempts' | 'mayExist' | 'durationMs'>,
): UpstreamError => {
  const { message, $metadata, $response } = asSdkError(error);
  const { httpStatusCode, requestId } = $metadata ?? {};
  const retryAfterSeconds = readRetryAfter($response?.headers?.['retry-after']);
  const failure = {
    exception: exceptionOf(error),
    ...(typeof httpStatusCode === 'number' && { httpStatus: httpStatusCode }),
    ...(typeof requestId === 'string' && { requestId: requestId.slice(0, longestName) }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...known,
  };
  const text = typeof message === 'string' ? message.slice(0, longestMessage).toWellFormed() : '';
  return new UpstreamError(text, failure, { cause: error });
};
