import type { Answer, ProxyRequest } from '../proxy-request.ts';

/** What there is to tell of a request once it is answered. */
export interface Outcome {
  readonly request: ProxyRequest;
  readonly answer: Answer;
  /** What went wrong, where the answer is a problem. */
  readonly error?: unknown;
  /** The function that answered it. */
  readonly functionName: string;
  /** From the event's arrival to its answer, in milliseconds. */
  readonly durationMs: number;
}
