/** The units in which the metrics here are counted, as CloudWatch names them. */
export type Unit = 'Count' | 'Milliseconds' | 'Seconds';

/** A metric's value. */
export interface Metric {
  readonly unit: Unit;
  readonly value: number;
}

/** Metrics that share their dimensions. */
export interface MetricSet {
  /** Names and values: each combination is a metric of its own, so every value comes from a short list. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, Metric>>;
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
 *   { dimensions: { FunctionName: 'proxy' }, metrics: { Requests: { unit: 'Count', value: 1 } } },
 * ])
 */
export const embeddedMetrics = (
  timestamp: number,
  sets: readonly MetricSet[],
  properties: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => {
  const document: Record<string, unknown> = { ...properties };
  const directives = sets.map(({ dimensions, metrics }) => {
    Object.assign(document, dimensions);
    const definitions = Object.entries(metrics).map(([Name, { unit, value }]) => {
      document[Name] = value;
      return { Name, Unit: unit };
    });
    return { Namespace: namespace, Dimensions: [Object.keys(dimensions)], Metrics: definitions };
  });
  document['_aws'] = { Timestamp: timestamp, CloudWatchMetrics: directives };
  return document;
};
