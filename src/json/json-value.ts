/** A JSON object whose members are not checked yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Tells a JSON object from every other JSON value. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Tells `{}` from every other JSON value. */
export const isEmptyObject = (value: unknown): boolean =>
  isJsonObject(value) && Object.keys(value).length === 0;

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

/** Tells whether two JSON values are the same, whatever the order of their members. */
export const sameJson = (left: unknown, right: unknown): boolean => {
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => sameJson(item, right[index]))
    );
  }
  if (!isJsonObject(left)) return left === right;
  if (!isJsonObject(right)) return false;
  const members = Object.keys(left);
  return (
    members.length === Object.keys(right).length &&
    members.every((member) => Object.hasOwn(right, member) && sameJson(left[member], right[member]))
  );
};
