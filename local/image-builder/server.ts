import { serveExchanges } from '../serve-exchanges.ts';
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
  const context: ExchangeContext = { service: { accountId, pipelineLimit, store }, faults, record };
  const served = await serveExchanges((request, response) => exchange(request, response, context), {
    port,
    host,
    cannotListen: `The embedded Image Builder cannot listen: port ${port} on ${host}`,
  });
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${served.port}`,
    port: served.port,
    faults,
    requests: record.requests,
    close: served.close,
  };
};
