import { isJsonObject } from '../json/json-value.ts';
import { toPointer } from '../json/pointer.ts';
import { walk } from '../json/walk.ts';

/** A value of fewer characters is a word that any text may hold. */
const leastLength = 3;

/** From this length on a value is found within other words too. */
const distinctLength = 8;

/**
 * A text with the pointer of each value of the request in the place of that value: `{/description}`.
 *
 * Image Builder repeats in its messages what it was sent, names in its own spelling: capitals, spaces, `_`
 * and `-` make no difference here either.
 *
 * @param sent - What the caller sent.
 */
export const withoutValues = (text: string, sent: unknown): string => {
  if (!isJsonObject(sent)) return text;
  const said = normal(text);
  const pointers = new Map<string, string>();
  const add = (value: string, pointer: string): void => {
    const known = normal(value);
    if (value.length >= leastLength && said.includes(known) && !pointers.has(known)) {
      pointers.set(known, pointer);
    }
  };
  walk(sent, (value, path) => {
    if (typeof value === 'string' || typeof value === 'number') {
      const pointer = toPointer(path);
      add(String(value), pointer);
      // As it stands in JSON.
      add(JSON.stringify(value).replace(/^"|"$/g, ''), pointer);
    }
    return true;
  });
  if (pointers.size === 0) return text;
  const longestFirst = [...pointers.keys()].sort((one, other) => other.length - one.length);
  const any = new RegExp(longestFirst.map(patternOf).join('|'), 'giu');
  return text.replace(any, (value) => `{${pointers.get(normal(value)) ?? ''}}`);
};

const normal = (text: string): string => text.toLowerCase().replace(/[ _]/g, '-');

const patternOf = (value: string): string => {
  const pattern = value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/-/g, '[ _\\-]');
  return value.length < distinctLength
    ? `(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`
    : pattern;
};
