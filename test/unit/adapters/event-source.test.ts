import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json/json-value.ts';
import { parseEvent, formatResponse } from '../../../src/adapters/event-source.ts';
import { anonymous } from '../../../src/adapters/identity.ts';
import { httpApi, type EventAdapter } from '../../support/adapters-adapter.ts';
import { functionUrl } from '../../support/adapters-function-url.ts';
import { loadBalancer, multiValueLoadBalancer } from '../../support/adapters-load-balancer.ts';
import { restApi } from '../../support/adapters-rest-api.ts';
import { lambdaContext } from '../../support/lambda-context.ts';

const context = lambdaContext();
const http: [string, EventAdapter][] = [
  ['an HTTP API', httpApi],
  ['a function URL', functionUrl],
  ['a REST API', restApi],
  ['a load balancer', loadBalancer],
  ['a load balancer in multi-value mode', multiValueLoadBalancer],
];
/** A list in a list in a list, deeper than JSON can be written. */
const deep = (): unknown => {
  let value: unknown = [];
  for (let depth = 0; depth < 100_000; depth += 1) value = [value];
  return value;
};
const routeOf = (event: JsonObject): string => parseEvent(event, context).route;

describe.each(http)('Through %s', (_, adapter) => {
  it.each([
    ['POST', '/image-pipelines', 'POST /image-pipelines'],
    ['POST', '/image-pipelines/', 'POST /image-pipelines'],
    ['POST', '/image-pipelines//', 'POST /image-pipelines/'],
    ['POST', '/Image-Pipelines', 'POST /Image-Pipelines'],
    ['GET', '/policy', 'GET /policy'],
    ['HEAD', '/policy', 'GET /policy'],
    ['POST', '/portal/image-pipelines', 'POST /image-pipelines'],
    ['HEAD', '/portal/policy/', 'GET /policy'],
    ['GET', '/portal', 'GET /portal'],
    ['GET', '/portal/portal/policy', 'GET /portal/policy'],
    ['GET', '/portalx/policy', 'GET /portalx/policy'],
    ['OPTIONS', '/image-pipelines', 'OPTIONS /image-pipelines'],
    ['GET', '/', 'GET /'],
  ])('%s %s is for %s', (method, path, route) => {
    expect(routeOf(adapter.event({ method, path }))).toBe(route);
  });

  it('an answer has its status, its type, its own headers and its document', () => {
    const request = parseEvent(adapter.event({}), context);
    const document = { code: 'throttled' };
    const answer = formatResponse(request, {
      status: 429,
      message: 'one line',
      document,
      headers: { 'retry-after': '5' },
    });
    expect(adapter.answer(answer)).toEqual({
      status: 429,
      headers: {
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'strict-transport-security': 'max-age=63072000',
        'x-content-type-options': 'nosniff',
        'retry-after': '5',
      },
      body: JSON.stringify(document),
    });
  });

  it('HEAD is answered as GET is, without the body', () => {
    const given = { status: 200, message: '', document: { layers: [] } };
    const [head, get] = ['HEAD', 'GET'].map((method) =>
      adapter.answer(
        formatResponse(parseEvent(adapter.event({ method, path: '/policy' }), context), given),
      ),
    );
    expect(get?.body).toBe('{"layers":[]}');
    expect(head).toEqual({ ...get, body: '' });
  });

  it('no body is no body, however the event says so', () => {
    for (const body of [undefined, null, '']) {
      expect(parseEvent({ ...adapter.event({}), body }, context).body).toBeUndefined();
    }
  });
});

describe('The time to answer a request', () => {
  it.each([
    ['through HTTP', httpApi.event({}), 900_000, 27_500],
    ['through HTTP', httpApi.event({}), 28_001, 27_500],
    ['through HTTP', httpApi.event({}), 10_000, 9_500],
    ['of a direct invocation', {}, 900_000, 12_500],
    ['of a direct invocation', {}, 3_000, 2_500],
    ['of a direct invocation', {}, 100, -400],
    ['of another service', { Records: [] }, 900_000, 12_500],
  ])('%s, %j, with %i ms left to the function is %i ms', (_, event, left, expected) => {
    const before = performance.now();
    const { deadline } = parseEvent(event, { ...context, getRemainingTimeInMillis: () => left });
    const after = performance.now();
    expect(deadline).toBeGreaterThanOrEqual(before + expected);
    expect(deadline).toBeLessThanOrEqual(after + expected);
  });
});

