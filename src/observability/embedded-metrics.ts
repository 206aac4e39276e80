import { units, type MetricName } from './metric-names.ts';

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
  // Spread, and not set one by one: V8 then keeps an object with a shape, and no dictionary.
  for (const { dimensions, metrics } of sets) document = { ...document, ...dimensions, ...metrics };
  const directives = sets.map(({ dimensions, metrics }) => ({
    Namespace: namespace,
    Dimensions: [Object.keys(dimensions)],
    // The names of an object of metrics are names of metrics.
    Metrics: (Object.keys(metrics) as MetricName[]).map((Name) => ({ Name, Unit: units[Name] })),
  }));
  return { ...document, _aws: { Timestamp: timestamp, CloudWatchMetrics: directives } };
};
