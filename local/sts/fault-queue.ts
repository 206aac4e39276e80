import { createFaultQueue as createQueue, type FaultQueue as Queue } from '../fault-queue.ts';

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
export type FaultQueue = Queue<Fault, string>;

/** A queue without faults; one that names no role happens to any. */
export const createFaultQueue = (): FaultQueue =>
  createQueue(({ roleArn }, met) => (roleArn ?? met) === met);
