import type { Fault } from './fault.ts';
import { readFault } from './read-fault.ts';

/** The faults that are still to happen. */
export interface FaultQueue {
  /**
   * Adds a fault, or several, after those already waiting. None is added when one is wrong.
   *
   * @throws Error that says everything that is wrong with the first wrong one
   */
  readonly add: (faults: Fault | readonly Fault[]) => void;
  /** Forgets every fault that did not happen yet. */
  readonly clear: () => void;
  /** The faults still to happen, in their order, `times` counted down. */
  readonly list: () => readonly Fault[];
  /** Takes the first fault that an operation meets: one happens per request, once less each time. */
  readonly take: (operation: string) => Fault | undefined;
}

/**
 * A queue without faults.
 *
 * @param operations - The names of the operations that a fault may be for.
 */
export const createFaultQueue = (operations: readonly string[]): FaultQueue => {
  let waiting: readonly Fault[] = [];
  return {
    add(faults) {
      const added = Array.isArray(faults) ? faults : [faults];
      waiting = [
        ...waiting,
        ...added.map((fault) => structuredClone(readFault(fault, operations))),
      ];
    },
    clear() {
      waiting = [];
    },
    list: () => waiting,
    take(operation) {
      const taken = waiting.find((fault) => (fault.operation ?? operation) === operation);
      if (taken !== undefined) {
        waiting = waiting.flatMap((fault) => (fault === taken ? countedDown(fault) : [fault]));
      }
      return taken;
    },
  };
};

const countedDown = (fault: Fault): readonly Fault[] => {
  const { times = 1 } = fault;
  if (times === 'always') return [fault];
  return times > 1 ? [{ ...fault, times: times - 1 }] : [];
};
