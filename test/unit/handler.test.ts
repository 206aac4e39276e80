import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { tunedClient } from '../../src/aws/image-builder/tuning.ts';
import { MalformedRequest, ProxyMisconfigured } from '../../src/errors.ts';
import {
  answerRequest,
  createHandler,
  servedBy,
  type Respond,
  type RespondContext,
} from '../../src/handler.ts';
import type { JsonObject } from '../../src/json/json-value.ts';
import { openReport } from '../../src/observability/report.ts';
import type { CompiledPolicy } from '../../src/policy/compile.ts';
import type { Answer } from '../../src/proxy-request.ts';
import { httpApi, type EventAdapter } from '../support/adapters-adapter.ts';
import { functionUrl } from '../support/adapters-function-url.ts';
import { loadBalancer, multiValueLoadBalancer } from '../support/adapters-load-balancer.ts';
import { restApi } from '../support/adapters-rest-api.ts';
import { openHandler, type HandlerOptions } from '../support/handler.ts';
import type { ClientRequest } from '../support/http-api-event.ts';
import { account, lambdaContext, region } from '../support/lambda-context.ts';
import { arn, compiledPolicyOf, emptyPolicy, fixedPolicy } from '../support/policy.ts';
import { proxyRequest } from '../support/proxy-request.ts';

const eventSources: [string, EventAdapter][] = [
  ['an HTTP API', httpApi],
  ['a function URL', functionUrl],
  ['a REST API', restApi],
  ['a load balancer', loadBalancer],
  ['a load balancer in multi-value mode', multiValueLoadBalancer],
];

const answer: Answer = { status: 200, message: 'An example.', document: { example: true } };
const body = {
  name: 'web-server',
  imageRecipeArn: arn('image-recipe/web-server/1.0.0'),
  infrastructureConfigurationArn: arn('infrastructure-configuration/standard'),
};

/** What a log holds, each line parsed. */
const logOf = () => {
  const lines: Record<string, unknown>[] = [];
  const log = (line: string): void => void lines.push(JSON.parse(line) as Record<string, unknown>);
  return { lines, log };
};

/** The function around a way of answering, and its log. */
const around = (respond: Respond) => {
  const { lines, log } = logOf();
  return { lines, handler: createHandler(respond, openReport({ log })) };
};

/** The whole function on a policy that says nothing and an Image Builder that always creates, and its log. */
const whole = (options: HandlerOptions = {}) => {
  const { lines, log } = logOf();
  const created: string[] = [];
  const handler = openHandler({
    policySource: fixedPolicy(emptyPolicy),
    createImagePipeline: ({ name }) => {
      created.push(name);
      const imagePipelineArn = arn(`image-pipeline/${name}`);
      return Promise.resolve({
        requestId: 'upstream',
        imagePipelineArn,
        attempts: 1,
        durationMs: 5,
      });
    },
    log,
    ...options,
  });
  const send = async (request: ClientRequest) => {
    const given = httpApi.answer(await handler(httpApi.event(request), lambdaContext()));
    return {
      ...given,
      document: given.body === '' ? undefined : (JSON.parse(given.body) as JsonObject),
    };
  };
  return { lines, created, handler, send };
};

/** A client of Image Builder that sends nothing, and what it would have sent. */
const recordingClient = () => {
  const sent: unknown[] = [];
  const client = tunedClient({
    region,
    credentials: { accessKeyId: 'EXAMPLE', secretAccessKey: 'example' },
    maxAttempts: 1,
    requestHandler: {
      handle: (request: unknown) => {
        sent.push(request);
        return Promise.reject(new Error('Nothing goes out.'));
      },
    },
  });
  return { client, sent };
};

/** The lines of one request: its line of the log and its metrics, and nothing else. */
const oneOfEach = (status: number): unknown[] => [
  expect.objectContaining({ status, message: expect.any(String) as unknown }),
  expect.objectContaining({ status, Requests: 1 }),
];

