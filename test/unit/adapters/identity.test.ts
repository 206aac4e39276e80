import { describe, expect, it } from 'vitest';
import type { IdentitySettings } from '../../../src/config.ts';
import type { JsonObject } from '../../../src/json/json-value.ts';
import { parseEvent } from '../../../src/adapters/event-source.ts';
import { anonymous } from '../../../src/adapters/identity.ts';
import { httpApi, type EventAdapter } from '../../support/adapters-adapter.ts';
import { functionUrl } from '../../support/adapters-function-url.ts';
import { loadBalancer, multiValueLoadBalancer } from '../../support/adapters-load-balancer.ts';
import { restApi, restApiOnBasePath } from '../../support/adapters-rest-api.ts';
import { lambdaContext } from '../../support/lambda-context.ts';

const callerOf = (event: JsonObject): object => parseEvent(event, lambdaContext()).caller;

const userArn = 'arn:aws:sts::111122223333:assumed-role/payments-ci/example';
const base64url = (value: object): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');
const signed = { iam: { userArn, accountId: '111122223333' } };
const claims = { sub: userArn, groups: '[payments]' };

const apis: [string, EventAdapter][] = [
  ['an HTTP API', httpApi],
  ['a function URL', functionUrl],
  ['a REST API', restApi],
  ['a REST API on a base path', restApiOnBasePath],
];
const loadBalancers: [string, EventAdapter][] = [
  ['a load balancer', loadBalancer],
  ['a load balancer in multi-value mode', multiValueLoadBalancer],
];

/** Everything that a client could write into a request to pass for somebody. */
const pretence = {
  'x-amzn-oidc-identity': 'somebody',
  'x-amzn-oidc-data': 'e30.eyJzdWIiOiJzb21lYm9keSJ9.x',
  'x-amzn-oidc-accesstoken': 'e30.eyJzdWIiOiJzb21lYm9keSJ9.x',
  authorization: 'Bearer e30.eyJzdWIiOiJzb21lYm9keSIsImdyb3VwcyI6WyJwYXltZW50cyJdfQ.x',
};

describe('The caller', () => {
  it.each(apis)('of %s is who signed the request', (_, { event }) => {
    expect(callerOf(event({ authorizer: signed }))).toEqual({
      id: userArn,
      account: '111122223333',
      groups: [],
    });
  });

  it.each(apis)(
    'of %s with a token cannot pass for the ARN that its subject is',
    (_, { event }) => {
      expect(callerOf(event({ authorizer: { jwt: { claims } } }))).toEqual({
        id: `jwt:${userArn}`,
        groups: ['payments'],
      });
    },
  );

  it.each(apis)(
    'of %s without an authorizer is anonymous, whatever its headers say',
    (_, { event }) => {
      expect(callerOf(event({ authorizer: {}, headers: pretence }))).toEqual(anonymous);
    },
  );

  it.each(loadBalancers)('of %s is anonymous, whatever its headers say', (_, { event }) => {
    expect(callerOf(event({ headers: pretence }))).toEqual(anonymous);
  });

  it('of a REST API whose identity is null is anonymous', () => {
    const event = restApi.event({ authorizer: {} });
    expect(event['requestContext']).toMatchObject({ identity: { userArn: null, accountId: null } });
    expect(callerOf(event)).toEqual(anonymous);
  });

  it.each([
    ['an HTTP API', httpApi, { lambda: { sub: 'somebody', userArn, claims } }],
    ['a function URL', functionUrl, { lambda: { jwt: { claims } } }],
  ])('of %s is not what a Lambda authorizer says', (_, adapter, authorizer) => {
    expect(callerOf(adapter.event({ authorizer }))).toEqual(anonymous);
  });

  it('of a REST API is not what a Lambda authorizer says', () => {
    const event = restApi.event({ authorizer: {} });
    const requestContext = {
      ...(event['requestContext'] as JsonObject),
      authorizer: { principalId: 'somebody', claims, userArn, sub: 'somebody' },
    };
    expect(callerOf({ ...event, requestContext })).toEqual(anonymous);
  });

  it.each(apis)('of %s with a token whose groups cannot be told apart has none', (_, { event }) => {
    const unclear = { ...claims, groups: '[payments web]' };
    expect(callerOf(event({ authorizer: { jwt: { claims: unclear } } }))).toEqual({
      id: `jwt:${userArn}`,
      groups: [],
      hasUnclearGroups: true,
    });
  });

  it.each(apis)('of %s has the groups that the settings tell apart', (_, { event }) => {
    const request = event({
      authorizer: { jwt: { claims: { ...claims, groups: '[payments web]' } } },
      headers: {
        authorization: `Bearer e30.${base64url({ ...claims, groups: ['payments web'] })}.x`,
      },
    });
    const groupsUnder = (settings: IdentitySettings) =>
      parseEvent(request, lambdaContext(), settings).caller.groups;
    expect(groupsUnder({})).toEqual(['payments web']);
    expect(groupsUnder({ tokenHeader: 'none' })).toEqual([]);
    expect(groupsUnder({ tokenHeader: 'none', groupNames: 'words' })).toEqual(['payments', 'web']);
  });

  it.each(apis)(
    'of %s with a token without a subject is anonymous, in no group',
    (_, { event }) => {
      for (const sub of ['', undefined, 7]) {
        const authorizer = { jwt: { claims: { groups: '[payments]', sub } } };
        expect(callerOf(event({ authorizer }))).toEqual(anonymous);
      }
    },
  );

  it.each(apis)('of %s with an account and no ARN is anonymous', (_, { event }) => {
    const authorizer = { iam: { accountId: '111122223333', userArn: null } };
    expect(callerOf(event({ authorizer }))).toEqual(anonymous);
  });

  it('of a direct invocation is anonymous, whatever it says of its sender', () => {
    const claimed = { caller: { id: userArn }, identity: { userArn }, authorizer: signed };
    expect(callerOf({ name: 'web-server', ...claimed })).toEqual(anonymous);
    const context = { client: { custom: { userArn } } };
    expect(parseEvent({}, { ...lambdaContext(), clientContext: context } as never).caller).toEqual(
      anonymous,
    );
  });
});

describe('Behind the alias "direct"', () => {
  const { invokedFunctionArn, ...rest } = lambdaContext();
  const context = { ...rest, invokedFunctionArn: `${invokedFunctionArn}:direct` };

  it.each([...apis, ...loadBalancers])(
    'an event of %s is refused, and its caller is anonymous',
    (_, adapter) => {
      const request = parseEvent(adapter.event({ authorizer: signed }), context);
      expect([request.eventSource, request.caller]).toEqual(['direct', anonymous]);
      expect(request.unreadable?.message).toMatch(
        /^The event of an API is taken only behind the alias that the API invokes\. Send POST/,
      );
    },
  );

  it('a request document is what it always is', () => {
    const document = { name: 'web-server' };
    const { requestTime, deadline, ...request } = parseEvent(document, context);
    const {
      requestTime: _,
      deadline: __,
      ...always
    } = parseEvent(document, { ...context, invokedFunctionArn });
    expect(request).toEqual(always);
    expect(requestTime).toMatch(/^\d{4}-.*Z$/);
    expect(deadline).toBeGreaterThan(0);
  });
});
