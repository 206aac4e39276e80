/** The metrics of a request. Alarms and the dashboard name them from here. */
export const requestMetricNames = [
  'Requests',
  'Created',
  'DryRuns',
  'DryRunNotHonoured',
  'Refused',
  'Failed',
  'Throttled',
  'ColdStarts',
  'Latency',
  'UpstreamLatency',
  'UpstreamAttempts',
  'Warnings',
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
  DryRunNotHonoured: 'Count',
  Refused: 'Count',
  Failed: 'Count',
  Throttled: 'Count',
  ColdStarts: 'Count',
  Latency: 'Milliseconds',
  UpstreamLatency: 'Milliseconds',
  UpstreamAttempts: 'Count',
  Warnings: 'Count',
  Problems: 'Count',
  PolicyAge: 'Seconds',
  PolicyReadFailures: 'Count',
};

/** The values of some metrics. */
export type Metrics = Readonly<Partial<Record<MetricName, number>>>;

/** Metrics that share their dimensions. */
export interface MetricSet {
  /** Names and values: each combination is a metric of its own, so every value comes from a short list. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly metrics: Metrics;
}

/** The namespace of everything that is measured here. */
export const namespace = 'ImagePipelineProxy';

/**
 * Makes the document from which CloudWatch Logs takes metrics: printed as a line of its own by the
 * function, it costs no call and no time.
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * @param timestamp - Milliseconds since 1970.
 * @param properties - What is searched for in the log, and is no dimension.
 *
 * @example
 * embeddedMetrics(Date.now(), [
 *   { dimensions: { FunctionName: 'proxy' }, metrics: { Requests: 1 } },
 * ])
 */
export const embeddedMetrics = (
  timestamp: number,
  sets: readonly MetricSet[],
  properties: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => {
  let document = properties;
  for (const { dimensions, metrics } of sets) document = { ...document, ...dimensions, ...metrics };
  const directives = sets.map(({ dimensions, metrics }) => ({
    Namespace: namespace,
    Dimensions: [Object.keys(dimensions)],
    // The names of an object of metrics are names of metrics.
    Metrics: (Object.keys(metrics) as MetricName[]).map((Name) => ({ Name, Unit: units[Name] })),
  }));
  return { ...document, _aws: { Timestamp: timestamp, CloudWatchMetrics: directives } };
};

/** Milliseconds to a tenth of one. */
export const roundMillis = (millis: number): number => Math.round(millis * 10) / 10;
