import type { JsonObject } from '../json/json-value.ts';
import { createImagePipelineRoute, type Answer, type EventRequest } from '../proxy-request.ts';
import { anonymous } from './identity.ts';

/** The alias of the function behind which everything is a direct invocation, whatever it looks like. */
const directAlias = 'direct';

/**
 * Tells whether the function was invoked through its alias `direct`, as the qualifier at the end of
 * the invoked ARN says. A role that may invoke only this alias cannot hand in the event of an API,
 * and with it a caller of its own invention.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html
 */
export const isDirectOnly = (invokedFunctionArn: string | undefined): boolean =>
  invokedFunctionArn?.split(':')[7] === directAlias;

/** Reads a direct invocation: the event is the request document itself. */
export const readDirect = (event: unknown): EventRequest => ({
  eventSource: 'direct',
  route: createImagePipelineRoute,
  // As text, so that its size is bounded and its members are looked at as those of any other body.
  body: JSON.stringify(event),
  headers: { 'content-type': 'application/json' },
  query: [],
  isBase64Encoded: false,
  // Whatever the payload says of its sender, no authorizer has looked at it.
  caller: anonymous,
});

/** Writes an answer as one flat document, with a line that a chat can show. */
export const writeDirect = ({ status, message, document }: Answer): JsonObject => ({
  status,
  message,
  ...document,
});
