import { describe, expect, it } from 'vitest';
import { isRefusal, readFailure } from '../../../../src/aws/image-builder/read-failure.ts';

const error = (members: object): Error => Object.assign(new Error('An example.'), members);
const known = { attempts: 2, mayExist: true };

describe('Whether a failed attempt certainly created nothing', () => {
  it.each([
    ['a refused connection', { code: 'ECONNREFUSED', syscall: 'connect' }, true],
    ['a connection that timed out', { code: 'ETIMEDOUT', syscall: 'connect' }, true],
    ['an unknown name', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }, true],
    ['all addresses of a name', { errors: [{ syscall: 'connect' }, { syscall: 'connect' }] }, true],
    ['an answer that timed out', { name: 'TimeoutError', code: 'ETIMEDOUT' }, false],
    ['a reset', { code: 'ECONNRESET', syscall: 'read' }, false],
    ['some addresses of a name', { errors: [{ syscall: 'connect' }, { syscall: 'read' }] }, false],
    ['no addresses at all', { errors: [] }, false],
    ['an exception of the client', { $fault: 'client', $metadata: { httpStatusCode: 409 } }, true],
    ['an exception of the server', { $fault: 'server', $metadata: { httpStatusCode: 503 } }, false],
    [
      'a client’s exception with a server’s status',
      { $fault: 'client', $metadata: { httpStatusCode: 503 } },
      false,
    ],
    ['a refusal that is not of the service', { $metadata: { httpStatusCode: 403 } }, false],
    ['missing credentials', { name: 'CredentialsProviderError' }, true],
  ])('%s', (_, members, expected) => {
    expect(isRefusal(error(members))).toBe(expected);
  });

  it.each([undefined, null, 'text', 7, {}])('is not known of %j', (thrown) => {
    expect(isRefusal(thrown)).toBe(false);
  });
});

describe('What is read of a failure', () => {
  it('is bounded and well-formed, whatever the service said', () => {
    const { message, failure } = readFailure(
      Object.assign(new Error(`${'x'.repeat(1_999)}🚀${'x'.repeat(10_000)}`), {
        name: 'N'.repeat(500),
        $metadata: { httpStatusCode: 400, requestId: 'r'.repeat(500) },
      }),
      known,
    );
    expect(message).toHaveLength(2_000);
    expect(message.isWellFormed()).toBe(true);
    expect(failure).toEqual({
      exception: 'N'.repeat(128),
      httpStatus: 400,
      requestId: 'r'.repeat(128),
      ...known,
    });
  });

  it.each([undefined, null, 'text', 7])('is an error even of %j', (thrown) => {
    expect(readFailure(thrown, known).failure).toEqual({ exception: 'Error', ...known });
  });
});
