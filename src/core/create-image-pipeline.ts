import type { CallContext } from './call-context.ts';
import type { CreateImagePipelineRequest } from './create-image-pipeline-request.ts';

/** What is known of a call while it is under way. */
export interface CallUnderWay {
  /** How many attempts went out. */
  readonly count: () => number;
  /** Whether one of them may have created a pipeline: it went out and was not refused. */
  readonly mayExist: () => boolean;
}

/** A call to Image Builder that was answered. */
export interface AnsweredCall {
  /** Image Builder's own request id. */
  readonly requestId: string;
  /** How often the request was sent, retries included. */
  readonly attempts: number;
  readonly durationMs: number;
}

/** A pipeline that Image Builder has created. */
export interface CreatedImagePipeline extends AnsweredCall {
  readonly imagePipelineArn: string;
}

/** What came of asking Image Builder for a dry run. */
export type DryRunOutcome =
  /** It would create the pipeline. */
  | (Omit<AnsweredCall, 'requestId'> & { readonly outcome: 'passed'; readonly requestId?: string })
  /** It does not know dry runs, and has created the pipeline. */
  | (CreatedImagePipeline & { readonly outcome: 'created' })
  /** It was not asked: an earlier dry run in this target created a pipeline. */
  | { readonly outcome: 'not-asked' };

/** Where and for whom a call is made, and who is told of it. */
export interface CallOptions extends CallContext {
  /** Is told of each call, before its first attempt goes out. */
  readonly onCall?: (call: CallUnderWay) => void;
}

/**
 * Calls CreateImagePipeline in a target, with a caller's rights there, and ends by the deadline.
 *
 * Rejects with `UpstreamError` where Image Builder gave no pipeline, with `ProxyMisconfigured` where
 * the proxy cannot call it.
 */
export type CreateImagePipeline = (
  request: CreateImagePipelineRequest,
  options: CallOptions,
) => Promise<CreatedImagePipeline>;

/**
 * Asks Image Builder for a dry run of CreateImagePipeline, as {@link CreateImagePipeline} would call it, and
 * rejects as that would.
 */
export type DryRunImagePipeline = (
  request: CreateImagePipelineRequest,
  options: CallOptions,
) => Promise<DryRunOutcome>;
