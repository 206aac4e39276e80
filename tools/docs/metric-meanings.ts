import type { MetricName } from '../../src/observability/metrics.ts';

/** What each metric says, for the table of docs/operating.md. */
export const metricMeanings: Readonly<Record<MetricName, string>> = {
  Requests: 'every request that was answered',
  Created: 'answered 201',
  DryRuns: 'dry runs answered 200',
  DryRunNotHonoured:
    'dry runs by which Image Builder created a pipeline: its endpoint does not know them',
  Refused: 'answered 4xx: a mistake of the caller, or the policy',
  Failed: 'answered 5xx: Image Builder or the proxy',
  Throttled: 'answered `throttled`',
  ColdStarts: 'the first request of an execution environment',
  Latency: 'from the event to its answer',
  UpstreamLatency: "Image Builder's part of it, retries included",
  UpstreamAttempts: 'how often Image Builder was asked for one request',
  Warnings: "what requests were warned of: by Image Builder's rules, or by layers that only warn",
  Problems: 'problems, by the dimension `Code`',
  PolicyAge: 'how old the policy was when it was read again, or could not be',
  PolicyReadFailures: 'the policy could not be read, or was invalid',
};
