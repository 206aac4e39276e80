/**
 * Simulates load on the call to Image Builder: the function's own client, its retries and time-outs,
 * against the embedded Image Builder behind a throttle like the service's, a bucket of tokens. It
 * prints what becomes of the requests; docs/scaling.md explains the figures. Bounded, and on loopback.
 */
import { randomUUID } from 'node:crypto';
import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startImageBuilder } from '../local/image-builder/server.ts';
import type { ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import { createImagePipeline } from '../src/aws/image-builder/create-image-pipeline.ts';
import { imageBuilderClient } from '../src/aws/image-builder/client.ts';
import { UpstreamError } from '../src/errors.ts';
import { problemForException } from '../src/http/problem-table.ts';
import { commandLine, runCommandLine } from './command-line.ts';

/** One scenario. */
export interface Load {
  /** Requests a second, evenly spread. */
  readonly rate: number;
  readonly seconds: number;
  /** The throttle: tokens a second, and how many it holds. */
  readonly throttleRate: number;
  readonly throttleBurst: number;
  /** How long a request may take. */
  readonly millisLeft: number;
}

/** What became of it. */
export interface Outcome {
  readonly sent: number;
  readonly created: number;
  /** By code: how many were answered with a problem. */
  readonly problems: Readonly<Record<string, number>>;
  /** Attempts that reached Image Builder, for each request. */
  readonly attempts: number;
  /** The most that were under way at once: the concurrency that Lambda needs. */
  readonly atOnce: number;
  readonly medianMillis: number;
  readonly p99Millis: number;
}

/** A bucket of tokens: whether one is left now. */
const bucket = (rate: number, burst: number): (() => boolean) => {
  let tokens = burst;
  let filledAt = performance.now();
  return () => {
    const now = performance.now();
    tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * rate);
    filledAt = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
};

/** Stands before an Image Builder and throttles, as the service does. */
const startThrottle = async (
  target: string,
  isFree: () => boolean,
  seen: () => void,
): Promise<Server> => {
  const server = createServer((incoming, outgoing) => {
    seen();
    if (!isFree()) {
      incoming.resume();
      outgoing.writeHead(429, {
        'content-type': 'application/json',
        'x-amzn-errortype': 'TooManyRequestsException',
        'x-amzn-requestid': randomUUID(),
      });
      outgoing.end('{"message":"Rate exceeded"}');
      return;
    }
    const { method, url = '', headers } = incoming;
    const sent = forward(new URL(url, target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    sent.on('error', () => {
      outgoing.destroy();
    });
    incoming.pipe(sent);
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return server;
};

const arn = 'arn:aws:imagebuilder:eu-west-1:123456789012';

const createOne = async (client: ImagebuilderClient, millisLeft: number): Promise<string> => {
  const id = randomUUID();
  const request = {
    name: id,
    clientToken: id,
    imageRecipeArn: `${arn}:image-recipe/web-server/1.0.0`,
    infrastructureConfigurationArn: `${arn}:infrastructure-configuration/standard`,
  };
  try {
    await createImagePipeline(client, request, millisLeft);
    return 'created';
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return problemForException(error.failure.exception, error.failure.httpStatus).code;
  }
};

const atShare = (sorted: readonly number[], share: number): number =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);

/** Sends the requests of a scenario, waits for the last answer and ends everything. */
export const simulateLoad = async (load: Load): Promise<Outcome> => {
  const { rate, seconds, throttleRate, throttleBurst, millisLeft } = load;
  const imageBuilder = await startImageBuilder({ pipelineLimit: 1_000_000 });
  let attempts = 0;
  const isFree = bucket(throttleRate, throttleBurst);
  const throttle = await startThrottle(imageBuilder.url, isFree, () => {
    attempts += 1;
  });
  const { port } = throttle.address() as AddressInfo; // Listening on a port: never a pipe's name or null.
  const before = { ...process.env };
  // The SDK itself finds the endpoint and the credentials, as it does on Lambda.
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_IMAGEBUILDER: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
  });
  // On Lambda each request under way has an environment to itself, and with it a client of its own.
  const idle: ImagebuilderClient[] = [];
  const clients = new Set<ImagebuilderClient>();
  const times: number[] = [];
  const outcomes: Record<string, number> = {};
  let underWay = 0;
  let atOnce = 0;

  const sendOne = async (): Promise<void> => {
    const client = idle.pop() ?? imageBuilderClient('eu-west-1');
    clients.add(client);
    atOnce = Math.max(atOnce, (underWay += 1));
    const begun = performance.now();
    const outcome = await createOne(client, millisLeft);
    times.push(performance.now() - begun);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    underWay -= 1;
    idle.push(client);
  };

  try {
    const sent = Math.round(rate * seconds);
    const begun = performance.now();
    const running: Promise<void>[] = [];
    for (let index = 0; index < sent; index += 1) {
      const wait = begun + (index * 1000) / rate - performance.now();
      if (wait > 0) await sleep(wait);
      running.push(sendOne());
    }
    await Promise.all(running);
    times.sort((one, other) => one - other);
    const { created = 0, ...problems } = outcomes;
    return {
      sent,
      created,
      problems,
      attempts: Math.round((attempts / sent) * 100) / 100,
      atOnce,
      medianMillis: atShare(times, 0.5),
      p99Millis: atShare(times, 0.99),
    };
  } finally {
    process.env = before;
    for (const client of clients) client.destroy();
    throttle.closeAllConnections();
    throttle.close();
    await imageBuilder.close();
  }
};

const simulate = async (): Promise<void> => {
  const limits = { throttleRate: 10, throttleBurst: 20, millisLeft: 27_500 };
  console.log(
    `A throttle of ${limits.throttleRate} a second with a burst of ${limits.throttleBurst}.\n`,
  );
  const rows: Record<string, unknown>[] = [];
  for (const [rate, seconds] of [
    [2, 5],
    [20, 5],
    [200, 2],
  ] as const) {
    const { problems, ...figures } = await simulateLoad({ rate, seconds, ...limits });
    rows.push({ 'a second': rate, ...figures, ...problems });
  }
  console.table(rows);
};

if (import.meta.main) {
  await runCommandLine(
    commandLine(
      'npm run simulate-load --',
      'Simulates load on the call to Image Builder, and prints what becomes of the requests.',
    ).action(simulate),
  );
}
