/** Tells a JSON object from every other JSON value. */
export const isJsonObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Tells a JSON array, without the `any[]` of `Array.isArray`. */
export const isJsonArray = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** Names the JSON type of a value, with its article, for a sentence. */
export const jsonTypeOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (isJsonArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return 'a text';
  return `a ${typeof value}`;
};
