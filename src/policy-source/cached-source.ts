import {
  type Attempt,
  type AttemptLimits,
  type Ending,
  startAttempt,
  timers,
} from '../timing/attempt.ts';
import { millisBetween, type Moment, systemClock } from '../timing/clock.ts';

/** How one load ended, and what is served from then on. */
export type LoadEvent<T> =
  /** A value was read: another one than before, or the same. */
  | { readonly outcome: 'loaded' | 'unchanged'; readonly value: T; readonly ageMillis: number }
  /** None was read. `ageMillis` is that of the value that was read last; absent without one. */
  | { readonly outcome: 'failed'; readonly error: unknown; readonly ageMillis?: number };

/** How a value is cached. */
export interface CachedSourceOptions<
  T,
  Asked extends readonly unknown[] = [],
> extends Partial<AttemptLimits> {
  /**
   * Reads the value, with what the request that starts the load was asked with; to give the same value
   * again is to say that it did not change.
   */
  readonly load: (signal: AbortSignal, ...asked: Asked) => Promise<T>;
  /**
   * Whether a failure is that of the request that started the load, and tells nothing of the source.
   * Whatever waits for the same load then starts one of its own.
   */
  readonly isAskers?: (error: unknown) => boolean;
  /** How old a value may be before it is read again, in milliseconds. */
  readonly ttlMillis: number;
  /** How old a value may be and still be served, in milliseconds; for ever when left out. */
  readonly maxAgeMillis?: number;
  /** When the value that `load` gave last was read, where that is earlier than its load. */
  readonly readAt?: () => Moment | undefined;
  /** Told of each load that ended. What it throws changes nothing. */
  readonly onLoad?: (event: LoadEvent<T>) => void;
}

/** Gives the present value, and reads it where that is due. */
export interface CachedSource<T, Asked extends readonly unknown[] = []> {
  (...asked: Asked): Promise<T>;
  /** The present value, where there is one; nothing is read. */
  readonly cached: () => T | undefined;
}

/** With its retries, a load is done well inside the 15 s that the most impatient caller waits. */
const defaultTimeoutMillis = 3_000;

/** The pause after a load that failed: short while nothing can be served, longer while something can. */
const pauseWithoutValueMillis = 1_000;
const pauseWithValueMillis = 60_000;

/** A value, when it was read, and when a load gave it last. */
interface Held<T> {
  readonly value: T;
  readonly readAt: Moment;
  readonly loadedAt: Moment;
}

/** After so many times to live in silence, and never less than the minute, a request waits. */
const silentTtls = 10;
const leastSilenceMillis = 60_000;

/**
 * Caches a value and reads it again when it is older than its time to live, without a timer and
 * without delaying a request: a request starts the load and is answered with what there is.
 *
 * - Only the first value is waited for; all requests wait for the same load. After one that failed
 *   they are refused at once for a second, so that a source in trouble is not asked by every one of them.
 * - A load that fails takes nothing away: the last value goes on being served. It is tried again after
 *   its time to live, or after a minute where that is shorter.
 * - A value that has reached its greatest age is as good as none: a request waits for the load. So one
 *   that nobody asked for in the meantime is refused only where it cannot be read now either.
 * - Where requests are so rare that nothing was heard for ten times to live, and at least a minute,
 *   a request waits for the load too. On Lambda a load started beside a quick request is frozen with
 *   it; without this rule, one such request an hour would keep a value of last week alive.
 *
 * @returns The present value.
 * @throws What the load failed with, while nothing is loaded yet, or what is has reached its greatest age.
 */
export const cachedSource = <T, Asked extends readonly unknown[] = []>(
  options: CachedSourceOptions<T, Asked>,
): CachedSource<T, Asked> => {
  const { load, ttlMillis, maxAgeMillis = Infinity, readAt, onLoad } = options;
  const { isAskers = () => false } = options;
  const { clock = systemClock, later = timers, timeoutMillis = defaultTimeoutMillis } = options;
  const silenceMillis = Math.max(silentTtls * ttlMillis, leastSilenceMillis);
  let held: Held<T> | undefined;
  let failure: { readonly error: unknown; readonly at: Moment } | undefined;
  let running: Attempt<T> | undefined;

  const since = (moment: Moment): number => millisBetween(moment, clock());

  const settle = (attempt: Attempt<T>, ending: Ending<T>): void => {
    // One that was abandoned has no more say: another was started since.
    if (running !== attempt) return;
    running = undefined;
    if (ending.kind === 'lost') return;
    if (ending.kind === 'failure') {
      if (isAskers(ending.error)) return;
      failure = { error: ending.error, at: clock() };
      const age = held && { ageMillis: since(held.readAt) };
      tell({ outcome: 'failed', error: ending.error, ...age });
      return;
    }
    failure = undefined;
    const outcome = held?.value === ending.value ? 'unchanged' : 'loaded';
    // A value is as old as the question: a thawed load may bring what held before the sleep.
    const loadedAt = attempt.startedAt;
    held = { value: ending.value, readAt: readAt?.() ?? loadedAt, loadedAt };
    tell({ outcome, value: held.value, ageMillis: since(held.readAt) });
  };

  const tell = (event: LoadEvent<T>): void => {
    try {
      onLoad?.(event);
    } catch {
      // Whoever only watches must not stop what is watched.
    }
  };

  const start = (asked: Asked): Attempt<T> => {
    const limits = { timeoutMillis, clock, later };
    const attempt = startAttempt((signal) => load(signal, ...asked), limits);
    running = attempt;
    void attempt.ended.then((ending) => {
      settle(attempt, ending);
    });
    return attempt;
  };

  const fresh = async (asked: Asked): Promise<T> => {
    const isPaused = failure !== undefined && since(failure.at) < pauseWithoutValueMillis;
    if (running === undefined && isPaused) throw failure?.error;
    const others = running;
    const ending = await (others ?? start(asked)).ended;
    if (ending.kind === 'value') return ending.value;
    if (others !== undefined && isAskers(ending.error)) return fresh(asked);
    throw ending.error;
  };

  const isDue = (loadedAt: Moment): boolean =>
    failure === undefined
      ? since(loadedAt) > ttlMillis
      : since(failure.at) > Math.min(ttlMillis, pauseWithValueMillis);

  const isTooOld = (value: Held<T>): boolean => since(value.readAt) >= maxAgeMillis;

  const get = async (...asked: Asked): Promise<T> => {
    if (running?.isOverdue() === true) {
      running.abandon();
      running = undefined;
    }
    if (held === undefined || isTooOld(held)) return fresh(asked);
    const attempt = running ?? (isDue(held.loadedAt) ? start(asked) : undefined);
    if (attempt !== undefined && since(failure?.at ?? held.loadedAt) > silenceMillis) {
      const ending = await attempt.ended;
      if (ending.kind === 'value') return ending.value;
      if (isTooOld(held)) throw ending.error;
    }
    return held.value;
  };
  const cached = (): T | undefined =>
    held === undefined || isTooOld(held) ? undefined : held.value;
  return Object.assign(get, { cached });
};
