import { jsonAnswer } from '../kit/answer.ts';
import type { Operation } from '../kit/operation.ts';
import { restJson1 } from '../kit/protocol.ts';
import { type StandIn, startStandIn } from '../kit/stand-in.ts';
import { createImagePipeline } from './create-image-pipeline.ts';
import { deleteImagePipeline } from './delete-image-pipeline.ts';
import { serviceExceptionStatuses } from './exceptions.ts';
import { getImagePipeline } from './get-image-pipeline.ts';
import { listImagePipelines } from './list-image-pipelines.ts';
import type { ImageBuilderOperation } from './operation.ts';
import { fileStore, memoryStore } from './state-file.ts';

/** The operations that the embedded Image Builder knows; a new one is a file and a line here. */
const operations: readonly ImageBuilderOperation[] = [
  createImagePipeline,
  getImagePipeline,
  listImagePipelines,
  deleteImagePipeline,
];

/** How an embedded Image Builder is started; everything has a default. */
export interface ImageBuilderOptions {
  /** The port to listen on; 0, the default, takes a free one. */
  readonly port?: number;
  /** A file that keeps the pipelines from one start to the next; without it they are forgotten. */
  readonly stateFile?: string;
  /** How many pipelines an account may have in a Region; 75 when left out. */
  readonly pipelineLimit?: number;
  /** Whether it knows the member `dryRun`; where it does not, it creates. */
  readonly knowsDryRuns?: boolean;
  /** The account of callers whose access key id is not itself an account id. */
  readonly accountId?: string;
}

/** A running embedded Image Builder. */
export type ImageBuilder = StandIn;

/**
 * Starts a stand-in for EC2 Image Builder that speaks the service's wire protocol (restJson1).
 *
 * An access key id of twelve digits is taken for the account's id, as in other AWS stand-ins, so
 * that several accounts can be told apart without any registration.
 *
 * @throws Error naming the port when it is in use, or the state file when it cannot be used
 */
export const startImageBuilder = async (
  options: ImageBuilderOptions = {},
): Promise<ImageBuilder> => {
  const { port, stateFile, pipelineLimit = 75, accountId = '123456789012' } = options;
  const { knowsDryRuns = true } = options;
  const store = stateFile === undefined ? memoryStore() : fileStore(stateFile);
  const served = ({ name, method, perform }: ImageBuilderOperation): Operation => ({
    name,
    protocol: restJson1,
    route: `${method} /${name}`,
    signingName: 'imagebuilder',
    perform: ({ input, accessKeyId, region, requestId }) => {
      const account = /^[0-9]{12}$/.test(accessKeyId) ? accessKeyId : accountId;
      const context = {
        caller: { account, region },
        requestId,
        store,
        pipelineLimit,
        knowsDryRuns,
      };
      return jsonAnswer(200, perform(input, context));
    },
  });
  return startStandIn(
    {
      name: 'embedded Image Builder',
      operations: operations.map(served),
      exceptionStatuses: serviceExceptionStatuses,
      internalException: 'ServiceException',
    },
    port,
  );
};
