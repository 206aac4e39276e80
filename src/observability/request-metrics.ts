import { UpstreamError } from '../errors.ts';
import { embeddedMetrics, roundMillis, type MetricSet } from './metrics.ts';
import type { Outcome } from './outcome.ts';

/**
 * The metrics of one request.
 *
 * A dimension is either the function's name or a code of the problem table: nothing that a caller
 * sends, however many there are, makes another metric. Who called and what for stands in the log.
 *
 * @param isColdStart - Whether it is the first request of its environment.
 * @param now - Milliseconds since 1970.
 */
export const requestMetrics = (
  { request, answer, error, functionName, durationMs }: Outcome,
  isColdStart: boolean,
  now: number,
): Readonly<Record<string, unknown>> => {
  const { requestId, eventSource, dryRun } = request;
  const { status, document } = answer;
  const { code } = document;
  const upstream = error instanceof UpstreamError ? error.failure : request.upstream;
  const metrics = {
    Requests: 1,
    Created: Number(status === 201),
    DryRuns: Number(dryRun !== false && dryRun !== undefined && status === 200),
    ...(request.dryRunNotHonoured === true && { DryRunNotHonoured: 1 }),
    Refused: Number(status >= 400 && status < 500),
    Failed: Number(status >= 500),
    Throttled: Number(code === 'throttled'),
    Warnings: request.decision?.warnings.length ?? 0,
    ColdStarts: Number(isColdStart),
    Latency: roundMillis(durationMs),
    // Nothing that was never sent tells anything of Image Builder.
    ...(upstream?.durationMs !== undefined &&
      upstream.attempts > 0 && {
        UpstreamLatency: roundMillis(upstream.durationMs),
        UpstreamAttempts: upstream.attempts,
      }),
  };
  const sets: MetricSet[] = [{ dimensions: { FunctionName: functionName }, metrics }];
  if (typeof code === 'string') {
    sets.push({ dimensions: { FunctionName: functionName, Code: code }, metrics: { Problems: 1 } });
  }
  return embeddedMetrics(now, sets, { requestId, eventSource, status });
};
