import { MalformedRequest } from '../errors.ts';

const longest = 64;

/**
 * Reads an `Idempotency-Key` header: the text itself, or the quoted string that the draft asks for.
 *
 * Source: draft-ietf-httpapi-idempotency-key-header, section 2.1, and RFC 8941, section 3.3.3.
 *
 * @throws {@link MalformedRequest} for a key that cannot be a client token.
 */
export const readIdempotencyKey = (header: string): string => {
  const quoted = /^"((?:[^"\\]|\\["\\])*)"$/.exec(header)?.[1];
  const key = quoted === undefined ? header : quoted.replace(/\\(["\\])/g, '$1');
  if (key.length === 0 || key.length > longest || !/^[\x20-\x7e]+$/.test(key)) {
    throw new MalformedRequest(
      `"Idempotency-Key" must be 1 to ${longest} printable ASCII characters, for example 2f1c8e1e-6f0a-4f3e-9d55-0d5f3a1c7b11.`,
    );
  }
  return key;
};

/**
 * Forms the client token of a request: the header's, the body's, or else the request id, which stays
 * the same on every retry of an asynchronous invocation.
 *
 * @throws {@link MalformedRequest} when header and body name different ones.
 */
export const formClientToken = (
  header: string | undefined,
  member: unknown,
  requestId: string,
): unknown => {
  if (header === undefined) return member === undefined ? requestId : member;
  const key = readIdempotencyKey(header);
  if (member !== undefined && member !== key) {
    throw new MalformedRequest('Two client tokens', [
      {
        pointer: '/clientToken',
        code: 'client-token-mismatch',
        detail:
          'The header "Idempotency-Key" and the member "clientToken" are both present and differ: send one of them, or the same value twice.',
      },
    ]);
  }
  return key;
};
