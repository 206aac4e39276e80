import { imageBuilderException } from './exceptions.ts';
import { compileSchema } from '../kit/compile-schema.ts';
import { readInput } from './input.ts';
import type { OperationContext } from './operation.ts';
import { isOwnedBy, type StoredPipeline } from './state.ts';

const isArnRequest = compileSchema<{ readonly imagePipelineArn: string }>({
  type: 'object',
  required: ['imagePipelineArn'],
  additionalProperties: false,
  properties: {
    imagePipelineArn: {
      type: 'string',
      // The service model's pattern of ImagePipelineArn.
      pattern: '^arn:aws[^:]*:imagebuilder:[^:]+:(?:[0-9]{12}|aws):image-pipeline/[a-z0-9-_]+$',
    },
  },
});

/**
 * The caller's pipeline that a request names by `imagePipelineArn`.
 *
 * @throws ServiceException ResourceNotFoundException where the account has none of that ARN in
 *   the Region; its message follows the recorded one of ResourceAlreadyExistsException
 */
export const namedPipeline = (input: object, context: OperationContext): StoredPipeline => {
  const { imagePipelineArn } = readInput(isArnRequest, input);
  const found = context.store
    .read()
    .pipelines.filter(isOwnedBy(context.caller))
    .find(({ imagePipeline }) => imagePipeline.arn === imagePipelineArn);
  if (found !== undefined) return found;
  throw imageBuilderException(
    'ResourceNotFoundException',
    `The following resource 'ImagePipeline' does not exist: '${imagePipelineArn}'.`,
  );
};
