/**
 * Writes a JSON Pointer from its unescaped segments.
 *
 * Source: RFC 6901, sections 3 and 4.
 */
export const toPointer = (segments: readonly (string | number)[]): string =>
  segments.reduce<string>(childPointer, '');

/** The unescaped segments of a JSON Pointer; `''` is the whole document and has none. */
export const fromPointer = (pointer: string): string[] =>
  pointer === '' ? [] : pointer.slice(1).split('/').map(unescapeSegment);

/** The pointer of a member or an element, given its parent's. */
export const childPointer = (parent: string, segment: string | number): string =>
  `${parent}/${escapeSegment(String(segment))}`;

/** Escapes one segment of a JSON Pointer. */
export const escapeSegment = (segment: string): string =>
  /[~/]/.test(segment) ? segment.replaceAll('~', '~0').replaceAll('/', '~1') : segment;

const unescapeSegment = (segment: string): string =>
  segment.includes('~') ? segment.replaceAll('~1', '/').replaceAll('~0', '~') : segment;

/** The value a pointer leads to, or `undefined` where it leads nowhere; own members alone count. */
export const valueAt = (document: unknown, pointer: string): unknown =>
  valueAlong(document, fromPointer(pointer));

/** As {@link valueAt}, given the unescaped segments of the pointer. */
export const valueAlong = (document: unknown, segments: readonly string[]): unknown => {
  let value: unknown = document;
  for (const segment of segments) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) {
      return undefined;
    }
    // An array's own `length` is no element of it (RFC 6901, section 4).
    if (Array.isArray(value) && !/^(?:0|[1-9]\d*)$/.test(segment)) return undefined;
    value = (value as Record<string, unknown>)[segment];
  }
  return value;
};