describe('An event that holds no request', () => {
  it.each([
    ['direct', { Records: [{ eventSource: 'aws:sqs' }] }, /^This looks like records of "aws:sqs"/],
    ['http', { requestContext: { connectionId: 'x' } }, /WebSocket API, which this function does/],
    ['direct', deep(), /^The document is nested too deeply to be read\. Send POST/],
  ] as const)('is a request that says so: %s', (eventSource, event, message) => {
    const request = parseEvent(event, context);
    expect(request).toMatchObject({
      eventSource,
      route: 'POST /image-pipelines',
      caller: anonymous,
    });
    expect(request.unreadable).toMatchObject({ name: 'MalformedRequest' });
    expect(request.unreadable?.message).toMatch(message);
    expect(request.body).toBeUndefined();
  });
});

describe('The headers of an event', () => {
  const headersOf = (members: object): object =>
    parseEvent({ ...restApi.event({}), ...members }, context).headers;

  it('have names in lower case and all values of a repeated name, in order', () => {
    expect(
      headersOf({
        headers: { 'X-Example': 'c' },
        multiValueHeaders: { 'X-Example': ['a', 'b'], 'x-example': ['c'], Accept: ['*/*'] },
      }),
    ).toEqual({ 'x-example': 'a,b,c', accept: '*/*' });
  });

  it.each([null, undefined, {}])(
    'are the single ones where there are no multi-value ones: %j',
    (multiValueHeaders) => {
      expect(headersOf({ headers: { Accept: '*/*' }, multiValueHeaders })).toEqual({
        accept: '*/*',
      });
    },
  );

  it('are empty where the event has no map of them', () => {
    for (const none of [null, undefined, 'text', 7, []]) {
      expect(headersOf({ headers: none, multiValueHeaders: none })).toEqual({});
    }
  });
});

describe('A REST API’s path', () => {
  const event = restApi.event({});
  const place = (members: object): string => routeOf({ ...event, ...members });

  it('leaves out the base path of a custom domain', () => {
    expect(place({ path: '/v1/image-pipelines' })).toBe('POST /image-pipelines');
  });

  it('is filled in where the resource has parameters', () => {
    const pathParameters = { proxy: 'image-pipelines', unused: 'x' };
    expect(place({ resource: '/{proxy+}', path: '/v1/image-pipelines', pathParameters })).toBe(
      'POST /image-pipelines',
    );
    expect(place({ resource: '/{proxy+}', pathParameters: null })).toBe('POST /');
  });

  it('is the path within the stage on the default route of an HTTP API in format 1.0', () => {
    const members = { version: '1.0', resource: '$default', path: '/production/image-pipelines' };
    expect(place(members)).toBe('POST /image-pipelines');
  });
});

describe('Whatever comes in', () => {
  it('becomes a request or a refusal, and never an exception', () => {
    const contexts = fc.oneof(fc.object(), fc.constantFrom({ http: {} }, { elb: {} }, { http: 7 }));
    const events = fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          requestContext: contexts,
          httpMethod: fc.jsonValue(),
          headers: fc.jsonValue(),
          multiValueHeaders: fc.jsonValue(),
          queryStringParameters: fc.jsonValue(),
          multiValueQueryStringParameters: fc.jsonValue(),
          rawPath: fc.jsonValue(),
          rawQueryString: fc.jsonValue(),
          path: fc.jsonValue(),
          resource: fc.jsonValue(),
          pathParameters: fc.jsonValue(),
          body: fc.jsonValue(),
        },
        { requiredKeys: [], noNullPrototype: true },
      ),
    );
    fc.assert(
      fc.property(events, (event) => {
        const request = parseEvent(event, context);
        expect(['http', 'direct']).toContain(request.eventSource);
        expect(formatResponse(request, { status: 200, message: '', document: {} })).toBeTypeOf(
          'object',
        );
      }),
    );
  });
});
