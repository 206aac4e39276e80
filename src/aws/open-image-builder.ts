import type { ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import type { CreateImagePipelineRequest } from '../core/create-image-pipeline-request.ts';
import type {
  CallOptions,
  CallUnderWay,
  CreateImagePipeline,
  DryRunImagePipeline,
} from '../core/create-image-pipeline.ts';
import type { SessionFor } from '../core/session.ts';
import { UpstreamError, type UpstreamFailure } from '../errors.ts';
import { millisLeft } from '../timing/deadline.ts';
import { createImagePipeline, dryRunImagePipeline } from './image-builder/create-image-pipeline.ts';
import { leastAttemptMillis } from './image-builder/track-attempts.ts';
import { openClients } from './open-clients.ts';

/** The least time that another session is assumed in: it has to be got, and the request to be sent under it. */
const leastRenewalMillis = 2 * leastAttemptMillis;

/** Image Builder, as a request has it called. */
export interface ImageBuilder {
  readonly createImagePipeline: CreateImagePipeline;
  readonly dryRunImagePipeline: DryRunImagePipeline;
}

/** How long a call took, where that is known. */
type Timing = Pick<UpstreamFailure, 'attempts' | 'durationMs'>;

/** One call, under one client. */
type Call<T> = (
  client: ImagebuilderClient,
  request: CreateImagePipelineRequest,
  millisLeft: number,
  onCall?: (call: CallUnderWay) => void,
) => Promise<T>;

/** What Image Builder is called with. */
export interface ImageBuilderOptions {
  readonly sessionFor: SessionFor;
  /** Makes the function's own client for a Region, with its time-outs, retries and connections. */
  readonly ownClient: (region: string) => ImagebuilderClient;
}

/**
 * Opens Image Builder in every target that the settings name, once for a function: clients and
 * connections are shared between requests.
 *
 * A session that Image Builder refuses is dropped, and the request is sent once more under a new one
 * where time allows: nothing came of a request that was refused.
 *
 * @example
 * const { createImagePipeline } = openImageBuilder({ sessionFor, ownClient: imageBuilderClient });
 * const { imagePipelineArn } = await createImagePipeline(request, { target, ownAccount, caller, deadline });
 */
export const openImageBuilder = ({ sessionFor, ownClient }: ImageBuilderOptions): ImageBuilder => {
  const clientFor = openClients(ownClient);
  const callUnderSession = async <T extends Timing>(
    call: Call<T>,
    request: CreateImagePipelineRequest,
    context: CallOptions,
  ): Promise<T> => {
    const { target, deadline, onCall } = context;
    const session = await sessionFor(context);
    const client = clientFor(target.region, session);
    try {
      // Asked again: assuming a role has spent some of the same time.
      return await call(client, request, millisLeft(deadline), onCall);
    } catch (error) {
      if (session === undefined || !isSessionRefused(error)) throw error;
      session.drop();
      const { failure } = error;
      if (failure.mayExist || millisLeft(deadline) < leastRenewalMillis) throw error;
      try {
        const renewed = clientFor(target.region, await sessionFor(context));
        const left = millisLeft(deadline);
        return withFirst(failure, await call(renewed, request, left, onCall));
      } catch (second) {
        if (!(second instanceof UpstreamError)) throw second;
        const { message, failure: last, cause } = second;
        throw new UpstreamError(message, withFirst(failure, last), { cause });
      }
    }
  };

  /** The targets in which a dry run has created a pipeline. */
  const withoutDryRuns = new Set<string>();
  return {
    createImagePipeline: (request, context) =>
      callUnderSession(createImagePipeline, request, context),
    dryRunImagePipeline: async (request, context) => {
      const { account, region } = context.target;
      const target = `${account}/${region}`;
      if (withoutDryRuns.has(target)) return { outcome: 'not-asked' };
      const result = await callUnderSession(dryRunImagePipeline, request, context);
      if (result.outcome === 'created') withoutDryRuns.add(target);
      return result;
    },
  };
};

/**
 * What Image Builder calls a session that it does not take or no longer does.
 *
 * Source: https://docs.aws.amazon.com/imagebuilder/latest/APIReference/CommonErrors.html
 */
const refusedSessions: ReadonlySet<string> = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
]);

/** To revoke the sessions of a role, IAM denies in a policy of the role's own whatever was assumed before. */
const revoked = 'with an explicit deny in an identity-based policy';

const isSessionRefused = (error: unknown): error is UpstreamError =>
  error instanceof UpstreamError &&
  (refusedSessions.has(error.failure.exception) ||
    (error.failure.exception === 'AccessDeniedException' && error.message.includes(revoked)));

/** A call with the attempts of the one before it. */
const withFirst = <T extends Timing>(first: UpstreamFailure, call: T): T => ({
  ...call,
  attempts: first.attempts + call.attempts,
  durationMs: (first.durationMs ?? 0) + (call.durationMs ?? 0),
});
