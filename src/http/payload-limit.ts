import type { MiddlewareObj } from '@middy/core';
import { PayloadTooLarge } from './errors.ts';
import type { Answer, ProxyRequest } from './proxy-request.ts';

/** The largest body that is read, in bytes: 256 KiB, some fifty times the largest sensible request. */
export const payloadLimitBytes = 256 * 1024;

/** Refuses a body over the limit before anything decodes or parses it. */
export const payloadLimit = (): MiddlewareObj<ProxyRequest, Answer> => ({
  before: ({ event: { body, isBase64Encoded } }) => {
    if (typeof body !== 'string') return;
    const bytes = isBase64Encoded
      ? Math.floor((body.replace(/=+$/, '').length * 3) / 4)
      : Buffer.byteLength(body);
    if (bytes > payloadLimitBytes) {
      throw new PayloadTooLarge(
        `The body has ${bytes} bytes; at most ${payloadLimitBytes} (256 KiB) are read.`,
      );
    }
  },
});
