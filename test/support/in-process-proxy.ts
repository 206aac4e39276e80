import { startImageBuilder } from '../../local/image-builder/server.ts';
import { sparingClient } from '../../src/aws/image-builder/client.ts';
import { createImagePipelineHandler } from '../../src/handler.ts';
import type { PolicySource } from '../../src/policy-source/policy-source.ts';
import { httpApi, type DoorAdapter } from './adapters-adapter.ts';
import { account, lambdaContext, region } from './lambda-context.ts';
import { fixedPolicy, testPolicy } from './policy.ts';
import { asDocument, type Proxy } from './proxy.ts';

/** How the proxy is put together, where a test wants it otherwise. */
export interface InProcessOptions {
  readonly policy?: PolicySource;
  /** How much of the function's time an invocation has left, in milliseconds. */
  readonly millisLeft?: number;
  readonly maxAttempts?: number;
  readonly pipelineLimit?: number;
  /** What requests over HTTP come through; an HTTP API when left out. */
  readonly door?: DoorAdapter;
}

/** The function in this process, on the real SDK, with an embedded Image Builder of its own. */
export const openInProcessProxy = async (options: InProcessOptions = {}): Promise<Proxy> => {
  const { millisLeft = 29_000, maxAttempts = 2, policy = fixedPolicy(testPolicy) } = options;
  const { door = httpApi } = options;
  const imageBuilder = await startImageBuilder({
    accountId: account,
    pipelineLimit: options.pipelineLimit ?? 10_000,
  });
  const client = sparingClient({
    region,
    endpoint: imageBuilder.url,
    credentials: { accessKeyId: 'EXAMPLE', secretAccessKey: 'example' },
    maxAttempts,
    requestHandler: { connectionTimeout: 3_000, throwOnRequestTimeout: true },
  });
  const lines: string[] = [];
  const config = { region, accountId: account } as const;
  const handler = createImagePipelineHandler({
    config: { ...config, organizationPolicy: { kind: 'file', path: 'none' } },
    policy,
    clients: () => () => Promise.resolve(client),
    log: (line) => lines.push(line),
  });
  return {
    imageBuilder,
    log: () => lines,
    send: async (request) => {
      const given = await handler(door.event(request), lambdaContext(millisLeft));
      const { body, ...answer } = door.answer(given);
      return { ...answer, document: asDocument(JSON.parse(body)) };
    },
    invoke: async (document) => asDocument(await handler(document, lambdaContext(millisLeft))),
    close: async () => {
      client.destroy();
      await imageBuilder.close();
    },
  };
};
