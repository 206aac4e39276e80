import type { JsonObject } from '../json/json-value.ts';
import { createImagePipelineRoute, type Answer, type EventRequest } from '../proxy-request.ts';
import type { Invoker } from './invoker.ts';

/** Reads a direct invocation: the event is the request document itself. */
export const readDirect = (event: unknown, { caller, relayGroups }: Invoker): EventRequest => ({
  eventSource: 'direct',
  route: createImagePipelineRoute,
  // As text, so that its size is bounded and its members are looked at as those of any other body.
  body: JSON.stringify(event),
  headers: { 'content-type': 'application/json' },
  query: [],
  isBase64Encoded: false,
  caller,
  ...(relayGroups !== undefined && { relayGroups }),
});

/** Writes an answer as one flat document, with a line that a chat can show. */
export const writeDirect = ({ status, message, document }: Answer): JsonObject => ({
  status,
  message,
  ...document,
});
