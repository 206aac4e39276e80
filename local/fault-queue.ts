/** What every fault says of itself. */
export interface Repeated {
  /** How many requests it happens to; 1 when left out. */
  readonly times?: number | 'always';
}

/** The faults that are still to happen. */
export interface FaultQueue<F extends Repeated, S> {
  /** Adds faults after those already waiting. */
  readonly add: (...faults: readonly F[]) => void;
  /** Forgets every fault that did not happen yet. */
  readonly clear: () => void;
  /** Takes the first fault that a subject meets: one happens per request, once less each time. */
  readonly take: (subject: S) => F | undefined;
}

/**
 * A queue without faults.
 *
 * @param happensTo - Whether a fault is one for a subject, such as an operation.
 */
export const createFaultQueue = <F extends Repeated, S>(
  happensTo: (fault: F, subject: S) => boolean,
): FaultQueue<F, S> => {
  let waiting: readonly F[] = [];
  return {
    add: (...faults) => {
      waiting = [...waiting, ...faults];
    },
    clear: () => {
      waiting = [];
    },
    take: (subject) => {
      const taken = waiting.find((fault) => happensTo(fault, subject));
      waiting = waiting.flatMap((fault) => (fault === taken ? countedDown(fault) : [fault]));
      return taken;
    },
  };
};

const countedDown = <F extends Repeated>(fault: F): readonly F[] => {
  const { times = 1 } = fault;
  if (times === 'always') return [fault];
  return times > 1 ? [{ ...fault, times: times - 1 }] : [];
};
