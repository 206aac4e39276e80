import type { GetImagePipelineResponse } from '@aws-sdk/client-imagebuilder';
import type { ImageBuilderOperation } from './operation.ts';
import { namedPipeline } from './named-pipeline.ts';

/** Answers with one pipeline. @throws ServiceException ResourceNotFoundException */
export const getImagePipeline: ImageBuilderOperation = {
  name: 'GetImagePipeline',
  method: 'GET',
  perform: (input, context): GetImagePipelineResponse => ({
    requestId: context.requestId,
    imagePipeline: namedPipeline(input, context).imagePipeline,
  }),
};
