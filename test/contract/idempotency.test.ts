import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { restApi } from '../support/adapters-rest-api.ts';
import { openInProcessProxy } from '../support/in-process-proxy.ts';
import type { ClientRequest } from '../support/http-api-event.ts';
import { account } from '../support/lambda-context.ts';
import { arn } from '../support/policy.ts';
import type { Proxy } from '../support/proxy.ts';

const iam = (name: string): object => ({
  iam: { accountId: account, userArn: `arn:aws:sts::${account}:assumed-role/dev/${name}` },
});

/** A token that reached Image Builder. */
const derived = /^[\w-]{43}$/;

describe('An idempotency key', () => {
  let proxy: Proxy;
  let named = 0;
  beforeAll(async () => {
    proxy = await openInProcessProxy();
  });
  beforeEach(() => {
    named += 1;
  });
  afterAll(async () => {
    await proxy.close();
  });

  const body = (members: object = {}): object => ({
    name: `keyed-${named}`,
    imageRecipeArn: arn('image-recipe/web-server/1.0.0'),
    ...members,
  });
  const lastToken = (): unknown =>
    (proxy.imageBuilder.requests.at(-1)?.body as { clientToken?: unknown } | undefined)
      ?.clientToken;
  /** What reached Image Builder for a key, sent by a caller. */
  const tokenFor = async (name: string, request: ClientRequest): Promise<unknown> => {
    const before = proxy.imageBuilder.requests.length;
    await proxy.send({ body: body(), authorizer: { ...iam(name) }, ...request });
    expect(proxy.imageBuilder.requests.length).toBe(before + 1);
    return lastToken();
  };
  const key = (text: string): ClientRequest => ({ headers: { 'idempotency-key': text } });

  it('is answered as it was written, and reaches Image Builder as something that nobody can guess from it', async () => {
    const { document } = await proxy.send({ body: body(), ...key('build-42') });
    expect(document.clientToken).toBe('build-42');
    expect(lastToken()).toMatch(derived);
  });

  it('is one for a caller in whichever of its ways it is sent, and in another environment of the function', async () => {
    const first = await tokenFor('ana', key('build-42'));
    expect(await tokenFor('ana', key('"build-42"'))).toBe(first);
    expect(await tokenFor('ana', { body: body({ clientToken: 'build-42' }) })).toBe(first);
    const other = await openInProcessProxy();
    await other.send({ body: body(), authorizer: { ...iam('ana') }, ...key('build-42') });
    expect(other.imageBuilder.requests.at(-1)?.body).toMatchObject({ clientToken: first });
    await other.close();
  });

  it('is another for each caller, for a token’s subject and for anonymous callers', async () => {
    const ana = await tokenFor('ana', key('build-43'));
    const bob = await tokenFor('bob', key('build-43'));
    const jwt = await tokenFor('', {
      authorizer: { jwt: { claims: { sub: `arn:aws:sts::${account}:assumed-role/dev/ana` } } },
      ...key('build-43'),
    });
    await proxy.invoke(body({ clientToken: 'build-43' }));
    const tokens = [ana, bob, jwt, lastToken(), await tokenFor('ana', key('build-44'))];
    expect(new Set(tokens).size).toBe(5);
  });

  it('does not give anybody the pipeline of another', async () => {
    const created = await proxy.send({
      body: body(),
      authorizer: { ...iam('ana') },
      ...key('mine'),
    });
    const again = await proxy.send({ body: body(), authorizer: { ...iam('ana') }, ...key('mine') });
    expect(again.document.imagePipelineArn).toBe(created.document.imagePipelineArn);
    const bob = await proxy.send({ body: body(), authorizer: { ...iam('bob') }, ...key('mine') });
    expect([bob.status, bob.document.code]).toEqual([409, 'already-exists']);
  });

  it('cannot be met by whoever knows what was sent for it', async () => {
    const sent = await tokenFor('ana', key('known'));
    const taken = await proxy.send({
      body: body(),
      authorizer: { ...iam('bob') },
      ...key(String(sent)),
    });
    expect(taken.document.clientToken).toBe(sent);
    expect(lastToken()).not.toBe(sent);
  });

  it('may have 64 characters', async () => {
    expect(await tokenFor('ana', key('k'.repeat(64)))).toMatch(derived);
  });

  it('is the request id where none was sent', async () => {
    const { document } = await proxy.send({ body: body() });
    const line = proxy.log().at(-1) ?? '';
    expect(JSON.parse(line)).toMatchObject({
      requestId: document.clientToken,
      clientToken: document.clientToken,
      upstreamToken: lastToken(),
    });
  });

  it('is in a problem as it was written, and in what Image Builder says of it', async () => {
    await proxy.send({ body: body(), ...key('reused') });
    const { status, document } = await proxy.send({
      body: body({ description: 'other' }),
      ...key('reused'),
    });
    expect([status, document.clientToken]).toEqual([422, 'reused']);
    expect(JSON.stringify(document)).not.toContain(String(lastToken()));
  });

  it.each(['a,a', 'a, a', '"a","a"', '"a", "b"', 'a,', ',a', '"a",b'])(
    'is refused where its header was sent twice: %s',
    async (text) => {
      const before = proxy.imageBuilder.requests.length;
      const { status, document } = await proxy.send({ body: body(), ...key(text) });
      expect([status, document.code]).toEqual([400, 'malformed-request']);
      expect(document.detail).toMatch(/must be sent once/);
      expect(proxy.imageBuilder.requests.length).toBe(before);
    },
  );

  it('may hold a comma within quotes', async () => {
    const { document } = await proxy.send({ body: body(), ...key('"a,b \\"c\\""') });
    expect(document.clientToken).toBe('a,b "c"');
  });

  it.each([
    [['only-one'], 201, 'only-one'],
    [['a', 'a'], 400, undefined],
    [['a', 'b'], 400, undefined],
    [['"a"', '"a"'], 400, undefined],
  ])('in a REST API’s list of %j is answered with %i', async (list, status, clientToken) => {
    const listed = (event: Record<string, unknown>) => ({
      ...event,
      multiValueHeaders: { ...(event['multiValueHeaders'] as object), 'Idempotency-Key': list },
    });
    const rest = await openInProcessProxy({
      adapter: { ...restApi, event: (request) => listed({ ...restApi.event(request) }) },
    });
    const answer = await rest.send({ body: body() });
    expect([answer.status, answer.document.clientToken]).toEqual([status, clientToken]);
    await rest.close();
  });
});
