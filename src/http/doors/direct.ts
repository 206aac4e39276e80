import type { JsonObject } from '../../document/json-object.ts';
import type { Answer } from '../proxy-request.ts';

/** Writes an answer as one flat document, with a line that a chat can show. */
export const writeDirect = ({ status, message, document }: Answer): JsonObject => ({
  status,
  message,
  ...document,
});
