import {
  CreateImagePipelineCommand,
  type CreateImagePipelineCommandOutput,
  type ImagebuilderClient,
} from '@aws-sdk/client-imagebuilder';
import type { CreateImagePipelineRequest } from '../../core/create-image-pipeline-request.ts';
import { leastAttemptMillis } from './attempt-time.ts';
import { readFailure } from './failure.ts';
import { timeAttempts, type TimedAttempts } from './attempts.ts';
import { UpstreamError } from '../../errors.ts';

export type { ImagebuilderClient };

/** Image Builder's own answer, all of it present. */
export interface CreatedImagePipeline {
  readonly requestId: string;
  readonly clientToken: string;
  readonly imagePipelineArn: string;
  /** How often the request was sent, retries included. */
  readonly attempts: number;
}

/**
 * Calls CreateImagePipeline, with the SDK's retries, and ends within the time given.
 *
 * Every attempt carries the request's own `clientToken`, so however often it is sent, at most one
 * pipeline comes of it. An attempt gets a share of the time; none is started that could not end.
 *
 * @param millisLeft - How long the whole call may take, retries included. Where that is hardly
 * anything, nothing is sent.
 * @throws {@link UpstreamError} whenever there is no pipeline to report, with what is known of why
 * and whether one may exist all the same.
 */
export const createImagePipeline = async (
  client: ImagebuilderClient,
  request: CreateImagePipelineRequest,
  millisLeft: number,
): Promise<CreatedImagePipeline> => {
  if (millisLeft < leastAttemptMillis) throw outOfTime('There was no time left to send it.');
  // An input of its own: the same request may be under way twice.
  const input = { ...request };
  const attempts = timeAttempts(client, input, millisLeft, await client.config.maxAttempts());
  try {
    const sending = client.send(new CreateImagePipelineCommand(input));
    const answer = await attempts.whileInTime(sending);
    return created(answer, request, attempts.count());
  } catch (error) {
    throw failureOf(error, attempts);
  } finally {
    attempts.close();
  }
};

/** The answer is what the network brought: that its members are texts is the SDK's hope alone. */
const created = (
  { requestId, imagePipelineArn, $metadata }: CreateImagePipelineCommandOutput,
  request: CreateImagePipelineRequest,
  attempts: number,
): CreatedImagePipeline => {
  if (isText(requestId) && isText(imagePipelineArn)) {
    return { requestId, clientToken: request.clientToken, imagePipelineArn, attempts };
  }
  throw new UpstreamError('The answer to CreateImagePipeline names no image pipeline.', {
    exception: 'UnexpectedAnswer',
    ...($metadata.httpStatusCode !== undefined && { httpStatus: $metadata.httpStatusCode }),
    mayExist: true,
    attempts,
  });
};

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const failureOf = (error: unknown, attempts: TimedAttempts): UpstreamError => {
  if (error instanceof UpstreamError) return error;
  const known = { attempts: attempts.count(), mayExist: attempts.mayExist() };
  if (!attempts.isGivenUp()) return readFailure(error, known);
  // It was given up between two attempts: the last of them has more to tell than that the time ran out.
  return known.attempts === 0
    ? outOfTime('The time ran out before the request could be sent.')
    : readFailure(attempts.lastFailure(), known);
};

const outOfTime = (message: string): UpstreamError =>
  new UpstreamError(message, { exception: 'TimeoutError', mayExist: false, attempts: 0 });
