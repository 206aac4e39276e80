import { describe, expect, it } from 'vitest';
import { UpstreamError } from '../../../src/errors.ts';
import type { Answer, ProxyRequest } from '../../../src/proxy-request.ts';
import {
  measuredCall,
  measureRequests,
  type Measured,
} from '../../../src/observability/measure-requests.ts';
import { proxyRequest } from '../../support/proxy-request.ts';

const aRequest = (): ProxyRequest & Measured => proxyRequest({ requestId: 'id', body: undefined });
const created: Answer = { status: 201, message: 'Created.', document: {} };
const answered = (status: number, code: string): Answer => ({
  ...created,
  status,
  document: { code },
});

/** What measures, on a clock that ticks a millisecond each time it is looked at. */
const measuring = (log?: (line: string) => void) => {
  const lines: unknown[] = [];
  let ticks = 0;
  const steady = () => (ticks += 1);
  const begin = measureRequests({
    log: log ?? ((line) => lines.push(JSON.parse(line))),
    steady,
    wall: () => 1_000,
  });
  return { lines, steady, begin };
};

describe('measuring', () => {
  it('writes one line a request, and calls the first of an environment a cold start', () => {
    const { lines, begin } = measuring();
    begin()(aRequest(), created, 'proxy');
    begin()({ ...aRequest(), dryRun: true }, { ...created, status: 200 }, 'proxy');
    expect(lines).toMatchObject([
      { ColdStarts: 1, Created: 1, Latency: 1, FunctionName: 'proxy', requestId: 'id' },
      { ColdStarts: 0, Created: 0, DryRuns: 1, _aws: { Timestamp: 1_000 } },
    ]);
  });

  it('knows how long Image Builder took and how often it was asked, also when it refused', async () => {
    const { lines, steady, begin } = measuring();
    const one = aRequest();
    const write = begin();
    await measuredCall(one, () => Promise.resolve({ attempts: 2 }), steady);
    write(one, created, 'proxy');
    const other = aRequest();
    const writeOther = begin();
    const failure = { exception: 'TooManyRequestsException', mayExist: false, attempts: 3 };
    const error = new UpstreamError('slow down', failure);
    await expect(measuredCall(other, () => Promise.reject(error), steady)).rejects.toBe(error);
    writeOther(other, answered(429, 'throttled'), 'proxy');
    expect(lines).toMatchObject([
      { UpstreamLatency: 1, UpstreamAttempts: 2, Latency: 3 },
      { UpstreamLatency: 1, UpstreamAttempts: 3, Throttled: 1, Refused: 1, Code: 'throttled' },
    ]);
  });

  it('says nothing of Image Builder where nothing was sent', async () => {
    const { lines, begin } = measuring();
    const request = aRequest();
    const write = begin();
    const failure = { exception: 'ServiceUnavailableException', mayExist: false, attempts: 0 };
    await measuredCall(request, () => Promise.reject(new UpstreamError('no role', failure))).catch(
      () => undefined,
    );
    write(request, answered(503, 'image-builder-unavailable'), 'proxy');
    expect(lines[0]).toMatchObject({ Failed: 1, Code: 'image-builder-unavailable' });
    expect(lines[0]).not.toHaveProperty('UpstreamLatency');
  });

  it('is no reason for a request to fail', () => {
    const { begin } = measuring(() => {
      throw new Error('EPIPE');
    });
    expect(() => {
      begin()(aRequest(), created, 'proxy');
    }).not.toThrow();
  });
});
