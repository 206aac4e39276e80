import type { Issue } from './json/issue.ts';

/*
 * Every error there is. The classes carry data; which status each becomes is the problem table's to
 * say, by `name`, which each states itself: a minifier renames classes.
 */

/** What is wrong with the request itself. */
export abstract class RequestError extends Error {
  readonly issues: readonly Issue[];

  /** How many more issues there are that are not put into words. */
  readonly unlisted: number;

  constructor(
    message: string,
    issues: readonly Issue[] = [],
    { unlisted = 0 }: { readonly unlisted?: number } = {},
  ) {
    super(message);
    this.issues = issues;
    this.unlisted = unlisted;
  }
}

/** The request cannot be read: no JSON object, a bad `Idempotency-Key` or query. */
export class MalformedRequest extends RequestError {
  override readonly name = 'MalformedRequest';
}

/** The body breaks the service's model or a rule beyond it. */
export class ValidationFailed extends RequestError {
  override readonly name = 'ValidationFailed';
}

/** The body is larger than what is read. */
export class PayloadTooLarge extends RequestError {
  override readonly name = 'PayloadTooLarge';
}

/** The request breaks a rule of the organization's policy, and nothing else. */
export class PolicyViolation extends RequestError {
  override readonly name = 'PolicyViolation';
}

/** No grant of the policy covers the request. */
export class NotGranted extends RequestError {
  override readonly name = 'NotGranted';
}

/** The caller's groups cannot be told apart, and the policy looks at groups. */
export class GroupsUnclear extends RequestError {
  override readonly name = 'GroupsUnclear';
}

/** The pipeline would be created in an account or a Region that this proxy does not serve. */
export class TargetNotAllowed extends RequestError {
  override readonly name = 'TargetNotAllowed';
}

/** Nothing is served at this path by this method. */
export class NoSuchRoute extends RequestError {
  override readonly name = 'NoSuchRoute';
}

/** The organization's policy cannot be read or is invalid; `issues` point into the policy document. */
export class PolicyUnavailable extends Error {
  override readonly name = 'PolicyUnavailable';
  readonly issues: readonly Issue[];

  constructor(message: string, issues: readonly Issue[] = [], options?: ErrorOptions) {
    super(message, options);
    this.issues = issues;
  }
}

/** The function was deployed with a setting that does not work. */
export class ProxyMisconfigured extends Error {
  override readonly name = 'ProxyMisconfigured';
}

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
  /** How long the call took, in milliseconds; absent where there was none. */
  readonly durationMs?: number;
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
