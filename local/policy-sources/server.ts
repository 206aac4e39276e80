import { type StandIn, startStandIn } from '../kit/stand-in.ts';
import { createAppConfigData } from './app-config-data.ts';
import { createOrganizations, type Organizations } from './organizations.ts';
import { createParameterStore, type ParameterStore } from './parameter-store.ts';

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
export interface PolicySources extends StandIn {
  readonly setParameter: ParameterStore['set'];
  readonly removeParameter: (name: string) => void;
  /** @param address - `APPLICATION/ENVIRONMENT/PROFILE`. */
  readonly setConfiguration: (address: string, configuration: string) => void;
  /** Lets every token of AppConfig expire, as after a day. */
  readonly expireTokens: () => void;
  readonly setEffectiveTagPolicy: Organizations['setEffectiveTagPolicy'];
}

/**
 * Starts the services on loopback, empty. A person with curl fills them under `/_parameters`,
 * `/_configurations` and `/_effective-tag-policy`.
 *
 * @throws Error naming the port when it is in use
 */
export const startPolicySources = async (
  options: PolicySourcesOptions = {},
): Promise<PolicySources> => {
  const { port, accountId = '123456789012', now = Date.now } = options;
  const parameterStore = createParameterStore(accountId);
  const appConfig = createAppConfigData(now);
  const organizations = createOrganizations(accountId);
  const { setEffectiveTagPolicy } = organizations;
  const standIn = await startStandIn(
    {
      name: 'embedded policy sources',
      operations: [parameterStore, appConfig, organizations].flatMap((each) => each.operations),
      exceptionStatuses: { ResourceNotFoundException: 404, InternalServerError: 500 },
      internalException: 'InternalServerError',
      setup: [
        {
          what: 'PUT /_parameters/NAME',
          route: /^PUT \/_parameters(\/.+)$/,
          set: (name, value) => void parameterStore.set(name, value),
        },
        {
          what: 'PUT /_configurations/APPLICATION/ENVIRONMENT/PROFILE',
          route: /^PUT \/_configurations\/([^/]+\/[^/]+\/[^/]+)$/,
          set: appConfig.deploy,
        },
        {
          what: 'PUT /_effective-tag-policy and /_effective-tag-policy/ACCOUNT',
          route: /^PUT \/_effective-tag-policy(?:\/(\d{12}))?$/,
          set: (account, content) => {
            setEffectiveTagPolicy(content, account === '' ? undefined : account);
          },
        },
        {
          what: 'DELETE the same',
          route: /^DELETE \/_effective-tag-policy(?:\/(\d{12}))?$/,
          set: (account) => {
            setEffectiveTagPolicy(undefined, account === '' ? undefined : account);
          },
        },
      ],
    },
    port,
  );
  return {
    ...standIn,
    setParameter: parameterStore.set,
    removeParameter: parameterStore.remove,
    setConfiguration: appConfig.deploy,
    expireTokens: appConfig.expireTokens,
    setEffectiveTagPolicy,
  };
};
