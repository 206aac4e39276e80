import { MalformedRequest } from '../errors.ts';
import type { ProxyRequest } from '../proxy-request.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The text of a body that has not been parsed yet: what was sent, or what its base64 stands for.
 *
 * @returns `undefined` where there is no body.
 * @throws {@link MalformedRequest} where base64 is none or its bytes are not UTF-8. Passing over it
 * would put another character in the place of one that the caller sent.
 */
export const bodyText = ({ body, isBase64Encoded }: ProxyRequest): string | undefined => {
  if (typeof body !== 'string') return undefined;
  if (!isBase64Encoded) return body;
  // Node's own decoder passes over whatever it does not know.
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(body) || body.length % 4 === 1) {
    throw new MalformedRequest('The body is declared as base64 and is none.');
  }
  try {
    return utf8.decode(Buffer.from(body, 'base64'));
  } catch {
    throw new MalformedRequest('The body is not UTF-8 text, as JSON has to be.');
  }
};
