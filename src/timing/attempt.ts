import { type Clock, millisBetween, type Moment } from './clock.ts';

/** Reads something from its source; stops, if it can, when the signal is aborted. */
export type Load<T> = (signal: AbortSignal) => Promise<T>;

/** Calls something later, unless the function that it returns is called before. */
export type Later = (millis: number, act: () => void) => () => void;

/** What is known once a load has ended. */
export type Ending<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'failure'; readonly error: unknown }
  /** It did not come back while the environment was awake: nothing is known of where it was asked. */
  | { readonly kind: 'lost'; readonly error: unknown };

/** A load under way. */
export interface Attempt<T> {
  readonly startedAt: Moment;
  /** Settles within the time allowed, whatever the load does, and never rejects. */
  readonly ended: Promise<Ending<T>>;
  /** Whether it should have ended by now: its environment slept, and its connection is likely closed. */
  readonly isOverdue: () => boolean;
  /** Ends it as lost. */
  readonly abandon: () => void;
}

/** How a load is bounded. */
export interface AttemptLimits {
  /** The time allowed, in milliseconds. */
  readonly timeoutMillis: number;
  readonly clock: Clock;
  readonly later: Later;
}

/** What a timer may be late on a busy machine; one that is later woke up in a thawed environment. */
const slackMillis = 1_000;

/** Timers of the process; none of them keeps it from ending. */
export const timers: Later = (millis, act) => {
  const timer = setTimeout(act, millis);
  timer.unref();
  return () => {
    clearTimeout(timer);
  };
};

/**
 * Starts a load that ends in time: by itself, by its timer or by being abandoned.
 *
 * The timer alone is not enough on Lambda. It does not run while the environment is frozen, so after
 * a thaw an attempt may have been under way for an hour by `Date.now()`; whatever asks next
 * finds it overdue and abandons it. And what fails that late failed because of the sleep, and tells
 * nothing of the place it was to be read from: it is lost, not failed.
 */
export const startAttempt = <T>(load: Load<T>, limits: AttemptLimits): Attempt<T> => {
  const { timeoutMillis, clock, later } = limits;
  const startedAt = clock();
  const isOverdue = (): boolean => millisBetween(startedAt, clock()) > timeoutMillis + slackMillis;
  const ending = (error: unknown): Ending<T> => ({ kind: isOverdue() ? 'lost' : 'failure', error });
  const controller = new AbortController();
  const { promise: ended, resolve } = Promise.withResolvers<Ending<T>>();
  const cancel = later(timeoutMillis, () => {
    abort(ending(new Error(`It did not answer within ${timeoutMillis / 1000} s.`)));
  });
  const end = (how: Ending<T>): void => {
    cancel();
    resolve(how);
  };
  const abort = (how: Ending<T>): void => {
    end(how);
    controller.abort();
  };
  // Inside a promise, so that a load that throws at once fails like any other.
  Promise.resolve()
    .then(() => load(controller.signal))
    .then(
      (value) => {
        end({ kind: 'value', value });
      },
      (error: unknown) => {
        end(ending(error));
      },
    );
  return {
    startedAt,
    ended,
    isOverdue,
    abandon: () => {
      abort({ kind: 'lost', error: new Error('It was interrupted, and is read again.') });
    },
  };
};
