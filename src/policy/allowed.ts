import { quote, type Issue } from '../json/issue.ts';
import type { AllowedValue } from './document.ts';
import { compilePatterns, type Effort } from './patterns.ts';

/** A list of allowed values, ready to be asked about many. */
export interface AllowedList {
  readonly allowed: readonly AllowedValue[];
  /** Tells whether a value is one of those allowed; `*` in a text stands for any characters. */
  readonly holds: (value: unknown, effort: Effort) => boolean;
}

const isPattern = (entry: AllowedValue): entry is string =>
  typeof entry === 'string' && entry.includes('*');

/** Prepares a list of allowed values: what has no `*` is found at once, the patterns are asked after that. */
export const compileAllowed = (allowed: readonly AllowedValue[]): AllowedList => {
  const literals: ReadonlySet<unknown> = new Set(allowed.filter((entry) => !isPattern(entry)));
  const matches = compilePatterns(allowed.filter(isPattern));
  return Object.freeze({
    allowed,
    holds: (value: unknown, effort: Effort) =>
      literals.has(value) || (typeof value === 'string' && matches(value, effort)),
  });
};

/** As {@link compileAllowed}, for lists in which `*` alone stands for anything, numbers and `true` too. */
export const compileAnything = (values: readonly AllowedValue[]): AllowedList =>
  values.includes('*')
    ? Object.freeze({ allowed: values, holds: () => true })
    : compileAllowed(values);

/** No bound: for lists that are asked about few values. */
export const unbounded = (): Effort => ({ left: Infinity });

/** Tells whether a value is one of those allowed, of a list that is asked once. */
export const isAllowed = (value: unknown, allowed: readonly AllowedValue[]): boolean =>
  compileAllowed(allowed).holds(value, unbounded());

const mostShown = 10;

/** The allowed values as a sentence ends with them: the first ten, and how many more there are. */
export const listAllowed = (allowed: readonly unknown[]): string => {
  const shown = allowed.slice(0, mostShown).map(quote);
  const more = allowed.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
};

/** What is said where the effort for one request was not enough. */
export const tooMuchToCompare = (pointer: string): Issue => ({
  pointer,
  code: 'too-much-to-compare',
  detail:
    'The policy has more patterns than can be compared with so much text; the comparison ended here. Send fewer values, or shorter ones.',
});
