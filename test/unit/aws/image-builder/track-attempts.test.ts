import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createImagePipeline } from '../../../../src/aws/image-builder/create-image-pipeline.ts';
import {
  attemptMillis,
  leastAttemptMillis,
} from '../../../../src/aws/image-builder/track-attempts.ts';
import { tunedClient } from '../../../../src/aws/image-builder/tuning.ts';
import { pipelineInput, sdkClient, startedImageBuilder } from '../../../support/image-builder.ts';

type Request = Parameters<typeof createImagePipeline>[1];

/** A request of a name of its own; the cast: the input is a whole one. */
const requestNamed = (name: string): Request =>
  ({ ...pipelineInput({ name }), clientToken: `token-${name}` }) as Request;

const opened = async () => {
  const imageBuilder = await startedImageBuilder();
  const client = tunedClient({
    region: 'eu-west-1',
    endpoint: imageBuilder.url,
    credentials: { accessKeyId: 'EXAMPLE', secretAccessKey: 'example' },
    maxAttempts: 2,
    retryMode: 'standard',
  });
  onTestFinished(() => {
    client.destroy();
  });
  return { imageBuilder, client };
};

const outcome = async (client: ImagebuilderClient, name: string, millis: number) => {
  try {
    const { attempts } = await createImagePipeline(client, requestNamed(name), millis);
    return { attempts };
  } catch (error) {
    return error;
  }
};

describe('The attempts of calls that share a client', () => {
  it('are timed and counted for each call', async () => {
    const { imageBuilder, client } = await opened();
    imageBuilder.faults.add({ hang: 'after' });
    const hung = outcome(client, 'hung', 2_400);
    const deadline = Date.now() + 5_000;
    while (imageBuilder.requests.length === 0 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const others = await Promise.all(
      ['one', 'two', 'three'].map((name) => outcome(client, name, 2_400)),
    );
    expect(others).toEqual([{ attempts: 1 }, { attempts: 1 }, { attempts: 1 }]);
    expect(await hung).toEqual({ attempts: 2 });
  });

  it('leave every other command alone, whatever it waits for', async () => {
    const { imageBuilder, client } = await opened();
    await outcome(client, 'one', 2_000);
    const { ListImagePipelinesCommand } = await import('@aws-sdk/client-imagebuilder');
    const { imagePipelineList } = await client.send(new ListImagePipelinesCommand({}));
    expect(imagePipelineList).toHaveLength(1);
    expect(await sdkClient(imageBuilder).send(new ListImagePipelinesCommand({}))).toMatchObject({
      imagePipelineList,
    });
  });

  it('time out, whatever fraction of a millisecond is left, where nothing is sent', async () => {
    const { imageBuilder } = await opened();
    const client = tunedClient({
      region: 'eu-west-1',
      endpoint: imageBuilder.url,
      // The credentials never come.
      credentials: () => new Promise(() => undefined),
    });
    onTestFinished(() => {
      client.destroy();
    });
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        outcome(client, `call-${index}`, 400 + 3 * index + 0.999),
      ),
    );
    for (const failure of outcomes) {
      expect(failure).toMatchObject({
        failure: { exception: 'TimeoutError', attempts: 0, mayExist: false },
      });
    }
    expect(imageBuilder.requests).toEqual([]);
  });

  it('go out no more once the call has timed out, though the SDK still waits to try again', async () => {
    const { imageBuilder, client } = await opened();
    imageBuilder.faults.add({
      exception: 'TooManyRequestsException',
      headers: { 'x-amz-retry-after': '1500' },
      times: 'always',
    });
    expect(await outcome(client, 'timed-out', 600)).toMatchObject({
      failure: { exception: 'TooManyRequestsException', attempts: 1, mayExist: false },
    });
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(imageBuilder.requests).toHaveLength(1);
  });
});

