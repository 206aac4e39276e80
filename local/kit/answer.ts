import type { ServerResponse } from 'node:http';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Fault } from './fault.ts';

/** An HTTP answer before it is sent: everything but `content-length` and the connection's headers. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer in JSON. */
export const jsonAnswer = (
  status: number,
  document: object,
  contentType = 'application/json',
): Answer => ({ status, headers: { 'content-type': contentType }, body: JSON.stringify(document) });

/**
 * Sends an answer: whole and at once, or as a fault says.
 *
 * @param signal - Aborted when the connection is gone.
 * @throws AbortError when it goes while the answer drips
 */
export const deliver = async (
  response: ServerResponse,
  answer: Answer,
  { partial, drip }: Pick<Fault, 'partial' | 'drip'>,
  signal: AbortSignal,
): Promise<void> => {
  const body = Buffer.from(answer.body);
  if (partial) {
    await breakOff(response, answer, body);
    return;
  }
  response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
  if (drip) await dripBody(response, body, drip.bytesPerSecond, signal);
  response.end(drip ? undefined : body);
};

/** Ends a connection the way a crashed peer does: with a reset, not with an orderly end. */
export const reset = (response: ServerResponse): void => {
  response.socket?.resetAndDestroy();
};

/** An empty body is announced as one byte, so that every answer broken off is an incomplete one. */
const breakOff = async (response: ServerResponse, answer: Answer, body: Buffer): Promise<void> => {
  const announced = Math.max(1, body.length);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': announced });
  response.flushHeaders();
  const half = body.subarray(0, body.length / 2);
  if (half.length > 0) await new Promise((sent) => response.write(half, sent));
  await setImmediate();
  reset(response);
};

const dripBody = async (
  response: ServerResponse,
  body: Buffer,
  bytesPerSecond: number,
  signal: AbortSignal,
): Promise<void> => {
  response.flushHeaders();
  // One byte at a time while that is slow enough for a timer, more at once beyond it.
  const size = Math.ceil(bytesPerSecond / 100);
  for (let sent = 0; sent < body.length; sent += size) {
    await setTimeout((1000 * size) / bytesPerSecond, undefined, { signal });
    response.write(body.subarray(sent, sent + size));
  }
};
