import { describe, expect, it } from 'vitest';
import { isFinal } from '../../../../src/aws/sts/failure.ts';

const answered = (name: string, httpStatusCode?: number): Error =>
  Object.assign(new Error('An example.'), {
    name,
    ...(httpStatusCode !== undefined && { $metadata: { httpStatusCode } }),
  });

describe('A failed AssumeRole', () => {
  it.each([
    ['AccessDenied', 403],
    ['RegionDisabledException', 403],
    ['ValidationError', 400],
    ['InvalidClientTokenId', 403],
    ['CredentialsProviderError', undefined],
    ['TokenProviderError', undefined],
  ])('with %s %s fails again until somebody changes something', (name, status) => {
    expect(isFinal(answered(name, status))).toBe(true);
  });

  it.each([
    ['Throttling', 400],
    ['ThrottlingException', 400],
    ['RequestLimitExceeded', 400],
    ['TooManyRequestsException', 400],
    ['SlowDown', 403],
    ['IDPCommunicationError', 400],
    ['Unknown', 429],
    ['InternalFailure', 500],
    ['ServiceUnavailable', 503],
    ['ECONNRESET', undefined],
    ['TimeoutError', undefined],
  ])('with %s %s may pass', (name, status) => {
    expect(isFinal(answered(name, status))).toBe(false);
  });

  it.each([undefined, null, 'text', {}])('of %j is not known to be final', (error) => {
    expect(isFinal(error)).toBe(false);
  });
});
