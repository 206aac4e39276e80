import type { Context } from 'aws-lambda';
import type { Door } from './proxy-request.ts';

// An HTTP API waits 30 s for its integration, a chat 15 s for the function it invoked.
const patienceMillis: Readonly<Record<Door, number>> = { http: 29_000, direct: 14_000 };

/** What is kept back to write the answer and the log. */
const reserveMillis = 500;

/** How long a call may take, so that its caller is answered inside both its own limit and the function's. */
export const millisLeft = (
  door: Door,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): number => Math.min(patienceMillis[door], context.getRemainingTimeInMillis()) - reserveMillis;
