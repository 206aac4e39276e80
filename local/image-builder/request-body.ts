import type { IncomingMessage } from 'node:http';

/** The most that a request's body may have, in bytes. */
export const bodyLimit = 1024 * 1024;

/**
 * A request's body as text; undefined when it is longer than the limit.
 *
 * What is too long is read to its end and thrown away, since a client that is still sending would
 * meet a reset connection instead of the answer.
 *
 * @throws Error when the client goes away before the end
 */
export const readBody = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer; // No encoding is set: a request yields buffers.
    length += bytes.length;
    if (length <= bodyLimit) chunks.push(bytes);
    else chunks.length = 0;
  }
  return length <= bodyLimit ? Buffer.concat(chunks).toString('utf8') : undefined;
};
