/** Milliseconds until a deadline on the scale of `performance.now()`; negative once it is over. */
export const millisLeft = (deadline: number): number => deadline - performance.now();

/**
 * Waits for a promise until some time after a deadline, and no longer.
 *
 * @param graceMillis - How long after the deadline; whatever heeds the deadline itself has ended by then.
 * @throws What the promise rejects with, or what `late` makes where it does not settle in time.
 */
export const raceDeadline = async <T>(
  promise: Promise<T>,
  deadline: number,
  graceMillis: number,
  late: () => Error,
): Promise<T> => {
  const { promise: isLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => {
      reject(late());
    },
    Math.max(1, millisLeft(deadline) + graceMillis),
  );
  try {
    return await Promise.race([promise, isLate]);
  } finally {
    clearTimeout(timer);
  }
};