describe('An attempt without a connection', () => {
  const clientOf = (endpoint: string, agent?: object): ImagebuilderClient => {
    const client = tunedClient({
      region: 'eu-west-1',
      endpoint,
      credentials: { accessKeyId: 'EXAMPLE', secretAccessKey: 'example' },
      maxAttempts: 2,
      retryMode: 'standard',
      requestHandler: {
        connectionTimeout: 3_000,
        ...(agent && { httpAgent: agent, httpsAgent: agent }),
      },
    });
    onTestFinished(() => {
      client.destroy();
    });
    return client;
  };
  const unsent = { failure: { exception: 'TimeoutError', mayExist: false } };

  /** A server that takes connections and does with them what it is told. */
  const listening = async (onConnection: (socket: Socket) => void): Promise<number> => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
      onConnection(socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    return (server.address() as AddressInfo).port;
  };

  it('has created nothing where the name is looked up for ever', async () => {
    const client = clientOf('http://image-builder.example:80', { lookup: () => undefined });
    expect(await outcome(client, 'lookup', 1_500)).toMatchObject(unsent);
  });

  it('has created nothing where the handshake of TLS hangs, or breaks', async () => {
    const hangs = await listening(() => undefined);
    expect(await outcome(clientOf(`https://127.0.0.1:${hangs}`), 'tls', 1_500)).toMatchObject(
      unsent,
    );
    const breaks = await listening((socket) => socket.resetAndDestroy());
    expect(await outcome(clientOf(`https://127.0.0.1:${breaks}`), 'tls', 1_500)).toMatchObject({
      failure: { mayExist: false },
    });
  });

  it('has created nothing where all connections are taken; those that have one may have', async () => {
    const { imageBuilder } = await opened();
    imageBuilder.faults.add({ hang: 'before', times: 'always' });
    const client = clientOf(imageBuilder.url, { maxSockets: 1 });
    const first = outcome(client, 'first', 1_500);
    const second = outcome(client, 'second', 1_000);
    expect(await second).toMatchObject(unsent);
    expect(await first).toMatchObject({ failure: { exception: 'TimeoutError', mayExist: true } });
  });

  it('may have created something where the connection was kept from an earlier call', async () => {
    const { imageBuilder } = await opened();
    const client = clientOf(imageBuilder.url);
    expect(await outcome(client, 'one', 2_000)).toEqual({ attempts: 1 });
    imageBuilder.faults.add({ hang: 'after' });
    expect(await outcome(client, 'two', 1_000)).toMatchObject({ failure: { mayExist: true } });
  });

  it('may have created something once the handshake of TLS is done', async () => {
    // With a key that both know, a test needs no certificate.
    const psk = Buffer.from('0123456789abcdef');
    const tls = { ciphers: 'PSK', maxVersion: 'TLSv1.2' } as const;
    const heard: string[] = [];
    const server = createTlsServer({ ...tls, pskCallback: () => psk }, (socket) => {
      socket.on('error', () => undefined).on('data', (bytes) => heard.push(String(bytes)));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const client = clientOf(`https://127.0.0.1:${port}`, {
      ...tls,
      pskCallback: () => ({ psk, identity: 'example' }),
      checkServerIdentity: () => undefined,
    });
    expect(await outcome(client, 'tls', 1_500)).toMatchObject({
      failure: { exception: 'TimeoutError', mayExist: true },
    });
    expect(heard[0]).toMatch(/^PUT \/CreateImagePipeline/);
  });

  it('does not undo what an attempt before it may have created', async () => {
    let connections = 0;
    const port = await listening((socket) => {
      connections += 1;
      if (connections > 1) socket.pause();
      else socket.once('data', () => socket.resetAndDestroy());
    });
    const lookups: (() => void)[] = [];
    const client = clientOf(`http://image-builder.example:${port}`, {
      lookup: (_: string, { all }: { all?: boolean }, callback: (...given: unknown[]) => void) => {
        const found = () => {
          if (all === true) callback(null, [{ address: '127.0.0.1', family: 4 }]);
          else callback(null, '127.0.0.1', 4);
        };
        lookups.push(found);
        if (lookups.length === 1) found();
      },
    });
    expect(await outcome(client, 'two', 3_000)).toMatchObject({
      failure: { attempts: 2, mayExist: true },
    });
    expect([connections, lookups.length]).toEqual([1, 2]);
  });
});

describe('The time of one attempt', () => {
  it.each([
    [27_500, false, 13_750],
    [27_500, true, 27_500],
    [12_500, false, 6_250],
    [2_000, false, 1_000],
    [1_999, false, 1_999],
    [300, false, 300],
  ])('of %i ms, last %s, is %i ms', (left, isLast, expected) => {
    expect(attemptMillis(left, isLast)).toBe(expected);
  });

  it('always leaves room for another, unless there is hardly room for one', () => {
    fc.assert(
      fc.property(fc.double({ min: leastAttemptMillis, max: 900_000, noNaN: true }), (left) => {
        const attempt = attemptMillis(left, false);
        expect(attempt).toBeLessThanOrEqual(left);
        if (left >= 2_000) expect(left - attempt).toBeGreaterThanOrEqual(leastAttemptMillis);
      }),
    );
  });
});
