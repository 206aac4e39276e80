import { type Answer, jsonAnswer } from './answer.ts';
import type { ReceivedRequest } from './received-request.ts';
import { ServiceException } from './service-exception.ts';

/** What an exception is made of on the wire. */
export interface WireException {
  readonly name: string;
  readonly message: string;
  readonly status: number;
  readonly requestId: string;
}

/** How a service is spoken to: one of AWS's wire protocols. */
export interface Protocol {
  /** What tells a request's operation from the others. */
  readonly routeOf: (request: ReceivedRequest) => string;
  /** @throws ServiceException SerializationException */
  readonly inputOf: (request: ReceivedRequest) => Readonly<Record<string, unknown>>;
  readonly exception: (exception: WireException) => Answer;
}

/**
 * Routes such as `PUT /CreateImagePipeline`; an exception's name in `x-amzn-errortype`.
 *
 * Source: https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
 */
export const restJson1: Protocol = {
  routeOf: ({ method, path }) => `${method} ${path}`,
  inputOf: (request) =>
    ['PUT', 'POST'].includes(request.method)
      ? jsonInput(request)
      : Object.fromEntries(request.query),
  exception: ({ name, message, status }) => {
    const answer = jsonAnswer(status, { message });
    return { ...answer, headers: { ...answer.headers, 'x-amzn-errortype': name } };
  },
};

/**
 * Routes such as `AmazonSSM.GetParameter`, from `x-amz-target`; an exception's name in `__type`.
 *
 * Source: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export const awsJson1_1: Protocol = {
  routeOf: ({ headers }) => String(headers['x-amz-target'] ?? ''),
  inputOf: (request) => jsonInput(request),
  exception: ({ name, message, status }) =>
    awsJsonAnswer({ __type: name, ...(message !== '' && { Message: message }) }, status),
};

/** The answer of an operation of an AWS JSON 1.1 service. */
export const awsJsonAnswer = (document: object, status = 200): Answer =>
  jsonAnswer(status, document, 'application/x-amz-json-1.1');

const jsonInput = ({ rawBody, json }: ReceivedRequest): Readonly<Record<string, unknown>> => {
  if (rawBody === '') return {};
  if (json === undefined) {
    throw new ServiceException('SerializationException', 'The body is not valid JSON.');
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new ServiceException('SerializationException', 'The request is not a JSON object.');
  }
  return { ...json };
};
