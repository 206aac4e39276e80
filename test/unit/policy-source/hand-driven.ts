import type { Later, Load } from '../../../src/timing/attempt.ts';
import type { Clock } from '../../../src/timing/clock.ts';

/** Time that only moves when a test moves it. */
export interface HandClock {
  readonly clock: Clock;
  readonly later: Later;
  /** Lets time pass, awake: timers go off when they are due. */
  readonly pass: (millis: number) => Promise<void>;
  /**
   * Lets time pass as in a frozen environment: nothing runs. The monotonic clock stands still, unless
   * `monotonicNow` says otherwise; then timers that fell due go off at the thaw.
   */
  readonly freeze: (millis: number, monotonicNow?: 'stands still' | 'goes on') => Promise<void>;
  /** Sets the system clock back or forward, and nothing else. */
  readonly setNow: (millis: number) => void;
  /** How many timers are waiting. */
  readonly waiting: () => number;
}

/** Lets everything run that can run without time passing. */
export const settled = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

export const handClock = (): HandClock => {
  let now = 1_790_000_000_000;
  let monotonicNow = 5_000;
  const timers = new Map<object, { readonly at: number; readonly act: () => void }>();
  const goOff = async (): Promise<void> => {
    for (const [key, { at, act }] of [...timers].sort(([, a], [, b]) => a.at - b.at)) {
      if (at > monotonicNow || !timers.delete(key)) continue;
      act();
      await settled();
    }
  };
  return {
    clock: () => ({ now, monotonicNow }),
    later: (millis, act) => {
      const key = {};
      timers.set(key, { at: monotonicNow + millis, act });
      return () => void timers.delete(key);
    },
    pass: async (millis) => {
      const end = monotonicNow + millis;
      for (;;) {
        const due = [...timers.values()].map(({ at }) => at).filter((at) => at <= end);
        const next = due.length === 0 ? end : Math.max(monotonicNow, Math.min(...due));
        now += next - monotonicNow;
        monotonicNow = next;
        await goOff();
        if (due.length === 0) break;
      }
      await settled();
    },
    freeze: async (millis, how = 'stands still') => {
      now += millis;
      if (how === 'goes on') monotonicNow += millis;
      await goOff();
      await settled();
    },
    setNow: (millis) => {
      now += millis;
    },
    waiting: () => timers.size,
  };
};

/** A load whose end a test decides. */
export interface HandLoad<T> {
  readonly signal: AbortSignal;
  readonly isOpen: () => boolean;
  readonly succeed: (value: T) => Promise<void>;
  readonly fail: (error: Error) => Promise<void>;
}

/** A loader that remembers each load; the last one is the one that a test mostly means. */
export const handLoader = <T>() => {
  const loads: HandLoad<T>[] = [];
  const load: Load<T> = (signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    let isOpen = true;
    loads.push({
      signal,
      isOpen: () => isOpen && !signal.aborted,
      succeed: (value) => {
        isOpen = false;
        resolve(value);
        return settled();
      },
      fail: (error) => {
        isOpen = false;
        reject(error);
        return settled();
      },
    });
    return promise;
  };
  const last = (): HandLoad<T> => {
    const latest = loads.at(-1);
    if (latest === undefined) throw new Error('Nothing was loaded yet.');
    return latest;
  };
  return { load, loads, last };
};

/** What became of a promise so far. */
export const outcomeOf = async <T>(
  promise: Promise<T>,
): Promise<{ value: T } | { error: unknown } | 'waiting'> => {
  let outcome: { value: T } | { error: unknown } | 'waiting' = 'waiting';
  promise.then(
    (value) => {
      outcome = { value };
    },
    (error: unknown) => {
      outcome = { error };
    },
  );
  await settled();
  return outcome;
};