describe('Every request', () => {
  const thrown: [string, unknown, number][] = [
    ['a problem', new MalformedRequest('No.'), 400],
    ['a mistake of ours', new TypeError('undefined is not a function'), 500],
    ['a text', 'text', 500],
    ['nothing at all', undefined, 500],
  ];

  it('that is answered has one line of the log and one of metrics', async () => {
    const { lines, handler } = around(() => Promise.resolve(answer));
    expect(await handler({}, lambdaContext())).toEqual({
      status: 200,
      message: 'An example.',
      example: true,
    });
    expect(lines).toEqual(oneOfEach(200));
    expect(lines[0]).toMatchObject({ durationMs: expect.any(Number) as unknown });
    expect(lines[1]).toMatchObject({ FunctionName: 'image-pipeline-proxy', ColdStarts: 1 });
  });

  it.each(thrown)('that ends with %s has one of each, too', async (_, error, status) => {
    // Whatever is thrown is the point of this test.
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    const { lines, handler } = around(() => Promise.reject(error));
    expect(await handler({}, lambdaContext())).toMatchObject({ status });
    expect(lines).toEqual(oneOfEach(status));
  });

  it.each(thrown)('has one of each where %s is thrown at once', async (_, error, status) => {
    const { lines, handler } = around(() => {
      throw error;
    });
    expect(await handler({}, lambdaContext())).toMatchObject({ status });
    expect(lines).toEqual(oneOfEach(status));
  });

  it.each([undefined, null, 7, 'text', [], { Records: [] }])(
    'has one of each where the event is %j',
    async (event) => {
      const { lines, handler } = whole();
      const { status } = await handler(event, lambdaContext());
      expect(status).toBe(400);
      expect(lines).toEqual(oneOfEach(400));
    },
  );

  it('but the first is no cold start, whether that was answered or not', async () => {
    let requests = 0;
    const { lines, handler } = around(() =>
      (requests += 1) === 1 ? Promise.reject(new Error('No.')) : Promise.resolve(answer),
    );
    for (let index = 0; index < 3; index += 1) await handler({}, lambdaContext());
    const metrics = lines.filter((line) => '_aws' in line);
    expect(metrics.map(({ ColdStarts }) => ColdStarts)).toEqual([1, 0, 0]);
  });

  it('is answered though the log throws', async () => {
    const handler = createHandler(
      () => Promise.resolve(answer),
      openReport({
        log: () => {
          throw new Error('EPIPE');
        },
      }),
    );
    expect(await handler({}, lambdaContext())).toMatchObject({ status: 200 });
  });

  it.each(eventSources)('from %s is answered in its form', async (_, adapter) => {
    for (const [respond, status] of [
      [() => Promise.resolve(answer), 200],
      [() => Promise.reject(new ProxyMisconfigured('No.')), 500],
    ] as const) {
      const { lines, handler } = around(respond);
      const given = adapter.answer(await handler(adapter.event({ body }), lambdaContext()));
      expect(given.status).toBe(status);
      expect(given.headers['content-type']).toMatch(/^application\/(?:problem\+)?json$/);
      expect(lines).toEqual(oneOfEach(status));
    }
  });
});

describe('A request that is not answered in time', () => {
  it('is answered all the same; what ends later writes nothing more and creates nothing', async () => {
    const policy = Promise.withResolvers<CompiledPolicy>();
    const { lines, log } = logOf();
    const { client, sent } = recordingClient();
    const handler = openHandler({ client, policySource: () => policy.promise, log });
    const startedAt = performance.now();
    const given = await handler(body, lambdaContext(600));
    expect(performance.now() - startedAt).toBeLessThan(600);
    expect(given).toMatchObject({ status: 503, code: 'policy-unavailable' });
    policy.resolve(compiledPolicyOf(emptyPolicy));
    await delay(100);
    expect(lines).toEqual(oneOfEach(503));
    expect(sent).toEqual([]);
    // The same client and policy do create where there is time.
    await handler(body, lambdaContext());
    expect(sent).toHaveLength(1);
  });

  it.each([2_500, 1_000, 600, 200, 0, -5_000])(
    'has created nothing where nothing was sent, with %i ms left',
    async (millis) => {
      // As while a role is assumed.
      const { lines, handler } = whole({ createImagePipeline: () => new Promise(() => undefined) });
      const given = await handler(body, lambdaContext(millis));
      expect(given).toMatchObject({
        status: 504,
        code: 'image-builder-timeout',
        detail: 'The time was up before the request could be sent to Image Builder.',
        hint: 'This request created nothing. Send it again with the same clientToken.',
      });
      expect(given['message']).toMatch(/^This request created nothing/);
      expect(lines).toEqual(oneOfEach(504));
    },
  );

  it('has created nothing where everything that was sent was refused', async () => {
    const { handler } = whole({
      createImagePipeline: (_, { onCall }) => {
        onCall?.({ count: () => 2, mayExist: () => false });
        return new Promise(() => undefined);
      },
    });
    const given = await handler(body, lambdaContext(600));
    expect(given).toMatchObject({ status: 503, code: 'image-builder-unavailable' });
    expect(JSON.stringify(given)).not.toMatch(/may (?:exist|have been created)/i);
  });

  it('may have created something once Image Builder was asked', async () => {
    const { lines, handler } = whole({
      createImagePipeline: (_, { onCall }) => {
        onCall?.({ count: () => 1, mayExist: () => true });
        return new Promise(() => undefined);
      },
    });
    const given = await handler(body, lambdaContext(600));
    expect(given).toMatchObject({ status: 504, code: 'image-builder-timeout' });
    expect(given['message']).toMatch(/^May have been created/);
    expect(lines).toEqual(oneOfEach(504));
  });

  it('that rejects after its deadline rejects nothing in the process', async () => {
    const policy = Promise.withResolvers<CompiledPolicy>();
    const { handler, lines } = whole({ policySource: () => policy.promise });
    await handler(body, lambdaContext(600));
    policy.reject(new Error('late'));
    await delay(20);
    expect(lines).toHaveLength(2);
  });

  it('has its half of the reserve after its deadline, and no more', async () => {
    const startedAt = performance.now();
    const request = proxyRequest({ deadline: startedAt });
    const inTime = await answerRequest(() => delay(100, answer), request, lambdaContext());
    expect(inTime).toEqual({ answer });
    const late = { ...request, deadline: performance.now() };
    const { answer: problem } = await answerRequest(
      () => delay(600, answer),
      late,
      lambdaContext(),
    );
    expect(problem.status).toBe(503);
  });
});

