import { createHash } from 'node:crypto';
import { MalformedRequest } from '../errors.ts';

const longest = 64;

/**
 * Reads an `Idempotency-Key` header: the text itself, or the quoted string that the draft asks for.
 *
 * A header that is sent twice arrives joined with a comma, so a comma outside a quoted string is
 * refused: nobody can tell `a,b` from two keys.
 *
 * Source: draft-ietf-httpapi-idempotency-key-header, section 2.1, and RFC 8941, section 3.3.3.
 *
 * @throws {@link MalformedRequest} for a key that cannot be a client token.
 */
export const readIdempotencyKey = (header: string): string => {
  const quoted = /^"((?:[^"\\]|\\["\\])*)"$/.exec(header)?.[1];
  if (quoted === undefined && header.includes(',')) {
    throw new MalformedRequest(
      'The header "Idempotency-Key" must be sent once. A comma stands between the values of a repeated header, so a key that holds one must be quoted, for example "a,b".',
    );
  }
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

/**
 * What goes to Image Builder as the client token of a request: the same for the same caller and key,
 * in every environment of the function, and nobody else's. So no caller meets or occupies the key of
 * another, whatever is known of it.
 *
 * @param callerId - The whole of it; `undefined` for anonymous callers, who share their keys.
 *
 * @returns 43 characters of base64url: the SHA-256 of both, written as a JSON array, in which no two pairs read the same.
 */
export const upstreamTokenOf = (callerId: string | undefined, key: string): string =>
  createHash('sha256')
    // `null` differs from every text, so no id is an anonymous caller's.
    .update(JSON.stringify([callerId ?? null, key]))
    .digest('base64url');
