/** The parts of an SDK error that are looked at; the SDK types none of them on what it throws. */
interface SdkError {
  readonly name?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: unknown };
  readonly $retryable?: unknown;
}

const asSdkError = (error: unknown): SdkError =>
  typeof error === 'object' && error !== null ? error : {};

/** Refusals that have nothing to do with how anything is set up. */
const passing = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|IDPCommunicationError/;

/** The function's own credentials cannot be got at all: that is the set-up, and no passing trouble. */
const withoutCredentials: ReadonlySet<string> = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
]);

/**
 * Whether a failed AssumeRole fails again until somebody changes a role, a trust policy or a setting:
 * STS itself refused it. Throttling, an error of the server's own and a lost connection pass.
 *
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
 */
export const isFinal = (error: unknown): boolean => {
  const { name, $metadata } = asSdkError(error);
  if (typeof name === 'string' && withoutCredentials.has(name)) return true;
  const status = $metadata?.httpStatusCode;
  const isRefused = typeof status === 'number' && status >= 400 && status < 500 && status !== 429;
  return isRefused && !(typeof name === 'string' && passing.test(name));
};
