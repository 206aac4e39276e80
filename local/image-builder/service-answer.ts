import { type Answer, exceptionAnswer, jsonAnswer } from './answer.ts';
import { readCaller } from './credential-scope.ts';
import { ImageBuilderException } from './exceptions.ts';
import type { Operation } from './operation.ts';
import type { Store } from './state.ts';

/** A request read to its end. */
export interface ReceivedRequest {
  readonly requestId: string;
  /** Undefined where no operation has the method and path. */
  readonly operation: Operation | undefined;
  readonly authorization: string | undefined;
  readonly query: string;
  /** Undefined where it is longer than the limit. */
  readonly rawBody: string | undefined;
  /** Undefined where the body is not JSON. */
  readonly body: unknown;
}

/** What the service answers with besides the request. */
export interface Service {
  readonly accountId: string;
  readonly pipelineLimit: number;
  readonly store: Store;
}

/**
 * The service's own answer, and its effect: the path is looked at first, then the signature, then
 * the body, then what the operation has to say. Never throws.
 */
export const serviceAnswer = (request: ReceivedRequest, service: Service): Answer => {
  try {
    return jsonAnswer(200, perform(request, service));
  } catch (error) {
    if (error instanceof ImageBuilderException) return exceptionAnswer(error.name, error.message);
    // Such as a state that could not be written: nothing took effect, and a retry may succeed.
    const message = error instanceof Error ? error.message : String(error);
    return exceptionAnswer('ServiceException', message);
  }
};

const perform = (request: ReceivedRequest, service: Service): object => {
  const { requestId, operation, rawBody, body } = request;
  if (operation === undefined) {
    throw new ImageBuilderException(
      'UnknownOperationException',
      'The embedded Image Builder has no operation at this method and path.',
    );
  }
  const caller = readCaller(request.authorization, service.accountId);
  if (rawBody === undefined) {
    throw new ImageBuilderException('RequestEntityTooLargeException', 'The body is over 1 MiB.');
  }
  if (rawBody !== '' && body === undefined) {
    throw new ImageBuilderException('SerializationException', 'The body is not valid JSON.');
  }
  const hasBody = operation.method === 'PUT' || operation.method === 'POST';
  const input = hasBody ? (body ?? {}) : Object.fromEntries(new URLSearchParams(request.query));
  const { store, pipelineLimit } = service;
  return operation.perform(input, { caller, requestId, store, pipelineLimit });
};
