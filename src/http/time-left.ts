import type { Context } from 'aws-lambda';
import type { Door } from '../proxy-request.ts';

// An HTTP API waits 30 s for its integration, a chat 15 s for the function it invoked. What is left of
// that is for what this side cannot see: the way here and back, and the start of a cold function.
const patienceMillis: Readonly<Record<Door, number>> = { http: 28_000, direct: 13_000 };

/** What is kept back to write the answer and the log. */
const reserveMillis = 500;

/**
 * The moment by which everything that a request waits for has to have ended, on the scale of
 * `performance.now()`, so that its caller is answered inside both its own limit and the function's.
 * Asked when the invocation begins: whatever it then spends comes out of the same time.
 */
export const deadlineOf = (
  door: Door,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): number =>
  performance.now() +
  Math.min(patienceMillis[door], context.getRemainingTimeInMillis()) -
  reserveMillis;

/** Milliseconds until a deadline; negative once it is over. */
export const millisLeft = (deadline: number): number => deadline - performance.now();
