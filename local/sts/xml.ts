import { randomUUID } from 'node:crypto';
import type { Answer } from '../image-builder/answer.ts';
import type { StsException } from './exception.ts';

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** What XML is made of: text, or elements by name. */
export type Content = string | { readonly [element: string]: Content };

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

const xmlAnswer = (status: number, root: string, content: Content, requestId: string): Answer => ({
  status,
  headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
  body: `<${root} xmlns="${namespace}">${write(content)}</${root}>`,
});

/**
 * The answer of an operation, as the AWS Query protocol wants it.
 *
 * Source: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export const queryAnswer = (operation: string, result: Content): Answer => {
  const id = randomUUID();
  const content = { [`${operation}Result`]: result, ResponseMetadata: { RequestId: id } };
  return xmlAnswer(200, `${operation}Response`, content, id);
};

/** An exception, as the AWS Query protocol wants it. */
export const queryException = ({ name, message, status }: StsException): Answer => {
  const id = randomUUID();
  const type = status < 500 ? 'Sender' : 'Receiver';
  const error = { Type: type, Code: name, Message: message };
  return xmlAnswer(status, 'ErrorResponse', { Error: error, RequestId: id }, id);
};
