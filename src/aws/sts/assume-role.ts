import type { TemporaryCredentials } from '../../core/session.ts';
import { ProxyMisconfigured, UpstreamError } from '../../errors.ts';
import { startAttempt, timers, type Attempt, type Later } from '../../timing/attempt.ts';
import { systemClock, type Clock } from '../../timing/clock.ts';
import { leastRecentlyUsed } from '../../timing/lru.ts';
import type { AssumeRole } from './client.ts';
import { isFinal } from './failure.ts';
import { sessionNameOf } from './session-name.ts';

/** The sessions of callers in accounts. */
export interface Sessions {
  /**
   * Gives a caller's credentials in an account.
   *
   * @param callerId - The whole of it: `undefined` for an anonymous caller.
   */
  readonly credentialsFor: (
    account: string,
    callerId: string | undefined,
    millisLeft: number,
  ) => Promise<TemporaryCredentials>;
  /** Forgets credentials that are refused; what has been put in their place since stays. */
  readonly drop: (
    account: string,
    callerId: string | undefined,
    credentials: TemporaryCredentials,
  ) => void;
}

/** How credentials are got and cached. */
export interface AssumeRoleOptions {
  /** The pattern of the role's ARN; `{account}` stands for the account. */
  readonly executionRole: string;
  readonly externalId?: string;
  /** The function's own Region. */
  readonly region: string;
  /** How many sessions are cached, over all accounts and callers. */
  readonly mostSessions?: number;
  /** Opens the client of STS; a chunk that is loaded with the first use. */
  readonly open?: (region: string) => Promise<AssumeRole>;
  readonly clock?: Clock;
  readonly later?: Later;
}

/** How many sessions are cached unless an option says otherwise: a few hundred bytes each. */
export const defaultMostSessions = 200;

/** Credentials are renewed this long before they expire; the SDK itself thinks of five minutes as expired. */
const renewAheadMillis = 6 * 60_000;

/** Until this long before they expire, credentials that could not be renewed go on serving. */
const lastUseMillis = 60_000;

/** With its retries, AssumeRole is done well inside the 15 s that the most impatient caller waits. */
const assumeRoleMillis = 7_000;

const openLazily = async (region: string): Promise<AssumeRole> =>
  (await import('./client.ts')).openSts(region);

interface Session {
  credentials?: TemporaryCredentials;
  running?: Attempt<TemporaryCredentials>;
}

/**
 * Assumes the execution role of accounts and caches the sessions, one for each account and whole caller
 * id: each caller acts under its own name there, so no credentials are shared between callers.
 *
 * Sessions have nothing in common but their bounded number. Requests of one caller to one account wait
 * for the same AssumeRole, each no longer than its own time; no other request waits for it.
 *
 * Credentials that cannot be had are `ProxyMisconfigured` where STS refuses, {@link UpstreamError} with
 * `mayExist: false` where it does not answer: the same request may succeed later. Both name the
 * account, for the log alone.
 */
export const assumeRoles = (options: AssumeRoleOptions): Sessions => {
  const { executionRole, externalId, region, mostSessions = defaultMostSessions } = options;
  const { open = openLazily, clock = systemClock, later = timers } = options;
  const sessions = leastRecentlyUsed<Session>(mostSessions, () => ({}));
  let sts: Promise<AssumeRole> | undefined;

  const load = async (account: string, sessionName: string, signal: AbortSignal) => {
    sts ??= open(region);
    const assumeRole = await sts;
    const roleArn = executionRole.replace('{account}', account);
    return assumeRole(
      { roleArn, sessionName, ...(externalId !== undefined && { externalId }) },
      signal,
    );
  };

  const millisOf = ({ expiration }: TemporaryCredentials): number =>
    expiration.getTime() - clock().now;

  const renew = (session: Session, account: string, sessionName: string) => {
    if (session.running?.isOverdue() === true) {
      session.running.abandon();
      delete session.running;
    }
    if (session.running !== undefined) return session.running;
    const attempt = startAttempt((signal) => load(account, sessionName, signal), {
      timeoutMillis: assumeRoleMillis,
      clock,
      later,
    });
    session.running = attempt;
    void attempt.ended.then((ending) => {
      if (session.running === attempt) delete session.running;
      if (ending.kind === 'value') session.credentials = ending.value;
    });
    return attempt;
  };

  /** No id, however it is written, is the key of an anonymous caller. */
  const sessionOf = (account: string, callerId: string | undefined): Session =>
    sessions(callerId === undefined ? account : `${account}/${callerId}`);

  const credentialsFor: Sessions['credentialsFor'] = async (account, callerId, millisLeft) => {
    const session = sessionOf(account, callerId);
    const sessionName = sessionNameOf(callerId);
    const held = session.credentials;
    if (held !== undefined && millisOf(held) > renewAheadMillis) return held;
    const { ended } = renew(session, account, sessionName);
    const ending = await within(ended, millisLeft, later);
    if (ending?.kind === 'value') return ending.value;
    if (held !== undefined && millisOf(held) > lastUseMillis) return held;
    throw failure(account, sessionName, ending?.error);
  };

  return {
    credentialsFor,
    drop: (account, callerId, credentials) => {
      const session = sessionOf(account, callerId);
      if (session.credentials === credentials) delete session.credentials;
    },
  };
};

/** What a promise gives in time; undefined where it does not. */
const within = async <T>(
  promise: Promise<T>,
  millis: number,
  later: Later,
): Promise<T | undefined> => {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const cancel = later(Math.max(1, millis), () => {
    resolve(undefined);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    cancel();
  }
};

/** Its cause stays out of the answer: it names roles. The log prints the message. */
const failure = (account: string, sessionName: string, error: unknown): Error => {
  const why = error instanceof Error ? `${error.name}: ${error.message}` : 'no answer in time';
  const message = `The execution role of account ${account} cannot be assumed as ${sessionName}: ${why}`;
  if (isFinal(error)) return new ProxyMisconfigured(message, { cause: error });
  // Nothing has been sent to Image Builder, so this is no time-out that leaves anything open.
  const exception = 'ServiceUnavailableException';
  return new UpstreamError(message, { exception, mayExist: false, attempts: 0 }, { cause: error });
};
