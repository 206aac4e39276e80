/** Something that goes wrong on purpose with a call of AssumeRole to come. */
export interface Fault {
  /** The role it happens to; any when left out. */
  readonly roleArn?: string;
  /** How many calls it happens to; 1 when left out. */
  readonly times?: number | 'always';
  /** Milliseconds to wait before anything else happens. */
  readonly delayMs?: number;
  /** The exception to answer with. */
  readonly exception?: string;
  readonly message?: string;
  /** The exception's HTTP status; 400 when left out. */
  readonly status?: number;
  /** Resets the connection instead of answering. */
  readonly drop?: true;
  /** Never answers. */
  readonly hang?: true;
  /** An answer that is none of the service's. */
  readonly body?: string;
}

/** The faults that are still to happen. */
export interface FaultQueue {
  /** Adds faults after those already waiting. */
  readonly add: (...faults: readonly Fault[]) => void;
  /** Forgets every fault that did not happen yet. */
  readonly clear: () => void;
  /** Takes the first fault that a role meets: one happens per call, once less each time. */
  readonly take: (roleArn: string) => Fault | undefined;
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
    take: (roleArn) => {
      const taken = waiting.find((fault) => (fault.roleArn ?? roleArn) === roleArn);
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
