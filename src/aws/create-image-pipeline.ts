import { CreateImagePipelineCommand, type ImagebuilderClient } from '@aws-sdk/client-imagebuilder';

export type { ImagebuilderClient };
import type { CreateImagePipelineRequest } from '../pipeline/create-image-pipeline-request.ts';
import { isRefusal, readFailure } from './read-failure.ts';
import { UpstreamError } from './upstream-error.ts';

/** Image Builder's own answer, all of it present. */
export interface CreatedImagePipeline {
  readonly requestId: string;
  readonly clientToken: string;
  readonly imagePipelineArn: string;
}

/**
 * Calls CreateImagePipeline, with the SDK's retries, and ends within the time given.
 *
 * Every attempt carries the request's own `clientToken`, so however often it is sent, at most one
 * pipeline comes of it.
 *
 * @param millisLeft - How long the whole call may take, retries included.
 * @throws {@link UpstreamError} whenever there is no pipeline to report, with what is known of why
 * and whether one may exist all the same.
 */
export const createImagePipeline = async (
  client: ImagebuilderClient,
  request: CreateImagePipelineRequest,
  millisLeft: number,
): Promise<CreatedImagePipeline> => {
  const command = new CreateImagePipelineCommand(request);
  let attempts = 0;
  let unanswered = 0;
  // Innermost in the SDK's stack, so it sees each attempt on its own and not only the last one.
  command.middlewareStack.add(
    (next) => async (args) => {
      attempts += 1;
      unanswered += 1;
      try {
        return await next(args);
      } catch (error) {
        if (isRefusal(error)) unanswered -= 1;
        throw error;
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'attemptsMiddleware' },
  );
  const timeLeft = Math.max(1, Math.floor(millisLeft));
  try {
    const { requestId, clientToken, imagePipelineArn, $metadata } = await client.send(command, {
      abortSignal: AbortSignal.timeout(timeLeft),
      requestTimeout: timeLeft,
    });
    if (requestId === undefined || imagePipelineArn === undefined) {
      throw new UpstreamError('The answer to CreateImagePipeline names no image pipeline.', {
        exception: 'UnexpectedAnswer',
        ...($metadata.httpStatusCode !== undefined && { httpStatus: $metadata.httpStatusCode }),
        mayExist: true,
        attempts,
      });
    }
    return { requestId, clientToken: clientToken ?? request.clientToken, imagePipelineArn };
  } catch (error) {
    if (error instanceof UpstreamError) throw error;
    throw readFailure(error, { attempts, mayExist: unanswered > 0 });
  }
};
