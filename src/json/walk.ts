/** The names and indexes that lead to a value, as a pointer has them. */
export type Path = readonly string[];

/**
 * Looks at a JSON value and at every value in it, parents first, the values of one container in its own
 * order.
 *
 * @param visit - Says whether to go on: with `false` the whole walk has ended.
 *
 * @returns Whether it came to its end.
 */
export const walk = (
  value: unknown,
  visit: (value: unknown, path: Path) => boolean,
  path: Path = [],
): boolean =>
  visit(value, path) &&
  (typeof value !== 'object' ||
    value === null ||
    Object.entries(value).every(([step, inner]) => walk(inner, visit, [...path, step])));
