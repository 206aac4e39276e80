/**
 * Every exception of the service and its HTTP status, as the service model of August 2026 states
 * them. Any of them can come out of any operation: the service throws more than it declares.
 */
export const serviceExceptionStatuses = {
  AccessDeniedException: 403,
  CallRateLimitExceededException: 429,
  ClientException: 400,
  DryRunOperationException: 412,
  ForbiddenException: 403,
  IdempotentParameterMismatchException: 400,
  InvalidPaginationTokenException: 400,
  InvalidParameterCombinationException: 400,
  InvalidParameterException: 400,
  InvalidParameterValueException: 400,
  InvalidRequestException: 400,
  InvalidVersionNumberException: 400,
  ResourceAlreadyExistsException: 400,
  ResourceDependencyException: 400,
  ResourceInUseException: 400,
  ResourceNotFoundException: 404,
  ServiceException: 500,
  ServiceQuotaExceededException: 402,
  ServiceUnavailableException: 503,
  TooManyRequestsException: 429,
} as const;

/**
 * What the front end that all AWS services share answers before the service itself is asked. Not in
 * any service model: names and statuses are those of AWS's "Common Errors".
 */
const commonExceptionStatuses = {
  IncompleteSignatureException: 403,
  InvalidSignatureException: 403,
  MissingAuthenticationTokenException: 403,
  RequestEntityTooLargeException: 413,
  SerializationException: 400,
  UnknownOperationException: 404,
} as const;

const statuses: Readonly<Record<string, number>> = {
  ...serviceExceptionStatuses,
  ...commonExceptionStatuses,
};

/** The exceptions that the embedded Image Builder raises by itself. */
export type ExceptionName =
  keyof typeof serviceExceptionStatuses | keyof typeof commonExceptionStatuses;

/** The HTTP status of the named exception; 400 for a name that is not in the tables. */
export const exceptionStatus = (name: string): number =>
  Object.hasOwn(statuses, name) ? (statuses[name] ?? 400) : 400;

/** An answer of the service that is not a success; `name` is what `x-amzn-errortype` will say. */
export class ImageBuilderException extends Error {
  constructor(name: ExceptionName, message: string) {
    super(message);
    this.name = name;
  }
}
