import { UpstreamError } from './upstream-error.ts';

/** The parts of an SDK error that are looked at; the SDK types none of them on what it throws. */
interface SdkError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
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

/**
 * Whether a failed attempt certainly created nothing: the service itself refused it, or it never
 * went out. An exception of the server's own says no such thing.
 */
export const isRefusal = (error: unknown): boolean => {
  const { $fault, $metadata } = asSdkError(error);
  if (neverSent.has(exceptionOf(error))) return true;
  const status = $metadata?.httpStatusCode;
  return $fault === 'client' && typeof status === 'number' && status >= 400 && status < 500;
};

/** The code of a connection's failure where there is one, else the error's name. */
const exceptionOf = (error: unknown): string => {
  const { name, code } = asSdkError(error);
  if (typeof code === 'string' && /^E[A-Z_]+$/.test(code)) return code;
  return typeof name === 'string' && name !== '' ? name : 'Error';
};

/**
 * Reads what the SDK threw into an {@link UpstreamError}.
 *
 * @param attempts - What was seen of each attempt: how many there were, and whether one of them may
 * have created the pipeline.
 */
export const readFailure = (
  error: unknown,
  { attempts, mayExist }: { readonly attempts: number; readonly mayExist: boolean },
): UpstreamError => {
  const { message, $metadata, $response } = asSdkError(error);
  const { httpStatusCode, requestId } = $metadata ?? {};
  const retryAfter = Number($response?.headers?.['retry-after']);
  const failure = {
    exception: exceptionOf(error),
    ...(typeof httpStatusCode === 'number' && { httpStatus: httpStatusCode }),
    ...(typeof requestId === 'string' && { requestId }),
    ...(Number.isInteger(retryAfter) && retryAfter >= 0 && { retryAfterSeconds: retryAfter }),
    mayExist,
    attempts,
  };
  return new UpstreamError(typeof message === 'string' ? message : '', failure, { cause: error });
};
