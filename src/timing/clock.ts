/**
 * A moment, told by two clocks.
 *
 * Lambda freezes an environment between invocations, and neither clock alone survives that: the
 * steady one may stand still while the environment sleeps, the one on the wall may be set back.
 */
export interface Moment {
  /** Milliseconds since 1970: goes on while the environment sleeps. */
  readonly wall: number;
  /** Milliseconds of a clock that nobody sets. */
  readonly steady: number;
}

/** Tells the present moment. */
export type Clock = () => Moment;

/** The clocks of the machine. */
export const systemClock: Clock = () => ({ wall: Date.now(), steady: performance.now() });

/**
 * The milliseconds from one moment to a later one, by whichever clock saw more of them go by: what is
 * kept is rather read once too often than kept too long.
 */
export const millisBetween = (earlier: Moment, later: Moment): number =>
  Math.max(later.wall - earlier.wall, later.steady - earlier.steady);
