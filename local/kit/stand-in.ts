import type { SetupRoute } from './control.ts';
import { exchange, type ExchangeContext } from './exchange.ts';
import { createFaultQueue, type FaultQueue } from './fault-queue.ts';
import { listen } from './listen.ts';
import { createRequestRecord, type RecordedRequest } from './recorded-requests.ts';
import type { ServiceDefinition } from './service-answer.ts';

/** What one stand-in for a service of AWS is made of. */
export interface StandInDefinition extends ServiceDefinition {
  /** Such as `embedded Image Builder`. */
  readonly name: string;
  readonly setup?: readonly SetupRoute[];
}

/** A running stand-in. */
export interface StandIn {
  /** Where it listens, fit for the SDK's `AWS_ENDPOINT_URL_…`. */
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
 * Starts a stand-in on loopback.
 *
 * @param port - 0, the default, takes a free one.
 * @throws Error naming the port when it is in use
 */
export const startStandIn = async (
  { name, setup = [], ...service }: StandInDefinition,
  port = 0,
): Promise<StandIn> => {
  const faults = createFaultQueue(service.operations.map((operation) => operation.name));
  const record = createRequestRecord();
  const { requests } = record;
  const context: ExchangeContext = { ...service, setup, faults, record, requests };
  const listening = await listen(
    (request, response) => exchange(request, response, context),
    port,
    name,
  );
  return { ...listening, url: `http://127.0.0.1:${listening.port}`, faults, requests };
};
