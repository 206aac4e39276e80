import type { MiddlewareObj } from '@middy/core';
import { PayloadTooLarge } from '../errors.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';

/** The largest body that is read, in bytes: 256 KiB, some fifty times the largest sensible request. */
export const bodyLimitBytes = 256 * 1024;

/** Refuses a body over the limit before anything decodes or parses it; base64 counts as what it stands for. */
export const bodyLimit = (): MiddlewareObj<ProxyRequest, Answer> => ({
  before: ({ event: { body, isBase64Encoded } }) => {
    if (typeof body !== 'string') return;
    const bytes = isBase64Encoded ? decodedBytes(body) : Buffer.byteLength(body);
    if (bytes > bodyLimitBytes) {
      throw new PayloadTooLarge(
        `The body has ${bytes} bytes; at most ${bodyLimitBytes} (256 KiB) are read.`,
      );
    }
  },
});

/** Four characters of base64 stand for three bytes, less one for each `=` at the end (RFC 4648, section 4). */
const decodedBytes = (base64: string): number => {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return Math.floor(((base64.length - padding) * 3) / 4);
};
