import type { CallContext } from './call-context.ts';

/** Credentials that expire. */
export interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** A session of the execution role in an account, in a caller's name. */
export interface Session {
  readonly credentials: TemporaryCredentials;
  /** Forgets it: the next call there gets another. */
  readonly drop: () => void;
}

/**
 * Gives the session under which an account is called on a caller's behalf; undefined where it is called
 * under the function's own role.
 *
 * Rejects with `ProxyMisconfigured` where there can be none, with `UpstreamError` where none is to be
 * had at present: both are about this caller in this account.
 */
export type SessionFor = (context: CallContext) => Promise<Session | undefined>;
