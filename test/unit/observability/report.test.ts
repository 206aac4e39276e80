import { describe, expect, it } from 'vitest';
import { openReport } from '../../../src/observability/report.ts';
import type { Outcome } from '../../../src/observability/outcome.ts';
import { outcomeOf } from '../../support/outcome.ts';

/** What reports, and every line that it wrote. */
const reporting = () => {
  const lines: Record<string, unknown>[] = [];
  const report = openReport({
    log: (line) => lines.push(JSON.parse(line) as Record<string, unknown>),
    now: () => 1_000,
  });
  return { lines, report };
};

describe('A report', () => {
  it('is one line of the log and one of metrics a request, in that order', () => {
    const { lines, report } = reporting();
    report(outcomeOf({ status: 201 }));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({ level: 'info', status: 201, durationMs: 12.3 });
    expect(lines[1]).toMatchObject({ Requests: 1, Created: 1, Latency: 12.3 });
    expect(lines[1]).toMatchObject({ FunctionName: 'proxy', _aws: { Timestamp: 1_000 } });
    expect(lines[0]).not.toHaveProperty('_aws');
  });

  it('calls the first request of an environment a cold start, and no other', () => {
    const { lines, report } = reporting();
    for (const status of [400, 201, 201]) report(outcomeOf({ status }));
    const metrics = lines.filter((line) => '_aws' in line);
    expect(metrics.map(({ ColdStarts }) => ColdStarts)).toEqual([1, 0, 0]);
    const other = reporting();
    other.report(outcomeOf({}));
    expect(other.lines[1]).toMatchObject({ ColdStarts: 1 });
  });

  it('shows the request in the log only in debug mode', () => {
    const shown = [false, true].map((debug) => {
      const lines: string[] = [];
      openReport({ log: (line) => lines.push(line), debug })(outcomeOf({}));
      return lines[0]?.includes('"request":{');
    });
    expect(shown).toEqual([false, true]);
  });

  it('that cannot be written is no reason for a request to fail', () => {
    let written = 0;
    const report = openReport({
      log: () => {
        written += 1;
        throw new Error('EPIPE');
      },
    });
    expect(() => {
      report(outcomeOf({}));
    }).not.toThrow();
    // The line of metrics is tried all the same.
    expect(written).toBe(2);
  });

  it('of what cannot be put into words still has its metrics', () => {
    const { lines, report } = reporting();
    const outcome = outcomeOf({});
    const broken: Outcome = {
      ...outcome,
      request: { ...outcome.request, clientToken: 1n as never },
    };
    report(broken);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ Requests: 1, ColdStarts: 1 });
  });
});
