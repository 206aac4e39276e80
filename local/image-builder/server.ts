import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ExchangeContext, exchange } from './exchange.ts';
import { createFaultQueue, type FaultQueue } from './fault-queue.ts';
import { createRequestRecord, type RecordedRequest } from './recorded-requests.ts';
import { fileStore, memoryStore } from './state-file.ts';

/** How an embedded Image Builder is started; everything has a default. */
export interface ImageBuilderOptions {
  /** The port to listen on; 0, the default, takes a free one. */
  readonly port?: number;
  /** The address to listen on; 127.0.0.1 when left out. */
  readonly host?: string;
  /** A file that keeps the pipelines from one start to the next; without it they are forgotten. */
  readonly stateFile?: string;
  /** How many pipelines an account may have in a Region; 75 when left out. */
  readonly pipelineLimit?: number;
  /** The account of callers whose access key id is not itself an account id. */
  readonly accountId?: string;
}

/** A running embedded Image Builder. */
export interface ImageBuilder {
  /** Where it listens, fit for `AWS_ENDPOINT_URL_IMAGEBUILDER`. */
  readonly url: string;
  readonly port: number;
  /** What goes wrong on purpose. */
  readonly faults: Pick<FaultQueue, 'add' | 'clear' | 'list'>;
  /** The last requests to the service, oldest first: a live view. */
  readonly requests: readonly RecordedRequest[];
  /** Ends every connection and everything pending; a second call does nothing more. */
  readonly close: () => Promise<void>;
}

/**
 * Starts a stand-in for EC2 Image Builder that speaks the service's wire protocol (restJson1).
 *
 * @throws Error naming the port when it is in use, or the state file when it cannot be used
 */
export const startImageBuilder = async (
  options: ImageBuilderOptions = {},
): Promise<ImageBuilder> => {
  const { port = 0, host = '127.0.0.1', stateFile } = options;
  const { pipelineLimit = 75, accountId = '123456789012' } = options;
  const store = stateFile === undefined ? memoryStore() : fileStore(stateFile);
  const faults = createFaultQueue();
  const record = createRequestRecord();
  const exchanges = new Set<Promise<void>>();
  const server = exchangeServer(exchanges, {
    service: { accountId, pipelineLimit, store },
    faults,
    record,
  });
  const address = await listen(server, port, host);

  let closed: Promise<void> | undefined;
  const close = async () => {
    const ended = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await ended;
    await Promise.allSettled(exchanges);
  };
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    port: address.port,
    faults,
    requests: record.requests,
    close: () => (closed ??= close()),
  };
};

const exchangeServer = (exchanges: Set<Promise<void>>, context: ExchangeContext): Server => {
  const server = createServer((request, response) => {
    const running = exchange(request, response, context)
      // The connection is gone, or can no longer be used: there is nobody to tell.
      .catch(() => {
        response.destroy();
      })
      .finally(() => exchanges.delete(running));
    exchanges.add(running);
  });
  // Longer than clients keep an idle connection, or one would be reused just as it is being closed.
  server.keepAliveTimeout = 120_000;
  return server;
};

const listen = (server: Server, port: number, host: string): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const reason = 'code' in error && error.code === 'EADDRINUSE' ? 'is in use' : error.message;
      reject(
        new Error(`The embedded Image Builder cannot listen: port ${port} on ${host} ${reason}.`, {
          cause: error,
        }),
      );
    });
    server.listen(port, host, () => {
      resolve(server.address() as AddressInfo); // Listening on a port: never a pipe's name or null.
    });
  });
