import type { ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import { ProxyMisconfigured } from '../errors.ts';
import type { Target } from '../core/target.ts';
import type { AssumeRoleOptions, Sessions } from './sts/assume-role.ts';
import type { TemporaryCredentials } from './sts/client.ts';
import type { TargetSettings } from '../config.ts';
import { tunedClient } from './image-builder/tuning.ts';

/** A client of Image Builder for one use. */
export interface TargetClient {
  readonly client: ImagebuilderClient;
  /** Forgets the caller's session that the client acts under, and with it the client; absent where it acts under none. */
  readonly drop?: () => void;
}

/** Gives the client that calls Image Builder in a target on behalf of a caller. */
export type ClientFor = (
  target: Target,
  caller: { readonly id?: string },
  millisLeft: number,
) => Promise<TargetClient>;

/** Gives the clients of a function, once it knows its own account. */
export type Clients = (ownAccount: string) => ClientFor;

/** What clients are made with. */
export interface ClientsOptions extends Omit<
  AssumeRoleOptions,
  'executionRole' | 'externalId' | 'region'
> {
  readonly settings: TargetSettings & { readonly region: string };
  /** Makes the function's own client for a Region, with its time-outs, retries and connections. */
  readonly ownClient: (region: string) => ImagebuilderClient;
}

/**
 * Opens a client once for each use: one for each Region under the function's own role, and one for each account, caller
 * and Region under the role assumed there. All of a Region share its connections; none shares anything
 * else, the SDK's budget of retries included, so that one account in trouble is no trouble for another.
 *
 * The own account is called under the function's own role, unless `targetAccounts` lists it: then its
 * CloudTrail names the caller as any other account's does. Who is served is not asked here: see `targetIssue`.
 *
 * @example
 * const clients = openClients({ settings: config, ownClient: imageBuilderClient });
 * const { client } = await clients(ownAccount)(target, caller, millisLeft);
 */
export const openClients = ({ settings, ownClient, ...options }: ClientsOptions): Clients => {
  const { region, executionRole, externalId, targetAccounts = [] } = settings;
  /** Everything of assumed roles is loaded with the first request that needs one. */
  const openSessions = async (role: string): Promise<Sessions> => {
    const { assumeRoles } = await import('./sts/assume-role.ts');
    return assumeRoles({
      ...options,
      region,
      executionRole: role,
      ...(externalId !== undefined && { externalId }),
    });
  };
  let opened: Promise<Sessions> | undefined;
  const own = new Map<string, ImagebuilderClient>();
  // By the credentials themselves: what they made is forgotten with them.
  const assumed = new WeakMap<TemporaryCredentials, Map<string, ImagebuilderClient>>();

  const ownClientOf = (target: string): ImagebuilderClient =>
    getOrCreate(own, target, () => ownClient(target));

  const assumedClientOf = (credentials: TemporaryCredentials, target: string) => {
    const clients = assumed.get(credentials) ?? new Map<string, ImagebuilderClient>();
    assumed.set(credentials, clients);
    return getOrCreate(clients, target, () => actingAs(ownClientOf(target), credentials, target));
  };

  return (ownAccount) =>
    async ({ account, region: where }, { id }, millisLeft) => {
      if (account === ownAccount && !targetAccounts.includes(account)) {
        return { client: ownClientOf(where) };
      }
      if (executionRole === undefined) {
        // Never the own role instead: it would create the pipeline in the own account.
        throw new ProxyMisconfigured(
          `There is no execution role for account ${account}: EXECUTION_ROLE is not set.`,
        );
      }
      const sessions = await (opened ??= openSessions(executionRole));
      const credentials = await sessions.credentialsFor(account, id, millisLeft);
      const drop = (): void => {
        sessions.drop(account, id, credentials);
      };
      return { client: assumedClientOf(credentials, where), drop };
    };
};

const getOrCreate = <K, V>(map: Map<K, V>, key: K, create: () => V): V => {
  const value = map.get(key) ?? create();
  map.set(key, value);
  return value;
};

/** A client like another one, with its connections, endpoint and number of attempts, under other credentials. */
const actingAs = (
  { config }: ImagebuilderClient,
  credentials: TemporaryCredentials,
  region: string,
): ImagebuilderClient =>
  tunedClient({
    region,
    credentials: { ...credentials },
    requestHandler: config.requestHandler,
    retryMode: config.retryMode,
    maxAttempts: config.maxAttempts,
    ...(config.endpoint !== undefined && { endpoint: config.endpoint }),
  });
