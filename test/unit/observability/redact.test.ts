import { describe, expect, it } from 'vitest';
import {
  isSecretName,
  redacted,
  redactText,
  redactValue,
} from '../../../src/observability/redact.ts';

describe('Names of secrets', () => {
  it.each([
    'Authorization',
    'x-forwarded-authorization',
    'proxy-authorization',
    'Cookie',
    'set-cookie',
    'X-Amz-Security-Token',
    'x-api-key',
    'api_key',
    'apikey',
    'accessKeyId',
    'secretAccessKey',
    'SessionToken',
    'password',
    'db_passwd',
    'X-Amz-Signature',
    'X-Amz-Credential',
    'private-key',
  ])('%s is one', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each(['clientToken', 'Idempotency-Key', 'host', 'tags', 'name', 'key', 'x-amzn-trace-id'])(
    '%s is not a secret',
    (name) => {
      expect(isSecretName(name)).toBe(false);
    },
  );
});

describe('Texts', () => {
  it.each([
    ['Bearer abc.def', `Bearer ${redacted}`],
    ['id AKIAIOSFODNN7EXAMPLE here', `id ${redacted} here`],
    ['id ASIAIOSFODNN7EXAMPLE here', `id ${redacted} here`],
    ['basic dXNlcjpwYXNz', `basic ${redacted}`],
    ['Credential=a/b, Signature=abc', `Credential=${redacted}, Signature=${redacted}`],
    ['x-amz-credential: a/b', `x-amz-credential=${redacted}`],
    ['eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.', redacted],
    ['?X-Amz-Signature=abc&x=1', `?X-Amz-Signature=${redacted}&x=1`],
    ['x-amz-security-token:IQoJ\nhost', `x-amz-security-token=${redacted}\nhost`],
    ['nothing of the kind', 'nothing of the kind'],
  ])('%j is shown as %j', (text, shown) => {
    expect(redactText(text)).toBe(shown);
  });

  it('have an end', () => {
    expect(redactText('x'.repeat(10_000))).toHaveLength(2_001);
  });
});

describe('Values', () => {
  it('are shown without what secret names keep, and with an end in every direction', () => {
    let deep: unknown = 'x';
    for (let depth = 0; depth < 20; depth += 1) deep = [deep];
    expect(
      redactValue({
        name: 'shown',
        password: 'p',
        parameters: [{ name: 'token', value: ['t'] }],
        list: Array(500).fill(1),
        deep,
      }),
    ).toEqual({
      name: 'shown',
      password: redacted,
      parameters: [{ name: 'token', value: redacted }],
      list: Array(100).fill(1),
      deep: [[[[[[['[…]']]]]]]],
    });
  });
});
