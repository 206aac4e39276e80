import { ServiceException } from '../kit/service-exception.ts';

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

/** An answer of Image Builder that is not a success, under a name that the service model has. */
export const imageBuilderException = (
  name: keyof typeof serviceExceptionStatuses,
  message: string,
): ServiceException => new ServiceException(name, message);
