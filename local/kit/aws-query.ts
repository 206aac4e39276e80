import type { Answer } from './answer.ts';
import type { Protocol } from './protocol.ts';
import type { ReceivedRequest } from './received-request.ts';

/** What XML is made of: text, or elements by name. */
export type Content = string | { readonly [element: string]: Content };

/** Routes such as `AssumeRole`, from the form's `Action`; exceptions and results in XML. */
export interface AwsQuery extends Protocol {
  readonly answer: (operation: string, result: Content, requestId: string) => Answer;
}

/** Names that the protocol writes otherwise than those in JSON do, and their statuses. */
const commonErrors: Readonly<Record<string, readonly [code: string, status: number]>> = {
  IncompleteSignatureException: ['IncompleteSignature', 403],
  InvalidSignatureException: ['SignatureDoesNotMatch', 403],
  MissingAuthenticationTokenException: ['MissingAuthenticationToken', 403],
  UnknownOperationException: ['InvalidAction', 400],
};

/**
 * The AWS Query protocol.
 *
 * Source: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 *
 * @param namespace - The service's, of its XML.
 */
export const awsQuery = (namespace: string): AwsQuery => {
  const xmlAnswer = (status: number, root: string, content: Content): Answer => ({
    status,
    headers: { 'content-type': 'text/xml' },
    body: `<${root} xmlns="${namespace}">${write(content)}</${root}>`,
  });
  return {
    routeOf: (request) => formOf(request).get('Action') ?? '',
    inputOf: (request) => Object.fromEntries(formOf(request)),
    answer: (operation, result, requestId) =>
      xmlAnswer(200, `${operation}Response`, {
        [`${operation}Result`]: result,
        ResponseMetadata: { RequestId: requestId },
      }),
    exception: ({ name, message, status: given, requestId }) => {
      const [code, status] = commonErrors[name] ?? [name, given];
      const type = status < 500 ? 'Sender' : 'Receiver';
      const error = { Type: type, Code: code, Message: message };
      return xmlAnswer(status, 'ErrorResponse', { Error: error, RequestId: requestId });
    },
  };
};

const formOf = ({ rawBody = '' }: ReceivedRequest) => new URLSearchParams(rawBody);

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

const write = (content: Content): string =>
  typeof content === 'string'
    ? content.replace(/[&<>"]/g, (character) => escapes[character] ?? character)
    : Object.entries(content)
        .map(([name, inner]) => `<${name}>${write(inner)}</${name}>`)
        .join('');
