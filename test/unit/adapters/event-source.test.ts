import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json/json-value.ts';
import { receive, reply } from '../../../src/adapters/event-source.ts';
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
const routeOf = (event: JsonObject): string => receive(event, context).route;

describe.each(http)('Through %s', (_, door) => {
  it.each([
    ['POST', '/image-pipelines', 'POST /image-pipelines'],
    ['POST', '/image-pipelines/', 'POST /image-pipelines'],
    ['POST', '/image-pipelines//', 'POST /image-pipelines/'],
    ['POST', '/Image-Pipelines', 'POST /Image-Pipelines'],
    ['GET', '/policy', 'GET /policy'],
    ['HEAD', '/policy', 'GET /policy'],
    ['OPTIONS', '/image-pipelines', 'OPTIONS /image-pipelines'],
    ['GET', '/', 'GET /'],
  ])('%s %s is for %s', (method, path, route) => {
    expect(routeOf(door.event({ method, path }))).toBe(route);
  });

  it('an answer has its status, its type, its own headers and its document', () => {
    const request = receive(door.event({}), context);
    const document = { code: 'throttled' };
    const answer = reply(request, {
      status: 429,
      message: 'one line',
      document,
      headers: { 'retry-after': '5' },
    });
    expect(door.answer(answer)).toEqual({
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
      door.answer(reply(receive(door.event({ method, path: '/policy' }), context), given)),
    );
    expect(get?.body).toBe('{"layers":[]}');
    expect(head).toEqual({ ...get, body: '' });
  });

  it('no body is no body, however the event says so', () => {
    for (const body of [undefined, null, '']) {
      expect(receive({ ...door.event({}), body }, context).body).toBeUndefined();
    }
  });
});

describe('The headers of an event', () => {
  const headersOf = (members: object): object =>
    receive({ ...restApi.event({}), ...members }, context).headers;

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

  it('are none where they are none', () => {
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
        const request = receive(event, context);
        expect(['http', 'direct']).toContain(request.door);
        expect(reply(request, { status: 200, message: '', document: {} })).toBeTypeOf('object');
      }),
    );
  });
});
