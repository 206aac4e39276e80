import type { OperationName } from './operation.ts';

/** Something that goes wrong on purpose with requests to come. */
export interface Fault {
  /** The operation it happens to; any when left out. */
  readonly operation?: OperationName;
  /** How many requests it happens to; 1 when left out. */
  readonly times?: number | 'always';
  /** Milliseconds to wait before anything else happens. */
  readonly delayMs?: number;
  /** The exception to answer with, whether the service has it or not. */
  readonly exception?: string;
  readonly message?: string;
  /** The exception's HTTP status; 400 when left out. */
  readonly status?: number;
  /** Resets the connection instead of answering. */
  readonly drop?: true;
  /** Never answers. */
  readonly hang?: true;
}

/** The faults that are still to happen. */
export interface FaultQueue {
  /** Adds faults after those already waiting. */
  readonly add: (...faults: readonly Fault[]) => void;
  /** Forgets every fault that did not happen yet. */
  readonly clear: () => void;
  /** Takes the first fault that an operation meets: one happens per request, once less each time. */
  readonly take: (operation: OperationName) => Fault | undefined;
}

/** A queue without faults. */
export const createFaultQueue = (): FaultQueue => {
  let waiting: readonly Fault[] = [];
  return {
    add: (...faults) => {
      waiting = [...waiting, ...faults];
    },
    clear: () => {
      waiting = [];
    },
    take: (operation) => {
      const taken = waiting.find((fault) => (fault.operation ?? operation) === operation);
      waiting = waiting.flatMap((fault) => (fault === taken ? countedDown(fault) : [fault]));
      return taken;
    },
  };
};

const countedDown = (fault: Fault): readonly Fault[] => {
  const { times = 1 } = fault;
  if (times === 'always') return [fault];
  return times > 1 ? [{ ...fault, times: times - 1 }] : [];
};
