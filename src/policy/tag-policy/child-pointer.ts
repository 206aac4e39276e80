/**
 * The pointer of a member or an element, given its parent's.
 *
 * Source: RFC 6901, sections 3 and 4.
 */
export const childPointer = (parent: string, segment: string | number): string =>
  `${parent}/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`;
