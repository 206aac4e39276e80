/** An answer of a service that is not a success. */
export class ServiceException extends Error {
  /** @param name - The exception's name, as the service model has it; its status follows from it. */
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/**
 * What the front end that all AWS services share answers before the service itself is asked. Not in
 * any service model: names and statuses are those of AWS's "Common Errors".
 */
const commonExceptionStatuses: Readonly<Record<string, number>> = {
  IncompleteSignatureException: 403,
  InvalidSignatureException: 403,
  MissingAuthenticationTokenException: 403,
  RequestEntityTooLargeException: 413,
  SerializationException: 400,
  UnknownOperationException: 404,
};

/**
 * The HTTP status of an exception; 400 for a name that is in neither table.
 *
 * @param statuses - Those of the service's own exceptions.
 */
export const exceptionStatus = (
  name: string,
  statuses: Readonly<Record<string, number>>,
): number => {
  const known = { ...commonExceptionStatuses, ...statuses };
  return Object.hasOwn(known, name) ? (known[name] ?? 400) : 400;
};
