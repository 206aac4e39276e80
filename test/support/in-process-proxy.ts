import { startImageBuilder } from '../../local/image-builder/server.ts';
import { tunedClient } from '../../src/aws/image-builder/tuning.ts';
import type { IdentitySettings } from '../../src/config.ts';
import type { PolicySource } from '../../src/policy/compile.ts';
import { httpApi, type EventAdapter } from './adapters-adapter.ts';
import { isMetrics, openHandler } from './handler.ts';
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
  /** By what callers are told from each other. */
  readonly identity?: IdentitySettings;
  /** The alias or version that is invoked with every event; the function itself when left out. */
  readonly qualifier?: string;
  /** What requests over HTTP come through; an HTTP API when left out. */
  readonly adapter?: EventAdapter;
}

/** The function in this process, on the real SDK, with an embedded Image Builder of its own. */
export const openInProcessProxy = async (options: InProcessOptions = {}): Promise<Proxy> => {
  const { millisLeft = 29_000, maxAttempts = 2, policy = fixedPolicy(testPolicy) } = options;
  const { adapter = httpApi, identity = {}, qualifier } = options;
  const context = () => lambdaContext(millisLeft, undefined, qualifier);
  const imageBuilder = await startImageBuilder({
    accountId: account,
    pipelineLimit: options.pipelineLimit ?? 10_000,
  });
  const client = tunedClient({
    region,
    endpoint: imageBuilder.url,
    credentials: { accessKeyId: 'EXAMPLE', secretAccessKey: 'example' },
    maxAttempts,
    requestHandler: { connectionTimeout: 3_000, throwOnRequestTimeout: true },
  });
  const lines: string[] = [];
  const handler = openHandler({
    policySource: policy,
    client,
    identity,
    log: (line) => {
      if (!isMetrics(line)) lines.push(line);
    },
  });
  return {
    imageBuilder,
    log: () => lines,
    send: async (request) => {
      const given = await handler(adapter.event(request), context());
      const { body, ...answer } = adapter.answer(given);
      return { ...answer, document: asDocument(JSON.parse(body)) };
    },
    invoke: async (document) => asDocument(await handler(document, context())),
    close: async () => {
      client.destroy();
      await imageBuilder.close();
    },
  };
};
