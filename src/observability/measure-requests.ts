import { UpstreamError } from '../errors.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';
import { requestMetrics, type UpstreamCall } from './request-metrics.ts';

/** What a request carries for its metrics: what was seen of the call to Image Builder. */
export interface Measured {
  upstream?: UpstreamCall;
}

/** What the measuring works with. */
export interface MeasureOptions {
  /** Writes one line of the log. */
  readonly log: (line: string) => void;
  /** Milliseconds of a clock that nobody sets. */
  readonly steady?: () => number;
  /** Milliseconds since 1970. */
  readonly wall?: () => number;
}

/** Writes the metrics of a request once its answer is there. */
export type WriteMetrics = (
  request: ProxyRequest & Measured,
  answer: Answer,
  functionName: string,
) => void;

/**
 * Makes what measures every request of an environment, the first of which is a cold start. The metrics
 * of each are a line of their own beside the log's, whichever way its answer came about.
 *
 * @example
 * const begin = measureRequests({ log });
 * // For each event:
 * const writeMetrics = begin();
 * writeMetrics(request, answer, context.functionName);
 *
 * @returns What is called when an event arrives.
 */
export const measureRequests = ({
  log,
  steady = () => performance.now(),
  wall = () => Date.now(),
}: MeasureOptions): (() => WriteMetrics) => {
  let isFirst = true;
  return () => {
    const isColdStart = isFirst;
    isFirst = false;
    const begun = steady();
    return (request, { status, document: { code } }, functionName) => {
      const line = requestMetrics(
        {
          functionName,
          requestId: request.requestId,
          door: request.door,
          status,
          ...(typeof code === 'string' && { code }),
          isDryRun: request.dryRun === true,
          isColdStart,
          millis: steady() - begun,
          ...(request.upstream !== undefined && { upstream: request.upstream }),
        },
        wall(),
      );
      try {
        log(JSON.stringify(line));
      } catch {
        // A line that cannot be written must not become an answer.
      }
    };
  };
};

/** Measures a call to Image Builder for the metrics of its request, however it ends. */
export const measuredCall = async <T extends { readonly attempts: number }>(
  request: ProxyRequest & Measured,
  call: () => Promise<T>,
  steady: () => number = () => performance.now(),
): Promise<T> => {
  const begun = steady();
  const note = (attempts: number): void => {
    // Nothing that was never sent tells anything of Image Builder.
    if (attempts > 0) request.upstream = { millis: steady() - begun, attempts };
  };
  try {
    const result = await call();
    note(result.attempts);
    return result;
  } catch (error) {
    note(error instanceof UpstreamError ? error.failure.attempts : 0);
    throw error;
  }
};
