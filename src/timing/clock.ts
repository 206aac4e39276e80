/**
 * A moment, told by two clocks.
 *
 * Lambda freezes an environment between invocations, and neither clock alone survives that: the
 * monotonic one may stand still while the environment sleeps, the other one may be set back.
 */
export interface Moment {
  /** Milliseconds since 1970: goes on while the environment sleeps. */
  readonly now: number;
  /** Milliseconds of a clock that is never set. */
  readonly monotonicNow: number;
}

/** Tells the present moment. */
export type Clock = () => Moment;

/** The clocks of the machine. */
export const systemClock: Clock = () => ({ now: Date.now(), monotonicNow: performance.now() });

/**
 * The milliseconds from one moment to a later one, by whichever clock saw more of them go by: what is
 * cached is rather read once too often than served too long.
 */
export const millisBetween = (earlier: Moment, later: Moment): number =>
  Math.max(later.now - earlier.now, later.monotonicNow - earlier.monotonicNow);
