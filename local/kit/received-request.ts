import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** The most that a request's body may have, in bytes. */
const bodyLimit = 1024 * 1024;

/** An HTTP request read to its end. */
export interface ReceivedRequest {
  readonly method: string;
  /** The path and the query, as sent. */
  readonly url: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<IncomingHttpHeaders>;
  /** Undefined where it is longer than the limit. */
  readonly rawBody: string | undefined;
  /** The body as JSON; undefined where it is not JSON. */
  readonly json: unknown;
}

/**
 * Reads a request to its end.
 *
 * @throws Error when the client goes away before that
 */
export const receive = async (request: IncomingMessage): Promise<ReceivedRequest> => {
  const rawBody = await readBody(request);
  const { method = '', url = '', headers } = request;
  const [path = '', query = ''] = url.split('?', 2);
  return {
    method,
    url,
    path,
    query: new URLSearchParams(query),
    headers,
    rawBody,
    json: parsed(rawBody ?? ''),
  };
};

/**
 * What is too long is read to its end and thrown away, since a client that is still sending would
 * meet a reset connection instead of the answer.
 */
const readBody = async (request: IncomingMessage): Promise<string | undefined> => {
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

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
