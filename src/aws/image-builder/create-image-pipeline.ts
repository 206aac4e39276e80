import {
  CreateImagePipelineCommand,
  type CreateImagePipelineCommandOutput,
  type ImagebuilderClient,
} from '@aws-sdk/client-imagebuilder';
import type {
  CallUnderWay,
  CreatedImagePipeline,
  DryRunOutcome,
} from '../../core/create-image-pipeline.ts';
import type { CreateImagePipelineRequest } from '../../core/create-image-pipeline-request.ts';
import { UpstreamError } from '../../errors.ts';
import { dryRunPassed, prepareForDryRuns, sendAsDryRun } from './dry-run.ts';
import { readFailure } from './read-failure.ts';
import { leastAttemptMillis, trackAttempts, type Attempts } from './track-attempts.ts';

/**
 * Calls CreateImagePipeline, with the SDK's retries, and ends within the time given.
 *
 * Every attempt carries the request's own `clientToken`, so however often it is sent, at most one
 * pipeline comes of it. An attempt gets a share of the time; none is started that could not end.
 *
 * @param millisLeft - How long the whole call may take, retries included. Where that is hardly
 * anything, nothing is sent.
 * @param onCall - Is given the call before its first attempt goes out.
 * @param prepare - Is given the input of the call before that.
 * @throws {@link UpstreamError} whenever there is no pipeline to report, with what is known of why
 * and whether one may exist all the same.
 */
export const createImagePipeline = async (
  client: ImagebuilderClient,
  request: CreateImagePipelineRequest,
  millisLeft: number,
  onCall?: (call: CallUnderWay) => void,
  prepare?: (input: object) => void,
): Promise<CreatedImagePipeline> => {
  if (millisLeft < leastAttemptMillis) throw outOfTime('There was no time left to send it.');
  // An input of its own: the same request may be under way twice.
  const input = { ...request };
  prepareForDryRuns(client);
  prepare?.(input);
  const attempts = trackAttempts(client, input, millisLeft, await client.config.maxAttempts());
  onCall?.(attempts);
  try {
    const sending = client.send(new CreateImagePipelineCommand(input));
    return created(await attempts.raceDeadline(sending), attempts);
  } catch (error) {
    throw failureOf(error, attempts);
  } finally {
    attempts.close();
  }
};

/**
 * Asks for a dry run instead, which creates nothing: `passed` is Image Builder's yes, and a pipeline says
 * that it does not know dry runs. Otherwise as {@link createImagePipeline}.
 */
export const dryRunImagePipeline = async (
  client: ImagebuilderClient,
  request: CreateImagePipelineRequest,
  millisLeft: number,
  onCall?: (call: CallUnderWay) => void,
): Promise<Exclude<DryRunOutcome, { readonly outcome: 'not-asked' }>> => {
  try {
    const created = await createImagePipeline(client, request, millisLeft, onCall, sendAsDryRun);
    return { outcome: 'created', ...created };
  } catch (error) {
    const isPassed = error instanceof UpstreamError && error.failure.exception === dryRunPassed;
    if (!isPassed) throw error;
    const { requestId, attempts, durationMs = 0 } = error.failure;
    return {
      outcome: 'passed',
      attempts,
      durationMs,
      ...(requestId !== undefined && { requestId }),
    };
  }
};

/** The answer is what the network brought: that its members are texts is the SDK's hope alone. */
const created = (
  { requestId, imagePipelineArn, $metadata }: CreateImagePipelineCommandOutput,
  attempts: Attempts,
): CreatedImagePipeline => {
  const call = { attempts: attempts.count(), durationMs: attempts.durationMs() };
  if (isText(requestId) && isText(imagePipelineArn)) {
    return { requestId, imagePipelineArn, ...call };
  }
  throw new UpstreamError('The answer to CreateImagePipeline names no image pipeline.', {
    exception: 'UnexpectedAnswer',
    ...($metadata.httpStatusCode !== undefined && { httpStatus: $metadata.httpStatusCode }),
    mayExist: true,
    ...call,
  });
};

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const failureOf = (error: unknown, attempts: Attempts): UpstreamError => {
  if (error instanceof UpstreamError) return error;
  const known = {
    attempts: attempts.count(),
    mayExist: attempts.mayExist(),
    durationMs: attempts.durationMs(),
  };
  if (!attempts.timedOut()) return readFailure(error, known);
  // The time was up between two attempts: the last of them has more to tell than that.
  return known.attempts === 0
    ? outOfTime('The time ran out before the request could be sent.')
    : readFailure(attempts.lastFailure(), known);
};

const outOfTime = (message: string): UpstreamError =>
  new UpstreamError(message, { exception: 'TimeoutError', mayExist: false, attempts: 0 });
