import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAppConfigData } from './app-config-data.ts';
import { exchange, type ExchangeContext, type RecordedRequest } from './exchange.ts';
import { createFaultQueue, type FaultQueue } from './fault-queue.ts';
import { createOrganizations } from './organizations.ts';
import { createParameterStore, type ParameterType } from './parameter-store.ts';

/** How the embedded services are started; everything has a default. */
export interface PolicySourcesOptions {
  /** The port to listen on; 0, the default, takes a free one. */
  readonly port?: number;
  /** The account that everything belongs to. */
  readonly accountId?: string;
  /** Milliseconds; what AppConfig's poll intervals are measured by. */
  readonly now?: () => number;
}

/** The running services: Parameter Store, AppConfig's data plane and Organizations, at one address. */
export interface PolicySources {
  /** Fit for `AWS_ENDPOINT_URL_SSM`, `AWS_ENDPOINT_URL_APPCONFIGDATA`, `AWS_ENDPOINT_URL_ORGANIZATIONS`. */
  readonly url: string;
  readonly port: number;
  readonly setParameter: (name: string, value: string, type?: ParameterType) => void;
  readonly removeParameter: (name: string) => void;
  /** @param address - `APPLICATION/ENVIRONMENT/PROFILE`. */
  readonly setConfiguration: (address: string, configuration: string) => void;
  /** Lets every token of AppConfig die, as after a day. */
  readonly expireTokens: () => void;
  /** @param content - The text of the policy; undefined where the account has none. */
  readonly setEffectiveTagPolicy: (content: string | undefined) => void;
  /** What goes wrong on purpose. */
  readonly faults: Pick<FaultQueue, 'add' | 'clear'>;
  /** The requests to the services, oldest first: a live view. */
  readonly requests: readonly RecordedRequest[];
  /** Ends every connection and everything pending; a second call does nothing more. */
  readonly close: () => Promise<void>;
}

/** The record of a long session must not fill the memory. */
const mostRequests = 1000;

/**
 * Starts the services on loopback, empty.
 *
 * @throws Error naming the port when it is in use
 */
export const startPolicySources = async (
  options: PolicySourcesOptions = {},
): Promise<PolicySources> => {
  const { port = 0, accountId = '123456789012', now = Date.now } = options;
  const parameterStore = createParameterStore(accountId);
  const appConfig = createAppConfigData(now);
  const organizations = createOrganizations(accountId);
  const { setEffectiveTagPolicy } = organizations;
  const faults = createFaultQueue();
  const requests: RecordedRequest[] = [];
  const exchanges = new Set<Promise<void>>();
  const server = exchangeServer(exchanges, {
    operations: [parameterStore, appConfig, organizations].flatMap(({ operations }) => operations),
    controlled: {
      setParameter: parameterStore.set,
      deploy: appConfig.deploy,
      setEffectiveTagPolicy,
    },
    faults,
    record: (request) => {
      requests.push(request);
      if (requests.length > mostRequests) requests.shift();
    },
  });
  const address = await listen(server, port);

  let closed: Promise<void> | undefined;
  const close = async () => {
    const ended = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await ended;
    await Promise.allSettled(exchanges);
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    setParameter: parameterStore.set,
    removeParameter: parameterStore.remove,
    setConfiguration: appConfig.deploy,
    expireTokens: appConfig.expireTokens,
    setEffectiveTagPolicy,
    faults,
    requests,
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

const listen = (server: Server, port: number): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const reason = 'code' in cause && cause.code === 'EADDRINUSE' ? 'is in use' : cause.message;
      const message = `The embedded policy sources cannot listen: port ${port} ${reason}.`;
      reject(new Error(message, { cause }));
    });
    server.listen(port, '127.0.0.1', () => {
      resolve(server.address() as AddressInfo); // Listening on a port: never a pipe's name or null.
    });
  });
