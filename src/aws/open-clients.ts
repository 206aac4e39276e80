import type { ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import type { Session, TemporaryCredentials } from '../core/session.ts';
import { tunedClient } from './image-builder/tuning.ts';

/** Gives the client that calls Image Builder in a Region, under a session or under the function's own role. */
export type ClientFor = (region: string, session?: Session) => ImagebuilderClient;

/**
 * Opens a client once for each use: one for each Region under the function's own role, and one for each
 * session and Region. All of a Region share its connections; none shares anything else, the SDK's
 * budget of retries included, so that one account in trouble is no trouble for another.
 *
 * @param ownClient - Makes the function's own client for a Region, with its time-outs, retries and connections.
 */
export const openClients = (ownClient: (region: string) => ImagebuilderClient): ClientFor => {
  const own = new Map<string, ImagebuilderClient>();
  // By the credentials themselves: what they made is forgotten with them.
  const assumed = new WeakMap<TemporaryCredentials, Map<string, ImagebuilderClient>>();
  return (region, session) => {
    const ownClientThere = getOrCreate(own, region, () => ownClient(region));
    if (session === undefined) return ownClientThere;
    const { credentials } = session;
    const clients = assumed.get(credentials) ?? new Map<string, ImagebuilderClient>();
    assumed.set(credentials, clients);
    return getOrCreate(clients, region, () => actingAs(ownClientThere, credentials, region));
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
