import type { Violation } from './json/issue.ts';

/**
 * What can go wrong on this side of the call. The classes carry data; which status each becomes is
 * the problem table's to say, by `name`, which each states itself: a minifier renames classes.
 */
export abstract class RequestError extends Error {
  readonly violations: readonly Violation[];

  /** How many more violations there are that nobody put into words. */
  readonly unlisted: number;

  constructor(
    message: string,
    violations: readonly Violation[] = [],
    { unlisted = 0 }: { readonly unlisted?: number } = {},
  ) {
    super(message);
    this.violations = violations;
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

/** The pipeline would be created in an account or a Region that this proxy does not serve. */
export class TargetNotAllowed extends RequestError {
  override readonly name = 'TargetNotAllowed';
}

/** Nothing is served at this path by this method. */
export class NoSuchRoute extends RequestError {
  override readonly name = 'NoSuchRoute';
}

/** The organization's policy cannot be read or is invalid; `violations` point into the policy document. */
export class PolicyUnavailable extends Error {
  override readonly name = 'PolicyUnavailable';
  readonly faults: readonly Violation[];

  constructor(message: string, faults: readonly Violation[] = [], options?: ErrorOptions) {
    super(message, options);
    this.faults = faults;
  }
}

/** The function was deployed with a setting that does not work. */
export class ProxyMisconfigured extends Error {
  override readonly name = 'ProxyMisconfigured';
}
