import type { Caller } from './credential-scope.ts';
import type { Store } from './state.ts';

/** The operations that the embedded Image Builder speaks, by the service's own names. */
export const operationNames = [
  'CreateImagePipeline',
  'GetImagePipeline',
  'ListImagePipelines',
  'DeleteImagePipeline',
] as const;

export type OperationName = (typeof operationNames)[number];

/** What an operation works with besides its input. */
export interface OperationContext {
  readonly caller: Caller;
  readonly requestId: string;
  readonly store: Store;
  /** How many pipelines an account may have in a Region. */
  readonly pipelineLimit: number;
}

/**
 * One operation of the service: where it is found and what it does. It does all of it at once,
 * without waiting for anything, so that requests can never interleave.
 */
export interface Operation {
  readonly name: OperationName;
  readonly method: string;
  readonly path: string;
  readonly perform: (input: unknown, context: OperationContext) => object;
}
