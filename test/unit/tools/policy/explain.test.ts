import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainRequest } from '../../../../tools/policy/explain.ts';
import type { JsonObject } from '../../../../src/json/json-value.ts';
import type { Caller, OrganizationPolicy } from '../../../../src/policy/document.ts';
import {
  arbitraryFacts,
  arbitraryPolicy,
  arbitrarySent,
} from '../../../support/arbitrary-policy.ts';
import { openInProcessProxy } from '../../../support/in-process-proxy.ts';
import type { Proxy } from '../../../support/proxy.ts';

let current: OrganizationPolicy = { layers: [] };
let proxy: Proxy;
beforeAll(async () => {
  proxy = await openInProcessProxy({ policy: () => Promise.resolve({ policy: current }) });
});
afterAll(() => proxy.close());

/** What an authorizer says of a caller. */
const authorizerOf = ({ id, account, groups }: Caller): Record<string, unknown> => {
  if (id?.startsWith('jwt:') === true) {
    return { jwt: { claims: { sub: id.slice('jwt:'.length), groups }, scopes: null } };
  }
  return id === undefined ? {} : { iam: { userArn: id, accountId: account } };
};

/** A request as somebody writes one: sometimes with a mistake. */
const bodies: fc.Arbitrary<JsonObject> = fc
  .tuple(
    arbitrarySent,
    fc.record(
      {
        name: fc.constantFrom('x', 'web-server', '\ud800-text'),
        clientToken: fc.constantFrom('token', '', 5),
        schedule: fc.constantFrom('daily', { timezone: 'Berlin' }, null),
        tags: fc.constantFrom({ CostCenter: 300 }, { costcenter: '300' }, []),
        unknown: fc.constant(1),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
    fc.boolean(),
  )
  .map(([sent, mistakes, isMistaken]) => (isMistaken ? { ...sent, ...mistakes } : sent))
  // Middy's parser takes no member of this name, so the function never sees one.
  .filter((body) => !JSON.stringify(body).includes('__proto__'));

const explained = (caller: Caller, body: JsonObject) => {
  const text = JSON.stringify(body);
  const read = { body: JSON.parse(text) as JsonObject, text };
  return explainRequest(current, { caller, requestTime: '2026-08-01T12:00:00.000Z' }, read);
};

describe('an explanation', () => {
  it('says of any request under any policy what the function says of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryPolicy,
        arbitraryFacts,
        bodies,
        async (policy, { caller }, body) => {
          // The time of the request is the function's own.
          current = JSON.parse(
            JSON.stringify(policy).replaceAll('${requestTime}', 'then'),
          ) as OrganizationPolicy;
          const { wouldCreate, refusedAs, values, errors, warnings } = explained(caller, body);
          const { status, document } = await proxy.send({
            query: 'dryRun=true',
            body,
            authorizer: authorizerOf(caller),
          });
          expect(status === 200).toBe(wouldCreate);
          if (wouldCreate) {
            expect(document['provenance']).toEqual(
              Object.fromEntries(values.map(({ pointer, origin }) => [pointer, origin])),
            );
            expect(document.warnings).toEqual(warnings);
          } else {
            expect(document.code).toBe(refusedAs);
            expect(document.errors).toEqual(
              errors.map(({ pointer, code, detail }) => ({ pointer, code, detail })),
            );
          }
        },
      ),
    );
  });

  it('names a member that stands twice, as the function does', () => {
    const text = '{"name": "web-server", "name": "web-server"}';
    const body = JSON.parse(text) as JsonObject;
    const facts = { caller: { groups: [] }, requestTime: '2026-08-01T12:00:00.000Z' };
    const { refusedAs, errors } = explainRequest({ layers: [] }, facts, { body, text });
    expect(refusedAs).toBe('malformed-request');
    expect(errors[0]).toEqual({
      by: 'body',
      pointer: '/name',
      code: 'duplicate-member',
      detail: '"name" stands twice in one object: send it once.',
    });
  });
});
