import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import { createServer, Socket, type AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { upstreamTokenOf } from '../../src/http/client-token.ts';
import type { CompiledPolicy } from '../../src/policy/compile.ts';
import {
  impatient,
  openChaosProxy,
  type ChaosOptions,
  type ChaosProxy,
} from '../support/chaos-proxy.ts';
import { caller } from '../support/http-api-event.ts';
import { arn, compiledPolicyOf, testPolicy } from '../support/policy.ts';

const body = (members: object = {}): Record<string, unknown> => ({
  name: `pipeline-${randomUUID()}`,
  imageRecipeArn: arn('image-recipe/web-server/1.0.0'),
  ...members,
});

let opened: ChaosProxy[] = [];
const open = async (options?: ChaosOptions): Promise<ChaosProxy> => {
  const proxy = await openChaosProxy(options);
  opened.push(proxy);
  return proxy;
};
afterEach(async () => {
  await Promise.all(opened.map((proxy) => proxy.close()));
  opened = [];
});

const tokensSent = ({ imageBuilder }: ChaosProxy): unknown[] =>
  imageBuilder.requests
    .filter(({ operation }) => operation === 'CreateImagePipeline')
    .map(({ body: sent }) => (sent as { clientToken?: unknown }).clientToken);

describe('The time that a request has', () => {
  it('leaves a second attempt room after one that hangs, with the same client token', async () => {
    const proxy = await open();
    proxy.imageBuilder.faults.add({ hang: 'after' });
    const { status, document } = await proxy.send(
      { body: body({ clientToken: 'hung-first' }) },
      { millisLeft: 3_000 },
    );
    expect(status, JSON.stringify(document)).toBe(201);
    const sent = upstreamTokenOf(caller, 'hung-first');
    expect(tokensSent(proxy)).toEqual([sent, sent]);
    expect(await proxy.pipelines()).toHaveLength(1);
  });

  it('leaves it after an answer that drips, too', async () => {
    const proxy = await open();
    proxy.imageBuilder.faults.add({ drip: { bytesPerSecond: 1 } });
    const { status } = await proxy.send({ body: body() }, { millisLeft: 3_000 });
    expect(status).toBe(201);
    expect(await proxy.pipelines()).toHaveLength(1);
  });

  it('is one whole: where every attempt hangs the answer still comes, and says what is known', async () => {
    const proxy = await open();
    proxy.imageBuilder.faults.add({ hang: 'after', times: 'always' });
    const { status, document } = await proxy.send({ body: body() }, { millisLeft: 1_500 });
    expect([status, document.code]).toEqual([504, 'image-builder-timeout']);
    expect(document.detail).toBe('Image Builder did not answer in time.');
    expect(document.hint).toMatch(/may exist.*same clientToken/);
  });

  it('is hardly anything: nothing is sent or prepared, and the answer says so', async () => {
    let asked = 0;
    const credentials = (): Promise<{ accessKeyId: string; secretAccessKey: string }> => {
      asked += 1;
      return Promise.resolve({ accessKeyId: 'EXAMPLE', secretAccessKey: 'example' });
    };
    const proxy = await open({ client: { credentials } });
    for (const millisLeft of [790, 300, 0, -50]) {
      const { status, document } = await proxy.send({ body: body() }, { millisLeft });
      expect([status, document.code]).toEqual([504, 'image-builder-timeout']);
      expect(document.detail).toMatch(/before the request could be sent/);
      expect(document.hint).toBe(
        'This request created nothing. Send it again with the same clientToken.',
      );
    }
    const direct = await proxy.invoke(body(), { millisLeft: 300 });
    expect(direct.message).toMatch(/^This request created nothing \(image-builder-timeout\)/);
    expect([proxy.imageBuilder.requests.length, asked]).toEqual([0, 0]);
  });

  it('goes by while the process is busy or frozen; nothing is sent when it wakes up', async () => {
    const credentials = (): Promise<{ accessKeyId: string; secretAccessKey: string }> => {
      const until = Date.now() + 700;
      while (Date.now() < until);
      return Promise.resolve({ accessKeyId: 'EXAMPLE', secretAccessKey: 'example' });
    };
    const proxy = await open({ client: { credentials } });
    const { status, document } = await proxy.send({ body: body() }, { millisLeft: 1_100 });
    expect([status, document.code]).toEqual([504, 'image-builder-timeout']);
    expect(document.hint).toMatch(/^This request created nothing/);
    expect(proxy.imageBuilder.requests).toHaveLength(0);
  });

  it('is spent by a slow policy as well', async () => {
    const { promise, resolve } = Promise.withResolvers<CompiledPolicy>();
    const proxy = await open({ policy: () => promise });
    setTimeout(() => {
      resolve(compiledPolicyOf(testPolicy));
    }, 400);
    const { status, document } = await proxy.send({ body: body() }, { millisLeft: 1_100 });
    expect([status, document.detail]).toEqual([
      504,
      'The time was up before the request could be sent to Image Builder.',
    ]);
    expect(proxy.imageBuilder.requests).toHaveLength(0);
  });

  it('ends the wait for a policy that never comes; one that comes later creates nothing', async () => {
    const { promise, resolve } = Promise.withResolvers<CompiledPolicy>();
    const proxy = await open({ policy: () => promise });
    const { status, headers, document } = await proxy.send({ body: body() }, { millisLeft: 600 });
    expect([status, document.code]).toEqual([503, 'policy-unavailable']);
    expect(headers['retry-after']).toBe('30');
    const asked = await proxy.send({ method: 'GET', path: '/policy' }, { millisLeft: 600 });
    expect([asked.status, asked.document.code]).toEqual([503, 'policy-unavailable']);
    resolve(compiledPolicyOf(testPolicy));
    for (let count = 0; count < 20; count += 1) await turn();
    expect(proxy.imageBuilder.requests).toHaveLength(0);
    expect(proxy.log).toHaveLength(2);
  });

  it('ends the wait for credentials that never come, and nothing is sent when they do', async () => {
    const { promise, resolve } = Promise.withResolvers<{
      accessKeyId: string;
      secretAccessKey: string;
    }>();
    const proxy = await open({ client: { credentials: () => promise } });
    const { status, document } = await proxy.send({ body: body() }, { millisLeft: 1_000 });
    expect([status, document.code]).toEqual([504, 'image-builder-timeout']);
    expect(document.hint).toMatch(/^This request created nothing/);
    resolve({ accessKeyId: 'EXAMPLE', secretAccessKey: 'example' });
    for (let count = 0; count < 50; count += 1) await turn();
    expect(proxy.imageBuilder.requests).toHaveLength(0);
  });

  it('ends a wait between attempts; the answer is the refusal that came, not a time-out', async () => {
    const proxy = await open({ client: { maxAttempts: 10 } });
    proxy.imageBuilder.faults.add({
      exception: 'TooManyRequestsException',
      headers: { 'retry-after': '60' },
      times: 'always',
    });
    const { status, headers, document } = await proxy.send({ body: body() }, { millisLeft: 1_500 });
    expect([status, document.code]).toEqual([429, 'throttled']);
    expect(headers['retry-after']).toBe('60');
    expect(document.hint).toBe('Wait 60 seconds, then send it again with the same clientToken.');
    expect(tokensSent(proxy)).toHaveLength(1);
  });
});

describe('The attempts of one request', () => {
  it('carry one client token, however many there are', async () => {
    const proxy = await open({ client: impatient(5) });
    proxy.imageBuilder.faults.add([
      { drop: 'after' },
      { exception: 'ServiceUnavailableException' },
      { partial: true },
      { exception: 'TooManyRequestsException' },
    ]);
    const { status, document } = await proxy.send({ body: body() });
    expect(status).toBe(201);
    expect(tokensSent(proxy)).toEqual(
      Array<unknown>(5).fill(upstreamTokenOf(caller, document.clientToken ?? '')),
    );
    expect(await proxy.pipelines()).toHaveLength(1);
    expect(JSON.parse(proxy.log.at(-1) ?? '')).toMatchObject({ upstream: { attempts: 5 } });
  });

  it('say of the pipeline what all of them together leave open', async () => {
    const proxy = await open({ client: impatient(2) });
    proxy.imageBuilder.faults.add([{ drop: 'after' }, { exception: 'AccessDeniedException' }]);
    const { status, document } = await proxy.send({ body: body() });
    expect([status, document.code]).toEqual([403, 'execution-role-forbidden']);
    expect(document.hint).toMatch(
      /^An earlier attempt of this request went unanswered\..*may exist/,
    );
    expect(document.hint).toContain('Ask the operator');
    proxy.imageBuilder.faults.add([{ drop: 'after' }, { exception: 'TooManyRequestsException' }]);
    const direct = await proxy.invoke(body());
    expect(direct.message).toMatch(/^May have been created \(throttled\).*Wait 5 seconds/);
  });
});

describe('Retry-After', () => {
  it.each([
    ['17', '17'],
    ['0', '1'],
    ['999999999999', '300'],
    ['9'.repeat(400), '300'],
    ['soon', '5'],
    ['-3', '5'],
    ['1.5', '5'],
    ['Fri, 01 Jan 2100 00:00:00 GMT', '300'],
    ['Thu, 01 Jan 2015 00:00:00 GMT', '1'],
    ['Thu, 99 Foo 2015 00:00:00 GMT', '5'],
  ])('of %s becomes %s seconds', async (upstream, passedOn) => {
    const proxy = await open({ client: { maxAttempts: 1 } });
    proxy.imageBuilder.faults.add({
      exception: 'TooManyRequestsException',
      headers: { 'retry-after': upstream },
    });
    const { status, headers, document } = await proxy.send({ body: body() });
    expect([status, headers['retry-after']]).toEqual([429, passedOn]);
    expect(document.hint).toContain(`Wait ${passedOn} seconds`);
  });
});

describe('A lost answer', () => {
  it.each([
    ['the connection breaks after it took effect', { drop: 'after' }],
    ['the connection breaks within the answer', { partial: true }],
    [
      'the answer is an exception although it took effect',
      { exception: 'ServiceException', effect: 'after' },
    ],
    [
      'the answer is HTML although it took effect',
      { answer: { status: 502, body: '<html>' }, effect: 'after' },
    ],
    ['the answer is empty although it took effect', { answer: { status: 200 }, effect: 'after' }],
  ] as const)('where %s: the same token finds the one pipeline', async (_, fault) => {
    const proxy = await open({ client: { maxAttempts: 1 } });
    for (const send of [
      async (request: object) => (await proxy.send({ body: request })).document,
      (request: object) => proxy.invoke(request),
    ]) {
      const request = body({ clientToken: randomUUID() });
      proxy.imageBuilder.faults.add(fault);
      const lost = await send(request);
      expect(lost).toMatchObject({ retryable: true, clientToken: request['clientToken'] });
      expect(lost.hint).toMatch(/may exist.*same clientToken/);
      expect(lost.message ?? 'May have been created').toMatch(/^May have been created/);
      const found = await send(request);
      expect(found.imagePipelineArn).toBe(arn(`image-pipeline/${String(request['name'])}`));
    }
    expect(await proxy.pipelines()).toHaveLength(2);
  });
});

describe('The same request twice at once', () => {
  it('with one token creates one pipeline, and both callers are told of it', async () => {
    const proxy = await open();
    const request = body({ clientToken: 'double-click' });
    const answers = await Promise.all([1, 2, 3].map(() => proxy.send({ body: request })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ document }) => document.imagePipelineArn)).size).toBe(1);
    expect(await proxy.pipelines()).toHaveLength(1);
  });

  it('without one creates one pipeline, and the other caller is told that its name is taken', async () => {
    const proxy = await open();
    const request = body();
    const answers = await Promise.all([1, 2].map(() => proxy.send({ body: request })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.document).toMatchObject({ code: 'already-exists' });
    expect(refused?.document.hint).toContain('this may be the image pipeline that it created');
  });

  it('of one asynchronous invocation has one token: its request id', async () => {
    const proxy = await open({ client: { maxAttempts: 1 } });
    const request = body();
    const invocation = { requestId: randomUUID() };
    proxy.imageBuilder.faults.add({ drop: 'after' });
    const lost = await proxy.invoke(request, invocation);
    expect([lost.status, lost.clientToken]).toEqual([504, invocation.requestId]);
    const retried = await proxy.invoke(request, invocation);
    expect([retried.status, retried.clientToken]).toEqual([201, invocation.requestId]);
    expect(await proxy.pipelines()).toHaveLength(1);
  });
});

