import { describe, expect, it } from 'vitest';
import { isSecretName, redacted, redactText } from '../../../src/json/redact.ts';

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
    ['token IQoJb3JpZ2luX2VjEXAMPLETOKEN here', `token ${redacted} here`],
    ['{"SecretAccessKey":"wJalrXUtnFEMI/K7MDENG"}', `{"SecretAccessKey":"${redacted}"}`],
    ['aws_session_token=FwoGexample', `aws_session_token=${redacted}`],
    ['nothing of the kind', 'nothing of the kind'],
  ])('%j is shown as %j', (text, shown) => {
    expect(redactText(text)).toBe(shown);
  });

  it('have an end', () => {
    expect(redactText('x'.repeat(10_000))).toHaveLength(2_001);
  });
});
