import { matchesGlob } from './glob.ts';
import type { AllowedValue, Layer } from './document.ts';

/** What each member may be, where several layers have a say. */
export type MergedAllowed = Readonly<Record<string, readonly AllowedValue[]>>;

/**
 * Joins the `allowed` lists of the layers that apply into one list for each member: a value must
 * satisfy every layer, so what remains is what both a general and a specific layer allow.
 *
 * Where two patterns overlap only in part, which no one pattern can say, the more specific layer's
 * stands here; the request itself is still checked against both.
 */
export const mergeAllowed = (layers: readonly Layer[]): MergedAllowed => {
  const merged = new Map<string, readonly AllowedValue[]>();
  for (const { allowed } of layers) {
    for (const [path, values] of Object.entries(allowed ?? {})) {
      const general = merged.get(path);
      merged.set(path, general === undefined ? values : intersection(general, values));
    }
  }
  return Object.fromEntries(merged);
};

const intersection = (
  general: readonly AllowedValue[],
  specific: readonly AllowedValue[],
): AllowedValue[] => {
  const both = specific.flatMap((value) =>
    general.some((other) => covers(other, value) || overlapsInPart(other, value))
      ? [value]
      : general.filter((other) => covers(value, other)),
  );
  return [...new Set(both)];
};

/** Whether everything that `narrow` allows, `wide` allows too. */
const covers = (wide: AllowedValue, narrow: AllowedValue): boolean =>
  typeof wide === 'string' && typeof narrow === 'string'
    ? matchesGlob(wide, narrow)
    : wide === narrow;

/** Whether two patterns, neither of which covers the other, may share a text: their fixed ends must agree. */
const overlapsInPart = (left: AllowedValue, right: AllowedValue): boolean => {
  if (covers(left, right) || covers(right, left)) return false;
  if (typeof left !== 'string' || typeof right !== 'string') return false;
  if (!left.includes('*') || !right.includes('*')) return false;
  const head = (text: string): string => text.slice(0, text.indexOf('*'));
  const tail = (text: string): string => text.slice(text.lastIndexOf('*') + 1);
  const agree = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);
  const backwards = (text: string): string => Array.from(text).reverse().join('');
  return agree(head(left), head(right)) && agree(backwards(tail(left)), backwards(tail(right)));
};
