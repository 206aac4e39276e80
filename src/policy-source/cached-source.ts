import {
  type Attempt,
  type AttemptLimits,
  type Ending,
  type Load,
  startAttempt,
  timers,
} from '../timing/attempt.ts';
import { millisBetween, type Moment, systemClock } from '../timing/clock.ts';

/** How one load ended, and what is served from then on. */
export type LoadEvent =
  /** A value was read: another one than before, or the same. */
  | { readonly outcome: 'loaded' | 'unchanged'; readonly ageMillis: number }
  /** None was read. `ageMillis` is that of the value that goes on being served; absent without one. */
  | { readonly outcome: 'failed'; readonly error: unknown; readonly ageMillis?: number };

/** How a value is cached. */
export interface CachedSourceOptions<T> extends Partial<AttemptLimits> {
  /** Reads the value; to give the same value again is to say that it did not change. */
  readonly load: Load<T>;
  /** How old a value may be before it is read again, in milliseconds. */
  readonly ttlMillis: number;
  /** Told of each load that ended. What it throws changes nothing. */
  readonly onLoad?: (event: LoadEvent) => void;
}

/** With its retries, a load is done well inside the 15 s that the most impatient caller waits. */
const defaultTimeoutMillis = 3_000;

/** The pause after a load that failed: short while nothing can be served, longer while something can. */
const pauseWithoutValueMillis = 1_000;
const pauseWithValueMillis = 60_000;

/** After so many times to live in silence, and never less than the minute, a request waits. */
const silentTtls = 10;
const leastSilenceMillis = 60_000;

/**
 * Caches a value and reads it again when it is older than its time to live, without a timer and
 * without delaying a request: a request starts the load and is answered with what there is.
 *
 * - Only the first value is waited for; all requests wait for the same load. After one that failed
 *   they are refused at once for a second, so that a source in trouble is not asked by every one of them.
 * - A load that fails, now or for ever, takes nothing away: the last value goes on being served. It is
 *   tried again after its time to live, or after a minute where that is shorter.
 * - Where requests are so rare that nothing was heard for ten times to live, and at least a minute,
 *   a request waits for the load too. On Lambda a load started beside a quick request is frozen with
 *   it; without this rule, one such request an hour would keep a value of last week alive.
 *
 * @returns The present value.
 * @throws What the first load failed with, while nothing is loaded yet.
 */
export const cachedSource = <T>(options: CachedSourceOptions<T>): (() => Promise<T>) => {
  const { load, ttlMillis, onLoad } = options;
  const { clock = systemClock, later = timers, timeoutMillis = defaultTimeoutMillis } = options;
  const silenceMillis = Math.max(silentTtls * ttlMillis, leastSilenceMillis);
  let held: { readonly value: T; readonly readAt: Moment } | undefined;
  let failure: { readonly error: unknown; readonly at: Moment } | undefined;
  let running: Attempt<T> | undefined;

  const since = (moment: Moment): number => millisBetween(moment, clock());

  const settle = (attempt: Attempt<T>, ending: Ending<T>): void => {
    // One that was abandoned has no more say: another was started since.
    if (running !== attempt) return;
    running = undefined;
    if (ending.kind === 'lost') return;
    if (ending.kind === 'failure') {
      failure = { error: ending.error, at: clock() };
      const age = held && { ageMillis: since(held.readAt) };
      tell({ outcome: 'failed', error: ending.error, ...age });
      return;
    }
    failure = undefined;
    const outcome = held?.value === ending.value ? 'unchanged' : 'loaded';
    // A value is as old as the question: a thawed load may bring what held before the sleep.
    held = { value: ending.value, readAt: attempt.startedAt };
    tell({ outcome, ageMillis: since(attempt.startedAt) });
  };

  const tell = (event: LoadEvent): void => {
    try {
      onLoad?.(event);
    } catch {
      // Whoever only watches must not stop what is watched.
    }
  };

  const start = (): Attempt<T> => {
    const attempt = startAttempt(load, { timeoutMillis, clock, later });
    running = attempt;
    void attempt.ended.then((ending) => {
      settle(attempt, ending);
    });
    return attempt;
  };

  const first = async (): Promise<T> => {
    const isPaused = failure !== undefined && since(failure.at) < pauseWithoutValueMillis;
    if (running === undefined && isPaused) throw failure?.error;
    const ending = await (running ?? start()).ended;
    if (ending.kind === 'value') return ending.value;
    throw ending.error;
  };

  const isDue = (readAt: Moment): boolean =>
    failure === undefined
      ? since(readAt) > ttlMillis
      : since(failure.at) > Math.min(ttlMillis, pauseWithValueMillis);

  return async () => {
    if (running?.isOverdue() === true) {
      running.abandon();
      running = undefined;
    }
    if (held === undefined) return first();
    const attempt = running ?? (isDue(held.readAt) ? start() : undefined);
    if (attempt !== undefined && since(failure?.at ?? held.readAt) > silenceMillis) {
      const ending = await attempt.ended;
      if (ending.kind === 'value') return ending.value;
    }
    return held.value;
  };
};
