/** The metrics of a request. Alarms and the dashboard name them from here. */
export const requestMetricNames = [
  'Requests',
  'Created',
  'DryRuns',
  'Refused',
  'Failed',
  'Throttled',
  'ColdStarts',
  'Latency',
  'UpstreamLatency',
  'UpstreamAttempts',
  'Problems',
] as const;

/** The metrics of the policy's source. */
export const policyMetricNames = ['PolicyAge', 'PolicyReadFailures'] as const;

/** Every metric that the function writes. */
export type MetricName = (typeof requestMetricNames)[number] | (typeof policyMetricNames)[number];

/** What each metric is counted in, as CloudWatch names it. */
export const units: Readonly<Record<MetricName, 'Count' | 'Milliseconds' | 'Seconds'>> = {
  Requests: 'Count',
  Created: 'Count',
  DryRuns: 'Count',
  Refused: 'Count',
  Failed: 'Count',
  Throttled: 'Count',
  ColdStarts: 'Count',
  Latency: 'Milliseconds',
  UpstreamLatency: 'Milliseconds',
  UpstreamAttempts: 'Count',
  Problems: 'Count',
  PolicyAge: 'Seconds',
  PolicyReadFailures: 'Count',
};
