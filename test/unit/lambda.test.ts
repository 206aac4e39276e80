import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { createHandler } from '../../src/handler.ts';
import { httpApi, type EventAdapter } from '../support/adapters-adapter.ts';
import { functionUrl } from '../support/adapters-function-url.ts';
import { loadBalancer, multiValueLoadBalancer } from '../support/adapters-load-balancer.ts';
import { restApi } from '../support/adapters-rest-api.ts';
import { lambdaContext, region } from '../support/lambda-context.ts';

const eventSources: [string, EventAdapter][] = [
  ['an HTTP API', httpApi],
  ['a function URL', functionUrl],
  ['a REST API', restApi],
  ['a load balancer', loadBalancer],
  ['a load balancer in multi-value mode', multiValueLoadBalancer],
];

describe('What Lambda loads', () => {
  let lines: Record<string, unknown>[];
  beforeEach(() => {
    lines = [];
    vi.resetModules();
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      lines.push(JSON.parse(String(text)) as Record<string, unknown>);
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  const started = async (
    env: Readonly<Record<string, string>>,
  ): Promise<ReturnType<typeof createHandler>> => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    return (await import('../../src/lambda.ts')).handler;
  };

  it('serves the packaged policy', async () => {
    const handler = await started({ AWS_REGION: region });
    const answer = httpApi.answer(
      await handler(httpApi.event({ method: 'GET', path: '/policy' }), lambdaContext()),
    );
    expect(answer.status).toBe(200);
    expect(lines).toMatchObject([
      { level: 'info', status: 200 },
      { Requests: 1, ColdStarts: 1 },
    ]);
    expect(lines[0]).not.toHaveProperty('request');
  });

  it('knows its bots, and takes the event of an API behind one alias alone', async () => {
    const handler = await started({ AWS_REGION: region, BOTS: 'payments', HTTP_ALIAS: 'live' });
    const event = httpApi.event({ method: 'GET', path: '/policy' });
    const statusBehind = async (qualifier?: string) =>
      httpApi.answer(await handler(event, lambdaContext(undefined, undefined, qualifier))).status;
    expect([await statusBehind('live'), await statusBehind()]).toEqual([200, 400]);
    await handler({ name: 'web-server' }, lambdaContext(undefined, undefined, 'payments'));
    expect(lines.at(-2)).toMatchObject({ caller: 'bot:payments' });
  });

  it('shows requests in the log where LOG_LEVEL says so', async () => {
    const handler = await started({ AWS_REGION: region, LOG_LEVEL: 'debug' });
    await handler(httpApi.event({ method: 'GET', path: '/policy' }), lambdaContext());
    expect(lines[0]).toHaveProperty('request.headers');
  });

  it.each(eventSources)(
    'with a wrong setting answers %s in its form, and names the setting in the log alone',
    async (_, adapter) => {
      const handler = await started({ AWS_REGION: region, POLICY_TTL_SECONDS: 'a minute' });
      const { status, body } = adapter.answer(
        await handler(
          adapter.event({ method: 'GET', path: '/policy' }),
          lambdaContext(undefined, undefined, 'live'),
        ),
      );
      expect(status).toBe(500);
      expect(JSON.parse(body)).toMatchObject({ code: 'proxy-misconfigured' });
      expect(body).not.toContain('POLICY_TTL_SECONDS');
      expect(lines).toMatchObject([
        {
          level: 'error',
          code: 'proxy-misconfigured',
          error: { message: expect.stringContaining('POLICY_TTL_SECONDS must be') as unknown },
        },
        { Requests: 1, Failed: 1, ColdStarts: 1, Code: 'proxy-misconfigured' },
      ]);
    },
  );

  it('with a wrong setting answers a direct invocation, too, as often as it comes', async () => {
    const handler = await started({ AWS_REGION: '' });
    for (const coldStarts of [1, 0]) {
      lines.length = 0;
      expect(await handler({ name: 'web-server' }, lambdaContext())).toMatchObject({
        status: 500,
        code: 'proxy-misconfigured',
        message: expect.stringMatching(/^This request created nothing/) as unknown,
      });
      expect(lines).toMatchObject([{ level: 'error' }, { ColdStarts: coldStarts }]);
    }
  });
});
