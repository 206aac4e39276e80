/** One row of the table: what happened, and what a caller is told. */
export interface ProblemRow {
  /** A stable word for programs. */
  readonly code: string;
  readonly status: number;
  /** One line, the same each time (RFC 9457, section 3.1.3). */
  readonly title: string;
  /** What happened, in the words of the README's table. */
  readonly when: string;
  /** The errors that end here, by `name`: ours, Middy's, the SDK's and AWS's. */
  readonly names: readonly string[];
  /** Whether the very same request, with the same `clientToken`, may succeed later. */
  readonly retryable: boolean;
  /** What to do, where it is known; `{seconds}` stands for those of `Retry-After`. */
  readonly hint?: string;
  /** Seconds for `Retry-After`, where the answer carries one and Image Builder named no other. */
  readonly retryAfterSeconds?: number;
}

/** The table of every problem there is: the only place where a failure gets a status. */
export const problemTable = [
  {
    code: 'malformed-request',
    status: 400,
    title: 'The request cannot be read',
    when: 'malformed JSON, not an object, bad `Idempotency-Key` or query',
    names: ['MalformedRequest', 'UnprocessableEntityError'],
    retryable: false,
  },
  {
    code: 'validation-failed',
    status: 400,
    title: 'The request breaks rules of CreateImagePipeline',
    when: 'the body breaks the service model or a rule beyond it',
    names: ['ValidationFailed', 'BadRequestError'],
    retryable: false,
    hint: 'Correct every entry of "errors" and send it again.',
  },
  {
    code: 'no-such-route',
    status: 404,
    title: 'Nothing is served here',
    when: 'another path or method than the proxy serves',
    names: ['NoSuchRoute'],
    retryable: false,
  },
  {
    code: 'payload-too-large',
    status: 413,
    title: 'The body is too large',
    when: 'body over 256 KiB',
    names: ['PayloadTooLarge'],
    retryable: false,
  },
  {
    code: 'unsupported-media-type',
    status: 415,
    title: 'The body is not declared as JSON',
    when: 'content type is not JSON',
    names: ['UnsupportedMediaTypeError'],
    retryable: false,
    hint: 'Send the header "Content-Type: application/json".',
  },
  {
    code: 'policy-violation',
    status: 422,
    title: "The organization's policy does not allow this request",
    when: 'breaks an `enforced` or `allowed` rule, or an enforced tag policy',
    names: ['PolicyViolation'],
    retryable: false,
    hint: 'Correct every entry of "errors", or ask the owners of the policy layer that each names.',
  },
  {
    code: 'not-granted',
    status: 403,
    title: 'No grant of the policy covers this request',
    when: 'no grant of the policy covers the request',
    names: ['NotGranted'],
    retryable: false,
    hint: 'Send what a grant of yours takes, or ask the contact that the grant names; without one, ask the owners of the policy for a grant.',
  },
  {
    code: 'groups-unclear',
    status: 403,
    title: 'The groups of the caller cannot be told',
    when: 'the caller’s groups cannot be told apart and the policy looks at groups',
    names: ['GroupsUnclear'],
    retryable: false,
    hint: 'Nothing in the request is at fault. Ask the operator of this proxy: groups without spaces in their names, or the token in the "Authorization" header, make it clear.',
  },
  {
    code: 'target-not-allowed',
    status: 403,
    title: 'The proxy does not serve this account or Region',
    when: 'target account or Region is not one the proxy serves',
    names: ['TargetNotAllowed'],
    retryable: false,
  },
  {
    code: 'rejected-by-image-builder',
    status: 400,
    title: 'Image Builder refused the request',
    when: 'InvalidRequestException, ClientException, InvalidParameterException, InvalidParameterValueException, InvalidParameterCombinationException, InvalidVersionNumberException, or an unknown 4xx',
    names: [
      'InvalidRequestException',
      'ClientException',
      'InvalidParameterException',
      'InvalidParameterValueException',
      'InvalidParameterCombinationException',
      'InvalidVersionNumberException',
    ],
    retryable: false,
  },
  {
    code: 'idempotency-key-reused',
    status: 422,
    title: 'The idempotency key belongs to another request',
    when: 'IdempotentParameterMismatchException',
    names: ['IdempotentParameterMismatchException'],
    retryable: false,
    hint: "Send this request with a new Idempotency-Key or clientToken, or repeat the first one unchanged. If you did repeat it, the organization's policy has changed it since, and the image pipeline of the first one may exist.",
  },
  {
    code: 'already-exists',
    status: 409,
    title: 'An image pipeline of this name exists',
    when: 'ResourceAlreadyExistsException',
    names: ['ResourceAlreadyExistsException'],
    retryable: false,
    hint: 'Choose another name. Upper case, spaces and underscores make no difference: "Web App", "web_app" and "web-app" are one name. If an earlier request of yours was left without an answer, this may be the image pipeline that it created.',
  },
  {
    code: 'resource-in-use',
    status: 409,
    title: 'A resource that the request names is in use',
    when: 'ResourceInUseException',
    names: ['ResourceInUseException'],
    retryable: true,
    hint: 'Send it again with the same clientToken once the other operation on the resource has ended.',
  },
  {
    code: 'dependency-not-ready',
    status: 409,
    title: 'Something that the request depends on is not ready',
    when: 'ResourceDependencyException',
    names: ['ResourceDependencyException'],
    retryable: false,
    hint: 'The detail names the dependency, for example Amazon Inspector not being enabled in the account. Have it put right, then send the request again.',
  },
  {
    code: 'referenced-resource-not-found',
    status: 422,
    title: 'A resource that the request names does not exist',
    when: 'ResourceNotFoundException',
    names: ['ResourceNotFoundException'],
    retryable: false,
    hint: 'Check the ARNs of the request: recipe, infrastructure and distribution configuration, workflows.',
  },
  {
    code: 'execution-role-forbidden',
    status: 403,
    title: "The proxy's execution role lacks a permission",
    when: 'ForbiddenException, AccessDeniedException: the execution role lacks something, not the caller',
    names: ['ForbiddenException', 'AccessDeniedException'],
    retryable: false,
    hint: 'This is not about your sign-in. Ask the operator of this proxy to look at its execution role.',
  },
  {
    code: 'quota-exceeded',
    status: 402,
    title: 'A quota of Image Builder is used up',
    when: 'ServiceQuotaExceededException',
    names: ['ServiceQuotaExceededException'],
    retryable: false,
    hint: 'Delete image pipelines that are not needed, or ask for a higher quota in Service Quotas.',
  },
  {
    code: 'throttled',
    status: 429,
    title: 'Too many requests',
    when: 'CallRateLimitExceededException, TooManyRequestsException, any throttling code, after the SDK’s retries',
    names: [
      'CallRateLimitExceededException',
      'TooManyRequestsException',
      // The codes that the SDK's own standard retry mode takes for throttling.
      'BandwidthLimitExceeded',
      'EC2ThrottledException',
      'LimitExceededException',
      'PriorRequestNotComplete',
      'ProvisionedThroughputExceededException',
      'RequestLimitExceeded',
      'RequestThrottled',
      'RequestThrottledException',
      'SlowDown',
      'ThrottledException',
      'Throttling',
      'ThrottlingException',
      'TransactionInProgressException',
    ],
    retryable: true,
    hint: 'Wait {seconds} seconds, then send it again with the same clientToken.',
    retryAfterSeconds: 5,
  },
  {
    code: 'image-builder-failed',
    status: 502,
    title: 'Image Builder failed',
    when: 'ServiceException, an unknown 5xx, or an answer that is not the service’s',
    names: ['ServiceException', 'UnexpectedAnswer', 'SyntaxError'],
    retryable: true,
    hint: 'Send it again with the same clientToken.',
  },
  {
    code: 'image-builder-unavailable',
    status: 503,
    title: 'Image Builder cannot be reached at present',
    when: 'ServiceUnavailableException, or no connection to Image Builder',
    names: [
      'ServiceUnavailableException',
      'ECONNREFUSED',
      'ENOTFOUND',
      'EAI_AGAIN',
      'EHOSTUNREACH',
      'ENETUNREACH',
    ],
    retryable: true,
    hint: 'Wait {seconds} seconds, then send it again with the same clientToken.',
    retryAfterSeconds: 30,
  },
  {
    code: 'image-builder-timeout',
    status: 504,
    title: 'No answer came from Image Builder',
    when: 'no answer in the time left, or the connection broke after the request went out',
    names: [
      'TimeoutError',
      'AbortError',
      'RequestTimeout',
      'RequestTimeoutException',
      'ETIMEDOUT',
      'ECONNRESET',
      'ECONNABORTED',
      'EPIPE',
    ],
    retryable: true,
    hint: 'The image pipeline may exist. Send the same request again with the same clientToken: it is then either found or created, never twice.',
  },
  {
    code: 'proxy-misconfigured',
    status: 500,
    title: 'The proxy is not set up correctly',
    when: 'credentials missing, expired or refused; role not assumable',
    names: [
      'ProxyMisconfigured',
      'CredentialsProviderError',
      'ExpiredToken',
      'ExpiredTokenException',
      'RequestExpired',
      'IncompleteSignature',
      'IncompleteSignatureException',
      'InvalidAccessKeyId',
      'InvalidClientTokenId',
      'InvalidSignatureException',
      'MissingAuthenticationToken',
      'MissingAuthenticationTokenException',
      'NotAuthorized',
      'OptInRequired',
      'RequestTimeTooSkewed',
      'SignatureDoesNotMatch',
      'UnrecognizedClientException',
    ],
    retryable: false,
    hint: 'Nothing you sent is at fault. Tell the operator of this proxy the value of "instance".',
  },
  {
    code: 'policy-unavailable',
    status: 503,
    title: "The organization's policy cannot be read",
    when: 'the organization policy cannot be read or is invalid: nothing is created without it',
    names: ['PolicyUnavailable'],
    retryable: true,
    hint: 'This request created nothing. Wait {seconds} seconds, then send it again with the same clientToken; if that does not help, tell the operator of this proxy the value of "instance".',
    retryAfterSeconds: 30,
  },
  {
    code: 'internal-error',
    status: 500,
    title: 'The proxy failed',
    when: 'anything else',
    names: [],
    retryable: false,
    hint: 'Tell the operator of this proxy the value of "instance".',
  },
] as const satisfies readonly ProblemRow[];

/** The stable word of a problem. */
export type ProblemCode = (typeof problemTable)[number]['code'];

const byName: ReadonlyMap<string, ProblemRow> = new Map(
  problemTable.flatMap((row) => row.names.map((name): [string, ProblemRow] => [name, row])),
);
const byCode: ReadonlyMap<string, ProblemRow> = new Map(
  problemTable.map((row): [string, ProblemRow] => [row.code, row]),
);

/** The row of a code. */
export const problemByCode = (code: ProblemCode): ProblemRow => {
  const row = byCode.get(code);
  if (row === undefined) throw new RangeError(`There is no problem "${code}".`);
  return row;
};

/**
 * The row in which a failure ends: by its name or, for an exception that is not known yet, by the
 * class of Image Builder's status.
 *
 * @param httpStatus - The status of Image Builder's answer, where it gave one.
 */
export const problemForException = (name: string, httpStatus?: number): ProblemRow => {
  const known = byName.get(name);
  if (known !== undefined) return known;
  if (httpStatus === undefined) return problemByCode('internal-error');
  if (httpStatus === 429) return problemByCode('throttled');
  return httpStatus >= 400 && httpStatus < 500
    ? problemByCode('rejected-by-image-builder')
    : problemByCode('image-builder-failed');
};
