import { type Answer, exceptionAnswer } from '../image-builder/answer.ts';
import { awsJsonAnswer, type Operation } from './operation.ts';
import { ServiceException } from './service-exception.ts';

/** A request read to its end. */
export interface ReceivedRequest {
  readonly authorization: string | undefined;
  readonly query: URLSearchParams;
  /** Undefined where it is longer than what is read. */
  readonly rawBody: string | undefined;
}

/** The service's own answer, and its effect. Never throws. */
export const serviceAnswer = (operation: Operation, request: ReceivedRequest): Answer => {
  try {
    const region = signedRegion(operation, request.authorization);
    return operation.perform({ region, query: request.query, body: readJson(request.rawBody) });
  } catch (error) {
    if (error instanceof ServiceException) return exceptionOf(operation, error);
    return exceptionOf(operation, new ServiceException('InternalServerError', String(error), 500));
  }
};

/** An exception in the words of the operation's protocol. */
export const exceptionOf = (
  { protocol }: Pick<Operation, 'protocol'>,
  { name, message, status }: Pick<ServiceException, 'name' | 'message' | 'status'>,
): Answer =>
  protocol === 'restJson1'
    ? exceptionAnswer(name, message, status)
    : awsJsonAnswer({ __type: name, ...(message !== '' && { Message: message }) }, status);

/**
 * The Region for which a request is signed. The signature itself is not verified: whoever reaches the
 * loopback interface may read a policy that lies in a stand-in's memory.
 */
const signedRegion = ({ signingName }: Operation, authorization = ''): string => {
  const [, region, service] =
    /^AWS4-HMAC-SHA256 Credential=[^/\s]+\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request,/.exec(
      authorization,
    ) ?? [];
  if (region === undefined) {
    throw new ServiceException(
      'MissingAuthenticationTokenException',
      'Missing Authentication Token',
    );
  }
  if (service === signingName) return region;
  const message = `Credential should be scoped to correct service: '${signingName}'.`;
  throw new ServiceException('InvalidSignatureException', message, 403);
};

const readJson = (text: string | undefined): Readonly<Record<string, unknown>> => {
  if (text === '') return {};
  try {
    const body: unknown = JSON.parse(text ?? '');
    if (typeof body === 'object' && body !== null) return { ...body };
  } catch {
    // Falls through: to the service it makes no difference why it is no object.
  }
  throw new ServiceException('SerializationException', 'The body is not a JSON object.');
};
