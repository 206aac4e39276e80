import { embeddedMetrics, type Metric, type MetricSet } from './embedded-metrics.ts';
import type { MetricName } from './metric-names.ts';

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

type Metrics = Partial<Record<MetricName, Metric>>;

const count = (value: boolean | number): Metric => ({ unit: 'Count', value: Number(value) });
const millis = (value: number): Metric => ({
  unit: 'Milliseconds',
  value: Math.round(value * 10) / 10,
});

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
  const metrics = {
    Requests: count(1),
    Created: count(status === 201),
    DryRuns: count(request.isDryRun && status === 200),
    Refused: count(status >= 400 && status < 500),
    Failed: count(status >= 500),
    Throttled: count(code === 'throttled'),
    ColdStarts: count(request.isColdStart),
    Latency: millis(request.millis),
    ...(upstream !== undefined && {
      UpstreamLatency: millis(upstream.millis),
      UpstreamAttempts: count(upstream.attempts),
    }),
  } satisfies Metrics;
  const sets: MetricSet[] = [{ dimensions: { FunctionName: functionName }, metrics }];
  if (code !== undefined) {
    const problems = { Problems: count(1) } satisfies Metrics;
    sets.push({ dimensions: { FunctionName: functionName, Code: code }, metrics: problems });
  }
  return embeddedMetrics(now, sets, { requestId, door, status });
};
