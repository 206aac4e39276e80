import type { GetImagePipelineResponse } from '@aws-sdk/client-imagebuilder';
import type { OperationContext } from './operation.ts';
import { namedPipeline } from './stored-pipeline.ts';

/** Answers with one pipeline. @throws ImageBuilderException ResourceNotFoundException */
export const getImagePipeline = (
  document: unknown,
  context: OperationContext,
): GetImagePipelineResponse => ({
  requestId: context.requestId,
  imagePipeline: namedPipeline(document, context).imagePipeline,
});
