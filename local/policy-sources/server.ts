import { serveExchanges } from '../serve-exchanges.ts';
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
  const context: ExchangeContext = {
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
  };
  const served = await serveExchanges((request, response) => exchange(request, response, context), {
    port,
    cannotListen: `The embedded policy sources cannot listen: port ${port}`,
  });
  return {
    url: `http://127.0.0.1:${served.port}`,
    port: served.port,
    setParameter: parameterStore.set,
    removeParameter: parameterStore.remove,
    setConfiguration: appConfig.deploy,
    expireTokens: appConfig.expireTokens,
    setEffectiveTagPolicy,
    faults,
    requests,
    close: served.close,
  };
};
