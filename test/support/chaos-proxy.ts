import {
  ImagebuilderClient,
  paginateListImagePipelines,
  type ImagebuilderClientConfig,
  type ImagePipeline,
} from '@aws-sdk/client-imagebuilder';
import { type ImageBuilder, startImageBuilder } from '../../local/image-builder/server.ts';
import { tunedClient } from '../../src/aws/image-builder/tuning.ts';
import type { PolicySource } from '../../src/policy/compile.ts';
import { isMetrics, openHandler } from './handler.ts';
import { httpApiEvent, type ClientRequest } from './http-api-event.ts';
import { account, lambdaContext, region } from './lambda-context.ts';
import { asDocument, type ClientAnswer, type ProxyDocument } from './proxy.ts';

/** How the proxy is put together, where a test wants it otherwise. */
export interface ChaosOptions {
  /** Whether Image Builder knows dry runs; it does when left out. */
  readonly knowsDryRuns?: boolean;
  readonly policy?: PolicySource;
  readonly debug?: boolean;
  /** What the SDK's client is made with on top of the rest. */
  readonly client?: Partial<ImagebuilderClientConfig>;
  /** Writes a line of the log, instead of the list that {@link ChaosProxy.log} is. */
  readonly write?: (line: string) => void;
}

/** What Lambda says of one invocation. */
export interface Invocation {
  readonly millisLeft?: number;
  readonly requestId?: string;
}

/** The function in this process with everything in reach that a test of its failures turns. */
export interface ChaosProxy {
  readonly imageBuilder: ImageBuilder;
  /** Hands any event to the function. */
  readonly handle: (
    event: unknown,
    invocation?: Invocation,
  ) => Promise<Readonly<Record<string, unknown>>>;
  readonly send: (request: ClientRequest, invocation?: Invocation) => Promise<ClientAnswer>;
  readonly invoke: (document: unknown, invocation?: Invocation) => Promise<ProxyDocument>;
  /** The pipelines that there really are. */
  readonly pipelines: () => Promise<readonly ImagePipeline[]>;
  readonly log: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens the function on the real SDK, with an embedded Image Builder of its own. */
export const openChaosProxy = async (options: ChaosOptions = {}): Promise<ChaosProxy> => {
  const { knowsDryRuns = true } = options;
  const imageBuilder = await startImageBuilder({
    accountId: account,
    pipelineLimit: 100_000,
    knowsDryRuns,
  });
  const settings = {
    region,
    endpoint: imageBuilder.url,
    credentials: { accessKeyId: 'EXAMPLE', secretAccessKey: 'example' },
  };
  const client = tunedClient({ ...settings, ...options.client });
  const observer = new ImagebuilderClient(settings);
  const log: string[] = [];
  const write = options.write ?? ((line) => void log.push(line));
  const handler = openHandler({
    client,
    ...(options.policy !== undefined && { policySource: options.policy }),
    ...(options.debug !== undefined && { debug: options.debug }),
    log: (line) => {
      if (!isMetrics(line)) write(line);
    },
  });
  const handle: ChaosProxy['handle'] = (event, { millisLeft = 29_000, requestId } = {}) =>
    handler(event, lambdaContext(millisLeft, requestId));
  return {
    imageBuilder,
    handle,
    send: async (request, invocation) => {
      const { statusCode, headers, body } = await handle(httpApiEvent(request), invocation);
      return {
        status: Number(statusCode),
        headers: Object.fromEntries(
          Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]),
        ),
        document: asDocument(JSON.parse(String(body))),
      };
    },
    invoke: async (document, invocation) => asDocument(await handle(document, invocation)),
    pipelines: async () => {
      const found: ImagePipeline[] = [];
      for await (const page of paginateListImagePipelines({ client: observer }, {})) {
        found.push(...(page.imagePipelineList ?? []));
      }
      return found;
    },
    log,
    close: async () => {
      client.destroy();
      observer.destroy();
      await imageBuilder.close();
    },
  };
};

/** Retries what the SDK's standard mode retries, as often, without its waits. */
export const impatient = (maxAttempts: number): Partial<ImagebuilderClientConfig> => ({
  maxAttempts,
  retryStrategy: {
    acquireInitialRetryToken: () => Promise.resolve(tokenOf(0)),
    refreshRetryTokenForRetry: (token, { errorType }) => {
      const isRetryable = errorType === 'THROTTLING' || errorType === 'TRANSIENT';
      return isRetryable && token.getRetryCount() + 1 < maxAttempts
        ? Promise.resolve(tokenOf(token.getRetryCount() + 1))
        : Promise.reject(new Error('No retry token available'));
    },
    recordSuccess: () => undefined,
  },
});

const tokenOf = (count: number) => ({
  getRetryCount: () => count,
  getRetryDelay: () => 0,
  getRetryCost: () => 0,
});
