import { isDeepStrictEqual } from 'node:util';
import type {
  CreateImagePipelineRequest,
  CreateImagePipelineResponse,
} from '@aws-sdk/client-imagebuilder';
import schema from '../../src/schema/create-image-pipeline-request.schema.json' with { type: 'json' };
import { ServiceException } from '../kit/service-exception.ts';
import { imageBuilderException } from './exceptions.ts';
import { createdPipeline, pipelineArn } from './image-pipeline.ts';
import { compileSchema } from '../kit/compile-schema.ts';
import { readInput } from './input.ts';
import type { ImageBuilderOperation } from './operation.ts';
import { checkPipelineRules } from './pipeline-rules.ts';
import { isOwnedBy } from './state.ts';

const isRequest = compileSchema<CreateImagePipelineRequest & { readonly clientToken: string }>(
  schema,
);

/**
 * Creates a pipeline, once per client token.
 *
 * The token is looked at before the name, so that a repeated request finds its own pipeline instead
 * of a collision with it. A replay answers with the first ARN but with a `requestId` of its own: the
 * id names the HTTP request, and must agree with its `x-amzn-requestid`. A request that fails leaves
 * its token unused.
 *
 * A dry run goes as far as a creation does, leaves nothing, and ends with DryRunOperationException.
 *
 * @throws ServiceException for an input that breaks the model or a rule beyond it, and
 *   IdempotentParameterMismatchException, ResourceAlreadyExistsException or
 *   ServiceQuotaExceededException, in this order
 */
export const createImagePipeline: ImageBuilderOperation = {
  name: 'CreateImagePipeline',
  method: 'PUT',
  perform: (input, context): CreateImagePipelineResponse => {
    const isDryRun = context.knowsDryRuns && readDryRun(input);
    const { clientToken, ...parameters } = readInput(isRequest, input);
    checkPipelineRules({ clientToken, ...parameters });
    const { caller, requestId } = context;
    const state = context.store.read();
    const first = state.creations.find(
      (creation) => isOwnedBy(caller)(creation) && creation.clientToken === clientToken,
    );
    if (first !== undefined) {
      if (!isDeepStrictEqual(first.parameters, parameters)) throw tokenReused(clientToken);
      return { requestId, clientToken, imagePipelineArn: first.imagePipelineArn };
    }
    const arn = pipelineArn(caller, parameters.name ?? '');
    const owned = state.pipelines.filter(isOwnedBy(caller));
    if (owned.some(({ imagePipeline }) => imagePipeline.arn === arn)) throw alreadyExists(arn);
    if (owned.length >= context.pipelineLimit) throw limitReached(context.pipelineLimit);
    if (isDryRun) throw wouldSucceed();

    const imagePipeline = createdPipeline(parameters, arn, new Date().toISOString());
    context.store.write({
      nextSequence: state.nextSequence + 1,
      pipelines: [...state.pipelines, { ...caller, sequence: state.nextSequence, imagePipeline }],
      creations: [
        ...state.creations,
        { ...caller, clientToken, parameters, imagePipelineArn: arn },
      ],
    });
    return { requestId, clientToken, imagePipelineArn: arn };
  },
};

/** The member that the model has beside those of the schema. */
const readDryRun = ({ dryRun = false }: Readonly<Record<string, unknown>>): boolean => {
  if (typeof dryRun === 'boolean') return dryRun;
  throw new ServiceException('SerializationException', "The parameter 'dryRun' must be boolean.");
};

/** The message is a guess. */
const wouldSucceed = () =>
  imageBuilderException(
    'DryRunOperationException',
    'The request would have succeeded, but the parameter dryRun is set.',
  );

const tokenReused = (clientToken: string) =>
  imageBuilderException(
    'IdempotentParameterMismatchException',
    `The client token '${clientToken}' was already used with other parameters.`,
  );

/** The message is recorded from the service for an ImageRecipe. */
const alreadyExists = (arn: string) =>
  imageBuilderException(
    'ResourceAlreadyExistsException',
    `The following resource 'ImagePipeline' already exists: '${arn}'.`,
  );

const limitReached = (limit: number) =>
  imageBuilderException(
    'ServiceQuotaExceededException',
    `You have exceeded the number of permitted resources: ${limit} image pipelines.`,
  );
