import { policyMaxAgeSecondsOf } from '../src/config.ts';
import type { ProblemCode } from '../src/http/problem-table.ts';
import { namespace } from '../src/observability/metrics.ts';
import type { MetricName } from '../src/observability/metrics.ts';
import type { DeployParameters } from './parameters.ts';

/** Which metric, and of what. */
export interface MetricOf {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
}

/** A metric that the function writes itself. */
export const ownMetric = (MetricName: MetricName): MetricOf => ({
  Namespace: namespace,
  MetricName,
  Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'CreateImagePipelineLambdaFunction' } }],
});

/** How many requests ended in a problem. */
export const problemMetric = (code: ProblemCode): MetricOf => {
  const { Dimensions, ...metric } = ownMetric('Problems');
  return { ...metric, Dimensions: [...Dimensions, { Name: 'Code', Value: code }] };
};

/** A metric of AWS Lambda. */
export const lambdaMetric = (MetricName: 'Errors' | 'Throttles'): MetricOf => ({
  ...ownMetric('Failed'),
  Namespace: 'AWS/Lambda',
  MetricName,
});

/**
 * A metric of the HTTP API.
 *
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
 */
export const apiMetric = (MetricName: '5xx' | 'Latency'): MetricOf => ({
  Namespace: 'AWS/ApiGateway',
  MetricName,
  Dimensions: [{ Name: 'ApiId', Value: { Ref: 'HttpApi' } }],
});

interface Alarm {
  readonly AlarmDescription: string;
  readonly metric: MetricOf;
  readonly statistic: { readonly Statistic: string } | { readonly ExtendedStatistic: string };
  readonly Threshold: number;
  /** How many periods in a row. */
  readonly EvaluationPeriods: number;
  /** In seconds; five minutes when left out. */
  readonly Period?: number;
  /** What a percentile of a few samples says: nothing. */
  readonly EvaluateLowSampleCountPercentile?: 'ignore';
}

const sum = { Statistic: 'Sum' } as const;

const everyAlarm = {
  ServerErrorsAlarm: {
    AlarmDescription: 'The HTTP API answers with 5xx.',
    metric: apiMetric('5xx'),
    statistic: sum,
    Threshold: 3,
    EvaluationPeriods: 1,
  },
  FailedRequestsAlarm: {
    AlarmDescription:
      'Requests fail through no fault of their callers, by HTTP or invoked directly.',
    metric: ownMetric('Failed'),
    statistic: sum,
    Threshold: 3,
    EvaluationPeriods: 1,
  },
  FunctionErrorsAlarm: {
    AlarmDescription: 'The function itself breaks or runs out of time.',
    metric: lambdaMetric('Errors'),
    statistic: sum,
    Threshold: 1,
    EvaluationPeriods: 1,
  },
  FunctionThrottlesAlarm: {
    AlarmDescription: 'Lambda refuses invocations for want of concurrency.',
    metric: lambdaMetric('Throttles'),
    statistic: sum,
    Threshold: 1,
    EvaluationPeriods: 1,
  },
  UpstreamThrottlingAlarm: {
    AlarmDescription: 'Image Builder throttles, retries notwithstanding.',
    metric: ownMetric('Throttled'),
    statistic: sum,
    Threshold: 5,
    EvaluationPeriods: 2,
  },
  SlowAnswersAlarm: {
    AlarmDescription: 'One answer in a hundred takes longer than ten seconds.',
    metric: apiMetric('Latency'),
    statistic: { ExtendedStatistic: 'p99' },
    Threshold: 10_000,
    EvaluationPeriods: 3,
    EvaluateLowSampleCountPercentile: 'ignore',
  },
  // The operator's trouble, though a caller can bring it about by what it names: nothing is rolled back for it.
  ExecutionRoleAlarm: {
    AlarmDescription: 'The execution role lacks a right that a request needs.',
    metric: problemMetric('execution-role-forbidden'),
    statistic: sum,
    Threshold: 1,
    EvaluationPeriods: 1,
  },
  QuotaAlarm: {
    AlarmDescription: 'An account has as many image pipelines as its quota allows.',
    metric: problemMetric('quota-exceeded'),
    statistic: sum,
    Threshold: 1,
    EvaluationPeriods: 1,
  },
  DryRunNotHonouredAlarm: {
    AlarmDescription: 'Image Builder has created an image pipeline by a dry run.',
    metric: ownMetric('DryRunNotHonoured'),
    statistic: sum,
    Threshold: 1,
    EvaluationPeriods: 1,
  },
} as const satisfies Record<string, Alarm>;

// The policy is read with requests alone, which may be few: an hour has one at least where it matters.
const hour = 3_600;

const remotePolicyAlarms = (parameters: DeployParameters): Record<string, Alarm> => ({
  StalePolicyAlarm: {
    AlarmDescription:
      'The policy could not be read again for an hour, or for half of the greatest age that it may have.',
    metric: ownMetric('PolicyAge'),
    statistic: { Statistic: 'Maximum' },
    Threshold: Math.min(hour, policyMaxAgeSecondsOf(parameters) / 2),
    EvaluationPeriods: 1,
    Period: hour,
  },
  UnreadablePolicyAlarm: {
    AlarmDescription: 'The policy cannot be read, or is invalid.',
    metric: ownMetric('PolicyReadFailures'),
    statistic: sum,
    Threshold: 1,
    EvaluationPeriods: 1,
    Period: hour,
  },
});

/** Whether a document of the policy is read over the network. */
export const hasRemotePolicy = ({
  organizationPolicy,
  tagPolicySource,
}: DeployParameters): boolean =>
  !organizationPolicy.startsWith('file:') || tagPolicySource !== undefined;

/** The alarms; they are sent to the topic where there is one. Silence is no alarm. */
export const alarms = (parameters: DeployParameters): Record<string, unknown> => {
  const { alarmTopicArn } = parameters;
  const all: Record<string, Alarm> = {
    ...everyAlarm,
    ...(hasRemotePolicy(parameters) && remotePolicyAlarms(parameters)),
  };
  const topic = alarmTopicArn !== undefined && {
    AlarmActions: [alarmTopicArn],
    OKActions: [alarmTopicArn],
  };
  return Object.fromEntries(
    Object.entries(all).map(([name, { metric, statistic, ...alarm }]) => [
      name,
      {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          Period: 300,
          ...alarm,
          ...metric,
          ...statistic,
          ComparisonOperator: 'GreaterThanOrEqualToThreshold',
          TreatMissingData: 'notBreaching',
          ...topic,
        },
      },
    ]),
  );
};
