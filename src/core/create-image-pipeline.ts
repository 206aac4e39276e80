import type { CallContext } from './call-context.ts';
import type { CreateImagePipelineRequest } from './create-image-pipeline-request.ts';

/** What is known of a call while it is under way. */
export interface CallUnderWay {
  /** How many attempts went out. */
  readonly count: () => number;
  /** Whether one of them may have created a pipeline: it went out and was not refused. */
  readonly mayExist: () => boolean;
}

/** A pipeline that Image Builder has created. */
export interface CreatedImagePipeline {
  readonly imagePipelineArn: string;
  /** Image Builder's own request id. */
  readonly requestId: string;
  /** How often the request was sent, retries included. */
  readonly attempts: number;
  readonly durationMs: number;
}

/**
 * Calls CreateImagePipeline in a target, with a caller's rights there, and ends by the deadline.
 *
 * Rejects with `UpstreamError` where Image Builder gave no pipeline, with `ProxyMisconfigured` where
 * the proxy cannot call it.
 */
export type CreateImagePipeline = (
  request: CreateImagePipelineRequest,
  context: CallContext & {
    /** Is told of each call, before its first attempt goes out. */
    readonly onCall?: (call: CallUnderWay) => void;
  },
) => Promise<CreatedImagePipeline>;
