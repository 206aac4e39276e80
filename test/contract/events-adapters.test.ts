import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject } from '../../src/json/json-value.ts';
import { parseEvent } from '../../src/adapters/event-source.ts';
import { openInProcessProxy } from '../support/in-process-proxy.ts';
import { account, lambdaContext } from '../support/lambda-context.ts';
import { fixedPolicy } from '../support/policy.ts';
import type { Proxy } from '../support/proxy.ts';

const folder = new URL('../../events/event-sources/', import.meta.url);

const read = (name: string): JsonObject => {
  const event: unknown = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
  if (!isJsonObject(event)) throw new TypeError(`${name} is not an object`);
  return event;
};

const service = {
  id: 'arn:aws:sts::123456789012:assumed-role/build-service/example',
  account: '123456789012',
  groups: [],
};
const portalUser = { id: 'jwt:3f0c1d2e-0000-4000-8000-000000000000', groups: ['web', 'payments'] };
const anonymous = { groups: [] };

/** Each captured event: the status of its answer, the members that the answer has, and who is taken for its caller. */
const captured: [name: string, status: number, form: string[], caller: object][] = [
  ['http-api', 201, ['body', 'headers', 'isBase64Encoded', 'statusCode'], service],
  ['http-api-jwt', 200, ['body', 'headers', 'isBase64Encoded', 'statusCode'], portalUser],
  ['rest-api', 201, ['body', 'headers', 'isBase64Encoded', 'statusCode'], service],
  ['function-url', 201, ['body', 'headers', 'isBase64Encoded', 'statusCode'], service],
  [
    'load-balancer',
    200,
    ['body', 'headers', 'isBase64Encoded', 'statusCode', 'statusDescription'],
    anonymous,
  ],
  [
    'load-balancer-multi-value',
    201,
    ['body', 'isBase64Encoded', 'multiValueHeaders', 'statusCode', 'statusDescription'],
    anonymous,
  ],
  [
    'direct',
    200,
    [
      'clientToken',
      'dryRun',
      'imagePipeline',
      'message',
      'policyRevision',
      'provenance',
      'status',
      'validatedBy',
      'warnings',
    ],
    anonymous,
  ],
];

describe('The captured event of each event source', () => {
  let proxy: Proxy;
  beforeAll(async () => {
    proxy = await openInProcessProxy();
  });
  afterAll(async () => {
    await proxy.close();
  });

  it('is listed here', () => {
    expect(readdirSync(folder).sort()).toEqual(captured.map(([name]) => `${name}.json`).sort());
  });

  it.each(captured)('%s is answered with %i in its own form', async (name, status, form) => {
    const answer = await proxy.invoke(read(name));
    expect(answer['statusCode'] ?? answer.status, JSON.stringify(answer)).toBe(status);
    expect(Object.keys(answer).sort()).toEqual(form);
  });

  it.each(captured)('%s (%i %j) is taken to come from the right caller', (name, _, __, caller) => {
    expect(parseEvent(read(name), lambdaContext()).caller).toEqual(caller);
  });
});

describe('docs/local.md, under the example of a platform team', () => {
  it('has an event of an API that says whom it is from, and no grant for who sends none', async () => {
    const policy = readFileSync(
      new URL('../../policy/examples/platform-team.json', folder),
      'utf8',
    );
    const proxy = await openInProcessProxy({ policy: fixedPolicy(JSON.parse(policy)) });
    const text = JSON.stringify(read('http-api-jwt')).replace('[web payments]', '[platform]');
    const answer = await proxy.invoke(JSON.parse(text));
    expect(answer['statusCode']).toBe(200);
    expect(JSON.parse(String(answer['body']))).toMatchObject({ grant: 'platform' });
    const iam = { userArn: `arn:aws:sts::${account}:assumed-role/local/developer` };
    const { document } = await proxy.send({ authorizer: { iam }, body: { name: 'web-server' } });
    expect(document.errors?.map(({ code }) => code)).toEqual(['not-granted']);
    await proxy.close();
  });
});
