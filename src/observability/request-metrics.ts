import { embeddedMetrics, type Metrics, type MetricSet } from './embedded-metrics.ts';

/** What was seen of a call to Image Builder. */
export interface UpstreamCall {
  readonly millis: number;
  /** How often it was sent, retries included. */
  readonly attempts: number;
}

/** What is known of a request once it is answered. */
export interface AnsweredRequest {
  readonly functionName: string;
  readonly requestId: string;
  readonly door: string;
  readonly status: number;
  /** The code of a problem, from the problem table. */
  readonly code?: string;
  readonly isDryRun: boolean;
  readonly isColdStart: boolean;
  /** From the event's arrival to its answer. */
  readonly millis: number;
  /** Absent where Image Builder was not called. */
  readonly upstream?: UpstreamCall;
}

/** To a tenth of a millisecond. */
const rounded = (millis: number): number => Math.round(millis * 10) / 10;

/**
 * The metrics of one request.
 *
 * A dimension is either the function's name or a code of the problem table: nothing that a caller
 * sends, however many there are, makes another metric. Who called and what for stands in the log.
 *
 * @param now - Milliseconds since 1970.
 */
export const requestMetrics = (
  request: AnsweredRequest,
  now: number,
): Readonly<Record<string, unknown>> => {
  const { functionName, requestId, door, status, code, upstream } = request;
  const metrics: Metrics = {
    Requests: 1,
    Created: Number(status === 201),
    DryRuns: Number(request.isDryRun && status === 200),
    Refused: Number(status >= 400 && status < 500),
    Failed: Number(status >= 500),
    Throttled: Number(code === 'throttled'),
    ColdStarts: Number(request.isColdStart),
    Latency: rounded(request.millis),
    ...(upstream !== undefined && {
      UpstreamLatency: rounded(upstream.millis),
      UpstreamAttempts: upstream.attempts,
    }),
  };
  const sets: MetricSet[] = [{ dimensions: { FunctionName: functionName }, metrics }];
  if (code !== undefined) {
    sets.push({ dimensions: { FunctionName: functionName, Code: code }, metrics: { Problems: 1 } });
  }
  return embeddedMetrics(now, sets, { requestId, door, status });
};
