import type { ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import { ProxyMisconfigured } from '../errors.ts';
import type { Target } from '../core/target.ts';
import type { AssumeRoleOptions, CredentialsFor } from './sts/assume-role.ts';
import type { TemporaryCredentials } from './sts/client.ts';
import type { TargetSettings } from '../config.ts';
import { tunedClient } from './image-builder/tuning.ts';

/** Gives the client that calls Image Builder in a target on behalf of a caller. */
export type ClientFor = (
  target: Target,
  caller: { readonly id?: string },
  millisLeft: number,
) => Promise<ImagebuilderClient>;

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
 * Who is served is not asked here: see `targetIssue`.
 *
 * @param ownAccount - The function's own account, called with the function's own role.
 *
 * @example
 * const clients = openClients({ settings: config, ownClient: imageBuilderClient });
 * const client = await clients(ownAccount)(target, caller, millisLeft);
 */
export const openClients = ({ settings, ownClient, ...options }: ClientsOptions): Clients => {
  const { region, executionRole, externalId } = settings;
  /** Everything of other accounts is loaded with the first request for one. */
  const openRoles = async (): Promise<CallersCredentials> => {
    if (executionRole === undefined) return noRole;
    const { assumeRoles, sessionNameOf } = await import('./sts/assume-role.ts');
    const credentialsFor = assumeRoles({
      ...options,
      region,
      executionRole,
      ...(externalId !== undefined && { externalId }),
    });
    return (account, callerId, millisLeft) =>
      credentialsFor(account, sessionNameOf(callerId), millisLeft);
  };
  let roles: Promise<CallersCredentials> | undefined;
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

  return (ownAccount) => async (target, caller, millisLeft) => {
    if (target.account === ownAccount) return ownClientOf(target.region);
    roles ??= openRoles();
    const credentials = await (await roles)(target.account, caller.id, millisLeft);
    return assumedClientOf(credentials, target.region);
  };
};

/** Gives a caller's credentials in another account. */
type CallersCredentials = (
  account: string,
  callerId: string | undefined,
  millisLeft: number,
) => ReturnType<CredentialsFor>;

/** Never the own role instead: it would create the pipeline in the own account. */
const noRole: CallersCredentials = (account) =>
  Promise.reject(
    new ProxyMisconfigured(
      `There is no execution role for account ${account}: EXECUTION_ROLE is not set.`,
    ),
  );

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
