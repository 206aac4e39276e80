import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UpstreamError } from '../../../src/errors.ts';
import { problemTable } from '../../../src/http/problem-table.ts';
import { policyMetricNames, requestMetricNames } from '../../../src/observability/metrics.ts';
import { policyMetrics } from '../../../src/observability/policy-metrics.ts';
import { requestMetrics } from '../../../src/observability/request-metrics.ts';
import { outcomeOf, type OutcomeMembers } from '../../support/outcome.ts';

/** What CloudWatch reads of a document, as its specification describes it. */
interface Embedded {
  readonly [member: string]: unknown;
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
}

/** The metrics that CloudWatch takes from a document: dimensions, name, unit and value. */
const taken = (
  document: object,
): [dimensions: string, name: string, unit: string, value: unknown][] => {
  const read = document as Embedded;
  return read._aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) =>
    Dimensions.flatMap((names) =>
      Metrics.map(({ Name, Unit }): [string, string, string, unknown] => [
        names.map((name) => `${name}=${String(read[name])}`).join(),
        Name,
        Unit,
        read[Name],
      ]),
    ),
  );
};

const values = (members: OutcomeMembers): Record<string, unknown> =>
  Object.fromEntries(
    taken(requestMetrics(outcomeOf(members), false, 0)).map(([, name, , value]) => [name, value]),
  );
const upstreamError = (attempts: number): UpstreamError =>
  new UpstreamError('slow down', {
    exception: 'TooManyRequestsException',
    mayExist: false,
    attempts,
    durationMs: 7.06,
  });

describe('the metrics of a request', () => {
  it('are those of a creation, in the embedded metric format', () => {
    const request = { requestId: 'id', upstream: { durationMs: 9.87, attempts: 2 } };
    const document = requestMetrics(outcomeOf({ request }), true, 1_795_341_600_000);
    expect(document).toMatchObject({
      requestId: 'id',
      eventSource: 'direct',
      status: 201,
      _aws: {
        Timestamp: 1_795_341_600_000,
        CloudWatchMetrics: [{ Namespace: 'ImagePipelineProxy' }],
      },
    });
    expect(taken(document)).toEqual([
      ['FunctionName=proxy', 'Requests', 'Count', 1],
      ['FunctionName=proxy', 'Created', 'Count', 1],
      ['FunctionName=proxy', 'DryRuns', 'Count', 0],
      ['FunctionName=proxy', 'Refused', 'Count', 0],
      ['FunctionName=proxy', 'Failed', 'Count', 0],
      ['FunctionName=proxy', 'Throttled', 'Count', 0],
      ['FunctionName=proxy', 'Warnings', 'Count', 0],
      ['FunctionName=proxy', 'ColdStarts', 'Count', 1],
      ['FunctionName=proxy', 'Latency', 'Milliseconds', 12.3],
      ['FunctionName=proxy', 'UpstreamLatency', 'Milliseconds', 9.9],
      ['FunctionName=proxy', 'UpstreamAttempts', 'Count', 2],
    ]);
  });

  it.each<[string, OutcomeMembers, object]>([
    ['a dry run', { status: 200, request: { dryRun: true } }, { DryRuns: 1, Created: 0 }],
    ['a refused dry run', { status: 400, request: { dryRun: true } }, { DryRuns: 0, Refused: 1 }],
    ['reading the policy', { status: 200 }, { DryRuns: 0, Created: 0, Requests: 1 }],
    [
      'a mistake',
      { status: 400, code: 'validation-failed' },
      { Refused: 1, Failed: 0, Problems: 1 },
    ],
    ['throttling', { status: 429, code: 'throttled' }, { Throttled: 1, Refused: 1, Problems: 1 }],
    ['a failure', { status: 504, code: 'image-builder-timeout' }, { Failed: 1, Refused: 0 }],
  ])('tell %s', (_, members, expected) => {
    expect(values(members)).toMatchObject(expected);
  });

  it('say of Image Builder nothing where it was not called', () => {
    expect(values({})).not.toHaveProperty('UpstreamLatency');
    expect(values({})).not.toHaveProperty('Problems');
    expect(values({ status: 503, error: upstreamError(0) })).not.toHaveProperty('UpstreamLatency');
    expect(values({ status: 500, error: new Error('no') })).not.toHaveProperty('UpstreamLatency');
  });

  it('tell how long it took and how often it was asked, also when it refused', () => {
    expect(values({ status: 429, code: 'throttled', error: upstreamError(3) })).toMatchObject({
      UpstreamLatency: 7.1,
      UpstreamAttempts: 3,
    });
  });

  it('count each problem by its code', () => {
    const problem = outcomeOf({ status: 409, code: 'already-exists' });
    expect(taken(requestMetrics(problem, false, 0))).toContainEqual([
      'FunctionName=proxy,Code=already-exists',
      'Problems',
      'Count',
      1,
    ]);
  });

  it('are of the known names, within the bounds of CloudWatch, and of a bounded number however many ask', () => {
    const distinct = new Set<string>();
    const code = fc.constantFrom(undefined, ...problemTable.map((row) => row.code));
    fc.assert(
      fc.property(
        fc.record({
          requestId: fc.string(),
          durationMs: fc.double({ min: 0, max: 3e4, noNaN: true }),
          code,
        }),
        ({ requestId, durationMs, code: known }) => {
          const members = { request: { requestId }, ...(known !== undefined && { code: known }) };
          const outcome = { ...outcomeOf(members), durationMs };
          const metrics = taken(requestMetrics(outcome, false, 0));
          for (const [dimensions, name, , value] of metrics) {
            expect(requestMetricNames).toContain(name);
            expect(Number.isFinite(value)).toBe(true);
            distinct.add(`${dimensions} ${name}`);
          }
          expect(metrics.length).toBeLessThanOrEqual(100);
        },
      ),
    );
    expect(distinct.size).toBeLessThanOrEqual(requestMetricNames.length + problemTable.length);
  });
});

describe('the metrics of the policy', () => {
  it('tell the age of the document that serves and whether it could be read', () => {
    const read = { source: 'ssm:/policy', outcome: 'failed', ageSeconds: 120 } as const;
    const metrics = taken(policyMetrics(read, 'proxy', 0));
    expect(metrics).toEqual([
      ['FunctionName=proxy', 'PolicyReadFailures', 'Count', 1],
      ['FunctionName=proxy', 'PolicyAge', 'Seconds', 120],
    ]);
    expect(metrics.map(([, name]) => name).sort()).toEqual([...policyMetricNames].sort());
  });

  it.each([
    ['loaded', 0],
    ['unchanged', 0],
    ['failed', 1],
    ['invalid', 1],
  ] as const)('of a load that ended as %s', (outcome, failures) => {
    const metrics = taken(policyMetrics({ source: 'organizations', outcome }, 'proxy', 0));
    expect(metrics).toEqual([['FunctionName=proxy', 'PolicyReadFailures', 'Count', failures]]);
  });
});
