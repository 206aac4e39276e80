import { type Issue, quote } from '../../json/issue.ts';

/** An allowed value, taken apart at its `*`. */
interface Pattern {
  readonly prefix: string;
  /** `undefined` without a `*`: the prefix is the whole value. */
  readonly suffix: string | undefined;
}

const patternOf = (entry: string): Pattern => {
  const star = entry.indexOf('*');
  return star < 0
    ? { prefix: entry, suffix: undefined }
    : { prefix: entry.slice(0, star), suffix: entry.slice(star + 1) };
};

/**
 * Tells whether a value is an allowed one: equal to the entry, or with any characters, none included,
 * in place of the entry's `*`. Case counts.
 */
export const matchesAllowedValue = (entry: string, value: string): boolean => {
  const { prefix, suffix } = patternOf(entry);
  if (suffix === undefined) return value === prefix;
  // The parts may not overlap: "ab*ba" is not "aba".
  return (
    value.length >= prefix.length + suffix.length &&
    value.startsWith(prefix) &&
    value.endsWith(suffix)
  );
};

/**
 * Tells whether an allowed value could be what a text comes to that is only known in part: `parts`, two
 * or more, are what is known of it, with any characters, none included, between them.
 */
export const mayMatchAllowedValue = (entry: string, parts: readonly string[]): boolean => {
  const { prefix, suffix } = patternOf(entry);
  const [head = ''] = parts;
  const tail = parts.at(-1) ?? '';
  // Between two open ends anything fits: only the fixed ends can be at odds.
  if (suffix !== undefined) {
    return (
      (head.startsWith(prefix) || prefix.startsWith(head)) &&
      (tail.endsWith(suffix) || suffix.endsWith(tail))
    );
  }
  if (!prefix.startsWith(head) || !prefix.endsWith(tail)) return false;
  let at = head.length;
  for (const part of parts.slice(1, -1)) {
    const found = prefix.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at + tail.length <= prefix.length;
};

/**
 * The value in the case that an allowed value asks for, where case is all that keeps it from
 * matching: `prod-Web` for `Prod-*` is `Prod-Web`.
 */
export const recapitalized = (entry: string, value: string): string | undefined => {
  const { prefix, suffix } = patternOf(entry);
  if (!matchesAllowedValue(entry.toLowerCase(), value.toLowerCase())) return undefined;
  if (suffix === undefined) return entry;
  const corrected = `${prefix}${value.slice(prefix.length, value.length - suffix.length)}${suffix}`;
  // Some characters change their length with their case; a suggestion must be right.
  return corrected.toLowerCase() === value.toLowerCase() ? corrected : undefined;
};

/** What is refused as an allowed value, in a policy and in an effective policy alike. */
export const wildcardIssues = (pointer: string, entry: string): Issue[] => {
  if (entry.indexOf('*') === entry.lastIndexOf('*')) return [];
  const detail = `The value ${quote(entry)} holds more than one "*". One is allowed, at any place: "a*", "*b" or "a*b".`;
  return [{ pointer, code: 'too-many-wildcards', detail }];
};
