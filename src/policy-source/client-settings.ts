/**
 * How the clients of the policy's sources call: the SDK's own three attempts, each short enough that
 * a second one fits into the 3 s which a load may take.
 *
 * The SDK itself honours `AWS_MAX_ATTEMPTS` and the `AWS_ENDPOINT_URL_…` of each service.
 */
export const clientSettings = {
  retryMode: 'standard',
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 1_400, throwOnRequestTimeout: true },
} as const;
