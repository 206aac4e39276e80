import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEvent } from '../../../src/adapters/event-source.ts';
import type { ProxyRequest } from '../../../src/proxy-request.ts';
import {
  httpApi,
  httpApiOnStage,
  inBase64,
  type EventAdapter,
} from '../../support/adapters-adapter.ts';
import { functionUrl } from '../../support/adapters-function-url.ts';
import { loadBalancer, multiValueLoadBalancer } from '../../support/adapters-load-balancer.ts';
import { restApi, restApiOnBasePath } from '../../support/adapters-rest-api.ts';
import type { ClientRequest } from '../../support/http-api-event.ts';
import { lambdaContext } from '../../support/lambda-context.ts';

const context = lambdaContext();

/** What has to be the same whatever the event source: all but when, the form of the answer, and the names of hosts. */
const essence = (adapter: EventAdapter, request: ClientRequest): Partial<ProxyRequest> => {
  const { requestTime, deadline, form, headers, query, body, isBase64Encoded, ...rest } =
    parseEvent(adapter.event(request), context);
  const { host, ...others } = headers;
  return {
    ...rest,
    headers: others,
    // A map of lists keeps the order of the values of one name only.
    query: query.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
    body: isBase64Encoded ? Buffer.from(String(body), 'base64').toString() : body,
  };
};

const word = fc.oneof(
  fc.constantFrom('dryRun', 'recipe', 'true', 'ä ö', 'a+b', '50%', 'a&b=c', '__proto__', '[x]'),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const parameters = (name: fc.Arbitrary<string>): fc.Arbitrary<[string, string][]> =>
  fc.array(fc.tuple(name, word), { maxLength: 4 });
const queryOf = (pairs: [string, string][]): string => new URLSearchParams(pairs).toString();
const named = word.filter((name) => name !== '');
const query = parameters(named).map(queryOf);
const queryWithoutRepeats = parameters(named).map((pairs) => queryOf([...new Map(pairs)]));

const authorizer = fc.oneof(
  fc.record({
    iam: fc.record({
      userArn: fc.stringMatching(/^arn:aws:iam::\d{12}:user\/[a-z]{1,8}$/),
      accountId: fc.stringMatching(/^\d{12}$/),
    }),
  }),
  fc.record({ jwt: fc.record({ claims: fc.record({ sub: word, groups: word }) }) }),
  fc.constant({}),
);

const requestWith = (queries: fc.Arbitrary<string>): fc.Arbitrary<ClientRequest> =>
  fc.record(
    {
      method: fc.constantFrom('POST', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'),
      path: fc.constantFrom('/image-pipelines', '/image-pipelines/', '/policy', '/', '/other/path'),
      query: queries,
      headers: fc.dictionary(fc.stringMatching(/^[a-z][a-z-]{0,11}$/), fc.string(), {
        maxKeys: 4,
        noNullPrototype: true,
      }),
      body: fc.oneof(fc.string({ unit: 'grapheme', minLength: 1 }), fc.json()),
      authorizer,
    },
    { requiredKeys: ['query', 'authorizer'], noNullPrototype: true },
  );

describe('One request is the same request', () => {
  it.each([
    ['an HTTP API on a named stage', httpApiOnStage],
    ['an HTTP API, in base64', inBase64(httpApi)],
    ['a function URL', functionUrl],
    ['a REST API', restApi],
    ['a REST API, in base64', inBase64(restApi)],
    ['a REST API on a base path', restApiOnBasePath],
  ])('through %s as through an HTTP API', (_, adapter) => {
    fc.assert(
      fc.property(requestWith(query), (request) => {
        expect(essence(adapter, request)).toEqual(essence(httpApi, request));
      }),
    );
  });

  it.each([
    ['a load balancer', loadBalancer, queryWithoutRepeats],
    ['a load balancer in multi-value mode', multiValueLoadBalancer, query],
    ['a load balancer, in base64', inBase64(multiValueLoadBalancer), query],
  ])('through %s as through an HTTP API, but for its caller', (_, adapter, queries) => {
    fc.assert(
      fc.property(requestWith(queries), (request) => {
        expect(essence(adapter, request)).toEqual({
          ...essence(httpApi, request),
          caller: { groups: [] },
        });
      }),
    );
  });

  it('through a load balancer in single-value mode but for a repeated parameter, of which the last is left', () => {
    const request = { query: 'dryRun=true&dryRun=false' };
    expect(essence(httpApi, request).query).toHaveLength(2);
    expect(essence(multiValueLoadBalancer, request).query).toHaveLength(2);
    expect(essence(loadBalancer, request).query).toEqual([['dryRun', 'false']]);
  });
});