describe('The routes', () => {
  it.each([
    ['POST', '/image-pipelines', 201],
    ['POST', '/image-pipelines/', 201],
    ['POST', '/portal/image-pipelines', 201],
    ['GET', '/policy', 200],
    ['GET', '/policy/', 200],
    ['GET', '/portal/policy', 200],
    ['GET', '/openapi.json', 200],
    ['GET', '/portal/openapi.json', 200],
    ['HEAD', '/policy', 200],
    ['HEAD', '/openapi.json/', 200],
    ['GET', '/image-pipelines', 404],
    ['HEAD', '/image-pipelines', 404],
    ['PUT', '/image-pipelines', 404],
    ['POST', '/policy', 404],
    ['GET', '/', 404],
    ['GET', '/portal', 404],
    ['POST', '/image-pipelines/web-server', 404],
    ['get', '/policy', 404],
  ])('answer %s %s with %i', async (method, path, status) => {
    const { send, lines, created } = whole();
    const given = await send({ method, path, ...(method === 'POST' && { body }) });
    expect(given.status).toBe(status);
    expect(created).toHaveLength(status === 201 ? 1 : 0);
    expect(lines).toEqual(oneOfEach(status));
  });

  it('answer HEAD as GET, without the body', async () => {
    const { send } = whole();
    const [head, get] = [
      await send({ method: 'HEAD', path: '/policy' }),
      await send({ method: 'GET', path: '/policy' }),
    ];
    expect(head.body).toBe('');
    expect(head.headers).toEqual(get.headers);
    expect(get.document).toHaveProperty('layers');
  });

  it('are named to whoever asks for another one', async () => {
    const { send } = whole();
    const { document } = await send({ method: 'GET', path: '/no\u202esuch' });
    expect(document).toMatchObject({ code: 'no-such-route', status: 404 });
    expect(document?.['detail']).toBe(
      'There is no "GET /no\\u202esuch"; this proxy serves POST /image-pipelines, GET /policy and GET /openapi.json.',
    );
  });

  it('tell the policy only to a well-formed question', async () => {
    const { send } = whole();
    const path = '/policy';
    expect((await send({ method: 'GET', path, query: 'recipe=container' })).status).toBe(200);
    expect((await send({ method: 'GET', path, query: 'recipe=neither' })).status).toBe(400);
  });

  it('give the OpenAPI document without a policy', async () => {
    const { send } = whole({ policySource: () => Promise.reject(new Error('No.')) });
    const { status, document } = await send({ method: 'GET', path: '/openapi.json' });
    expect([status, document?.['openapi']]).toEqual([200, expect.stringMatching(/^3\./)]);
  });
});

describe('A request to create', () => {
  it('that is refused names its layers in the log', async () => {
    const layers = [{ name: 'organization', enforced: { description: 'Ours.' } }];
    const { send, lines, created } = whole({ policySource: fixedPolicy({ layers }) });
    expect((await send({ body: { ...body, description: 'Mine.' } })).status).toBe(422);
    expect(lines[0]).toMatchObject({ status: 422, layers: ['organization'] });
    expect(created).toEqual([]);
  });

  it('that cannot be read never asks for the policy', async () => {
    let asked = 0;
    const { send } = whole({
      policySource: () => {
        asked += 1;
        return Promise.reject(new Error('No.'));
      },
    });
    expect((await send({ body: '{' })).status).toBe(400);
    expect((await send({ body: ' '.repeat(300_000) })).status).toBe(413);
    expect(asked).toBe(0);
  });
});

describe('The targets that are served', () => {
  const context = (invokedFunctionArn: string): RespondContext => ({ invokedFunctionArn });
  const lambdaArn = `arn:aws:lambda:${region}:${account}:function:proxy`;

  it('have the account of the function’s ARN, unless a setting names it', () => {
    expect(servedBy({ region })(context(lambdaArn))).toEqual({ region, account });
    const accountId = '444455556666';
    expect(servedBy({ region, accountId })(context(lambdaArn))?.account).toBe(accountId);
    expect(servedBy({ region, accountId })(context('proxy'))?.account).toBe(accountId);
  });

  it('are the settings’ own', () => {
    const settings = { region, targetAccounts: ['444455556666'], targetRegions: ['us-east-1'] };
    expect(servedBy(settings)(context(lambdaArn))).toEqual({ ...settings, account });
  });

  it('are a misconfiguration where neither tells the account', () => {
    expect(() => servedBy({ region })(context('proxy'))).toThrow(ProxyMisconfigured);
  });
});
