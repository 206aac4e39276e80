import { createFaultQueue as createQueue, type FaultQueue as Queue } from '../fault-queue.ts';
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
export type FaultQueue = Queue<Fault, OperationName>;

/** A queue without faults; one that names no operation happens to any. */
export const createFaultQueue = (): FaultQueue =>
  createQueue(({ operation }, met) => (operation ?? met) === met);
