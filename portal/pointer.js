/**
 * JSON Pointers (RFC 6901).
 *
 * @typedef {Readonly<Record<string, unknown>>} JsonObject
 */

/**
 * @param {unknown} value
 * @returns {value is JsonObject}
 */
export const isObject = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The pointer of a member or an element, given its parent's.
 *
 * @param {string} parent
 * @param {string | number} segment
 */
export const childPointer = (parent, segment) =>
  `${parent}/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/**
 * The pointer of what holds a member; `''` for the document itself.
 *
 * @param {string} pointer
 */
export const parentPointer = (pointer) => pointer.slice(0, Math.max(0, pointer.lastIndexOf('/')));

/**
 * The value that a pointer leads to, or `undefined`; own members alone count.
 *
 * @param {unknown} document
 * @param {string} pointer
 * @returns {unknown}
 */
export const valueAt = (document, pointer) => {
  const segments = pointer === '' ? [] : pointer.slice(1).split('/');
  return segments
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce(
      (/** @type {unknown} */ value, segment) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, segment)
          ? Reflect.get(value, segment)
          : undefined,
      document,
    );
};

/**
 * Every leaf of a JSON value with its pointer; a list is one leaf, and so is `{}`.
 *
 * @param {unknown} value
 * @param {string} [pointer]
 * @returns {{ pointer: string, value: unknown }[]}
 */
export const leavesOf = (value, pointer = '') =>
  isObject(value) && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([member, inner]) =>
        leavesOf(inner, childPointer(pointer, member)),
      )
    : [{ pointer, value }];
