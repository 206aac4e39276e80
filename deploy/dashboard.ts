import { problemTable, type ProblemCode } from '../src/http/problem-table.ts';
import { namespace } from '../src/observability/metrics.ts';
import type { MetricName } from '../src/observability/metrics.ts';
import { hasRemotePolicy } from './alarms.ts';
import type { DeployParameters } from './parameters.ts';

const functionName = '${CreateImagePipelineLambdaFunction}';
const api = '${HttpApi}';

/** A metric as a widget names it: namespace, name, dimensions, how it is shown. */
type Shown = readonly [...string[], Readonly<Record<string, string>>];

const own = (name: MetricName, stat: string, label: string = name): Shown => [
  namespace,
  name,
  'FunctionName',
  functionName,
  { stat, label },
];

const problem = (code: string): Shown => [
  namespace,
  'Problems' satisfies MetricName,
  'FunctionName',
  functionName,
  'Code',
  code,
  { stat: 'Sum', label: code },
];

interface Widget {
  readonly title: string;
  readonly metrics: readonly Shown[];
}

/** Problems that no caller can do anything about. */
const operatorCodes: readonly ProblemCode[] = [
  'execution-role-forbidden',
  'quota-exceeded',
  'proxy-misconfigured',
  'policy-unavailable',
  'internal-error',
];

const widgets: readonly Widget[] = [
  {
    title: 'Requests',
    metrics: (['Requests', 'Created', 'DryRuns', 'Refused', 'Failed'] as const).map((name) =>
      own(name, 'Sum'),
    ),
  },
  {
    title: 'Answers in milliseconds',
    metrics: [
      ['AWS/ApiGateway', 'Latency', 'ApiId', api, { stat: 'p50', label: 'HTTP, half of them' }],
      ['AWS/ApiGateway', 'Latency', 'ApiId', api, { stat: 'p99', label: 'HTTP, 99 %' }],
      own('UpstreamLatency', 'p50', 'Image Builder, half of them'),
      own('UpstreamLatency', 'p99', 'Image Builder, 99 %'),
    ],
  },
  {
    title: 'For the operator',
    metrics: [
      ...operatorCodes.map(problem),
      own('DryRunNotHonoured', 'Sum', 'dry runs not honoured'),
    ],
  },
  { title: 'Problems by code', metrics: problemTable.map(({ code }) => problem(code)) },
  {
    title: 'Limits',
    metrics: [
      own('Throttled', 'Sum', 'throttled by Image Builder'),
      own('UpstreamAttempts', 'Maximum', 'attempts of a request, at most'),
      [
        'AWS/Lambda',
        'Throttles',
        'FunctionName',
        functionName,
        { stat: 'Sum', label: 'no concurrency' },
      ],
      [
        'AWS/Lambda',
        'ConcurrentExecutions',
        'FunctionName',
        functionName,
        { stat: 'Maximum', label: 'at once' },
      ],
    ],
  },
  {
    title: 'The function',
    metrics: [
      [
        'AWS/Lambda',
        'Duration',
        'FunctionName',
        functionName,
        { stat: 'p99', label: 'duration, 99 %' },
      ],
      ['AWS/Lambda', 'Errors', 'FunctionName', functionName, { stat: 'Sum', label: 'errors' }],
      own('ColdStarts', 'Sum', 'cold starts'),
    ],
  },
];

const policyWidget: Widget = {
  title: 'The policy',
  metrics: [
    own('PolicyAge', 'Maximum', 'age in seconds'),
    own('PolicyReadFailures', 'Sum', 'reads that failed'),
  ],
};

/**
 * The dashboard, which holds only what the function and its API measure.
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export const dashboard = (parameters: DeployParameters): Record<string, unknown> => {
  const shown = hasRemotePolicy(parameters) ? [...widgets, policyWidget] : widgets;
  const body = {
    widgets: shown.map(({ title, metrics }, index) => ({
      type: 'metric',
      x: (index % 2) * 12,
      y: Math.floor(index / 2) * 6,
      width: 12,
      height: 6,
      properties: { title, metrics, view: 'timeSeries', region: '${AWS::Region}', period: 300 },
    })),
  };
  return {
    Dashboard: {
      Type: 'AWS::CloudWatch::Dashboard',
      Properties: {
        DashboardName: { 'Fn::Sub': functionName },
        DashboardBody: { 'Fn::Sub': JSON.stringify(body) },
      },
    },
  };
};
