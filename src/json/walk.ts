import { isJsonArray, isJsonObject } from './json-value.ts';

/** The names and indexes that lead to a value. */
export type Path = readonly (string | number)[];

/**
 * Looks at a JSON value and at every value in it, parents first. The values of one container follow
 * each other in its own order.
 *
 * @param visit - Says whether to look into the value as well.
 */
export const walk = (
  value: unknown,
  visit: (value: unknown, path: Path) => boolean,
  path: Path = [],
): void => {
  if (!visit(value, path)) return;
  if (isJsonArray(value)) {
    for (const [index, item] of value.entries()) walk(item, visit, [...path, index]);
  } else if (isJsonObject(value)) {
    for (const name of Object.keys(value)) walk(value[name], visit, [...path, name]);
  }
};
