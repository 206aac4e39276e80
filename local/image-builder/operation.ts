import type { Store } from './state.ts';

/** On whose behalf and where a request is made. */
export interface Caller {
  readonly account: string;
  readonly region: string;
}

/** What an operation works with besides its input. */
export interface OperationContext {
  readonly caller: Caller;
  readonly requestId: string;
  readonly store: Store;
  /** How many pipelines an account may have in a Region. */
  readonly pipelineLimit: number;
  /** Whether it knows the member `dryRun`. */
  readonly knowsDryRuns: boolean;
}

/** One operation of the service, at the method of the service model and the path of its name. */
export interface ImageBuilderOperation {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Throws a `ServiceException`. */
  readonly perform: (input: Readonly<Record<string, unknown>>, context: OperationContext) => object;
}
