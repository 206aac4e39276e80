import type { CreateImagePipelineRequest, ImagePipeline } from '@aws-sdk/client-imagebuilder';
import type { Caller } from './operation.ts';

/** A pipeline, and the account and Region that it is in. */
export interface StoredPipeline extends Caller {
  /** Higher than that of every pipeline created before: the order of ListImagePipelines. */
  readonly sequence: number;
  readonly imagePipeline: ImagePipeline & { readonly arn: string };
}

/** What a client token was used for. */
export interface Creation extends Caller {
  readonly clientToken: string;
  readonly parameters: Omit<CreateImagePipelineRequest, 'clientToken'>;
  readonly imagePipelineArn: string;
}

/** All that the embedded Image Builder remembers; replaced as a whole, never written to. */
export interface State {
  readonly nextSequence: number;
  readonly pipelines: readonly StoredPipeline[];
  readonly creations: readonly Creation[];
}

/** Where the state is kept: `write` either keeps the new state entirely or throws and keeps the old. */
export interface Store {
  readonly read: () => State;
  readonly write: (next: State) => void;
}

/** The state of an Image Builder in which nothing was created yet. */
export const emptyState: State = { nextSequence: 1, pipelines: [], creations: [] };

/** Whether something belongs to the caller's account and Region. */
export const isOwnedBy =
  ({ account, region }: Caller) =>
  (owned: Caller): boolean =>
    owned.account === account && owned.region === region;
