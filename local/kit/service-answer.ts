import type { Answer } from './answer.ts';
import { readCredentialScope } from './credential-scope.ts';
import type { Operation } from './operation.ts';
import { restJson1, type WireException } from './protocol.ts';
import type { ReceivedRequest } from './received-request.ts';
import { exceptionStatus, ServiceException } from './service-exception.ts';

/** A service: its operations and its exceptions. */
export interface ServiceDefinition {
  readonly operations: readonly Operation[];
  /** The statuses of its exceptions; 400 for one that is not among them. */
  readonly exceptionStatuses: Readonly<Record<string, number>>;
  /** The exception for an error of the service's own. */
  readonly internalException: string;
}

/**
 * The service's own answer, and its effect: the operation is looked at first, then the signature,
 * then the body, then what the operation has to say. Never throws.
 *
 * @param operation - Undefined where the service has none for the request.
 */
export const serviceAnswer = (
  request: ReceivedRequest,
  operation: Operation | undefined,
  requestId: string,
  service: ServiceDefinition,
): Answer => {
  try {
    return perform(request, operation, requestId);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // Anything else is such as a state that could not be written: nothing took effect.
    const name = error instanceof ServiceException ? error.name : service.internalException;
    return exceptionAnswer({ name, message, requestId }, operation, service);
  }
};

/** An exception in the words of the operation's protocol. */
export const exceptionAnswer = (
  exception: Omit<WireException, 'status'> & { readonly status?: number | undefined },
  operation: Operation | undefined,
  { operations, exceptionStatuses }: ServiceDefinition,
): Answer => {
  const { status = exceptionStatus(exception.name, exceptionStatuses) } = exception;
  const { protocol = restJson1 } = operation ?? operations[0] ?? {};
  return protocol.exception({ ...exception, status });
};

const perform = (
  request: ReceivedRequest,
  operation: Operation | undefined,
  requestId: string,
): Answer => {
  if (operation === undefined) {
    throw new ServiceException('UnknownOperationException', 'The stand-in has no such operation.');
  }
  const scope = readCredentialScope(request.headers.authorization, operation.signingName);
  if (request.rawBody === undefined) {
    throw new ServiceException('RequestEntityTooLargeException', 'The body is over 1 MiB.');
  }
  return operation.perform({ ...scope, input: operation.protocol.inputOf(request), requestId });
};
