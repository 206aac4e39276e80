import { truncate } from '../json/issue.ts';
import { isJsonArray, isJsonObject, type JsonObject } from '../json/json-value.ts';
import { isSecretName, redacted, redactText } from '../json/redact.ts';

const mostEntries = 100;
const deepest = 8;

/**
 * A JSON value for the log: what secret names keep is gone and so are the values of a workflow's
 * parameters, texts are redacted, and there is an end to it.
 */
export const redactValue = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'string') return redactText(value, 256);
  if (depth >= deepest && typeof value === 'object' && value !== null) return '[…]';
  if (isJsonArray(value)) {
    return value.slice(0, mostEntries).map((item) => redactValue(item, depth + 1));
  }
  if (!isJsonObject(value)) return value;
  return membersOf(value, (name, member) => {
    if (isSecretName(name)) return redacted;
    return name === 'parameters' ? redactParameters(member) : redactValue(member, depth + 1);
  });
};

/**
 * Image Builder keeps passwords in parameters for want of another place. Only their names are shown,
 * and nothing of what is not in the form that the service wants.
 */
const redactParameters = (parameters: unknown): unknown =>
  isJsonArray(parameters)
    ? parameters
        .slice(0, mostEntries)
        .map((parameter) =>
          isJsonObject(parameter)
            ? membersOf(parameter, (name, member) =>
                name === 'name' && typeof member === 'string' ? redactText(member, 256) : redacted,
              )
            : redacted,
        )
    : redacted;

const membersOf = (
  value: JsonObject,
  shown: (name: string, member: unknown) => unknown,
): JsonObject =>
  Object.fromEntries(
    Object.entries(value)
      .slice(0, mostEntries)
      .map(([name, member]) => [truncate(name, 256), shown(name, member)]),
  );
