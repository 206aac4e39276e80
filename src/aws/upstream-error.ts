/** What is known of a call to Image Builder that failed. */
export interface UpstreamFailure {
  /** The exception's name as the service or the SDK gives it, or the code of a failed connection, such as `ECONNRESET`. */
  readonly exception: string;
  /** The status of Image Builder's answer; absent when none came. */
  readonly httpStatus?: number;
  /** The request id of Image Builder's answer; absent when none came. */
  readonly requestId?: string;
  /** Seconds, as the answer's `Retry-After` says. */
  readonly retryAfterSeconds?: number;
  /** Whether a pipeline may have been created all the same: some attempt went out and was not refused. */
  readonly mayExist: boolean;
  /** How often the request was sent, retries included. */
  readonly attempts: number;
}

/** A call to Image Builder that gave no pipeline. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly failure: UpstreamFailure;

  constructor(message: string, failure: UpstreamFailure, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}
