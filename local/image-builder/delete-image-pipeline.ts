import type { DeleteImagePipelineResponse } from '@aws-sdk/client-imagebuilder';
import type { ImageBuilderOperation } from './operation.ts';
import { namedPipeline } from './named-pipeline.ts';

/**
 * Deletes one pipeline, and with it what its client token was used for: the same request creates the
 * pipeline again, where a replay would answer with the ARN of something that is gone. (What the
 * service does is not documented.)
 *
 * @throws ServiceException ResourceNotFoundException
 */
export const deleteImagePipeline: ImageBuilderOperation = {
  name: 'DeleteImagePipeline',
  method: 'DELETE',
  perform: (input, context): DeleteImagePipelineResponse => {
    const pipeline = namedPipeline(input, context);
    const { arn } = pipeline.imagePipeline;
    const state = context.store.read();
    context.store.write({
      ...state,
      pipelines: state.pipelines.filter((other) => other !== pipeline),
      // An ARN names its account and Region: no other's token can stand here.
      creations: state.creations.filter(({ imagePipelineArn }) => imagePipelineArn !== arn),
    });
    return { requestId: context.requestId, imagePipelineArn: arn };
  },
};
