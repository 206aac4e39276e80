/** The least time that an attempt is worth starting in, in milliseconds: a handshake and an answer. */
export const leastAttemptMillis = 300;

/** Below this share, in milliseconds, two attempts would only both be cut short: one gets everything. */
const leastShareMillis = 1_000;

/**
 * How long one attempt may take: half of the time left, so that an Image Builder that hangs leaves
 * room for another attempt with the same `clientToken`; all of it where no other can follow.
 *
 * @param millisLeft - Until the whole call has to have ended.
 * @param isLast - Whether the SDK would start no other attempt after this one.
 */
export const attemptMillis = (millisLeft: number, isLast: boolean): number => {
  const share = millisLeft / 2;
  return Math.floor(isLast || share < leastShareMillis ? millisLeft : share);
};