describe('What is no Image Builder', () => {
  /** Something that answers every connection with the same bytes. */
  const answering = async (bytes: string): Promise<{ url: string; close: () => Promise<void> }> => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => socket.end(bytes));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return {
      url: `http://127.0.0.1:${port}`,
      close: () =>
        new Promise((resolve) =>
          server.close(() => {
            resolve();
          }),
        ),
    };
  };
  const json = (status: string, text: string): string =>
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n${text}`;

  it.each([
    ['speaks another protocol', 'SSH-2.0-OpenSSH_9.6\r\n', 502, 'image-builder-failed'],
    ['hangs up without a word', '', 504, 'image-builder-timeout'],
    ['redirects', json('301 Moved Permanently', ''), 502, 'image-builder-failed'],
    ['has no content', json('204 No Content', ''), 502, 'image-builder-failed'],
    ['answers null', json('200 OK', 'null'), 502, 'image-builder-failed'],
    ['answers a list', json('200 OK', '[1]'), 502, 'image-builder-failed'],
    [
      'answers a number for the ARN',
      json('200 OK', '{"requestId":"a","imagePipelineArn":7}'),
      502,
      'image-builder-failed',
    ],
    [
      'answers an empty ARN',
      json('200 OK', '{"requestId":"a","imagePipelineArn":""}'),
      502,
      'image-builder-failed',
    ],
    ['fails with HTML', json('503 Service Unavailable', '<html>'), 502, 'image-builder-failed'],
  ])('but %s is answered with its row', async (_, bytes, status, code) => {
    const other = await answering(bytes);
    const proxy = await open({ client: { endpoint: other.url, maxAttempts: 1 } });
    const { status: answered, document } = await proxy.send({ body: body() });
    expect([answered, document.code]).toEqual([status, code]);
    expect(document.hint).toMatch(/may exist.*same clientToken/);
    expect(document).not.toHaveProperty('upstream');
    expect(document.detail).not.toMatch(/Image Builder answered/);
    await other.close();
  });

  it('a connection that is never made is a 503, and the request created nothing', async () => {
    const agent = new Agent();
    agent.createConnection = () => Object.assign(new Socket(), { connecting: true });
    const proxy = await open({
      client: { maxAttempts: 1, requestHandler: { httpAgent: agent, connectionTimeout: 50 } },
    });
    const { status, document } = await proxy.send({ body: body() });
    expect([status, document.code]).toEqual([503, 'image-builder-unavailable']);
    expect(document.hint).not.toMatch(/may exist/);
    agent.destroy();
  });

  it('a message without end is cut, and one of several lines stays one line', async () => {
    const proxy = await open({ client: { maxAttempts: 1 } });
    proxy.imageBuilder.faults.add([
      { exception: 'InvalidRequestException', message: 'x'.repeat(1_000_000) },
      { exception: 'InvalidRequestException', message: 'one\ntwo\u2028three' },
    ]);
    const { document } = await proxy.send({ body: body() });
    expect(JSON.stringify(document).length).toBeLessThan(8_000);
    const direct = await proxy.invoke(body());
    expect(direct.message).toBe(
      'This request created nothing (rejected-by-image-builder): Image Builder answered: one two three',
    );
  });
});

describe('What an answer claims', () => {
  it('is only of this request where an earlier one may have created the pipeline', async () => {
    const proxy = await open({ client: { maxAttempts: 1 } });
    const request = body({ clientToken: 'claims' });
    proxy.imageBuilder.faults.add([{ drop: 'after' }, { exception: 'TooManyRequestsException' }]);
    expect((await proxy.invoke(request)).message).toMatch(/^May have been created/);
    const throttled = await proxy.invoke(request);
    expect(throttled.message).toMatch(/^This request created nothing \(throttled\)/);
    expect((await proxy.invoke(request)).status).toBe(201);
  });

  it('is not changed by a log that cannot be written', async () => {
    const proxy = await open({
      write: () => {
        throw new Error('EPIPE');
      },
    });
    expect((await proxy.send({ body: body() })).status).toBe(201);
    expect((await proxy.send({ body: '{' })).status).toBe(400);
  });
});
