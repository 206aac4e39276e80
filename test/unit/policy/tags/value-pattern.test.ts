import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob } from '../../../../src/policy/glob.ts';
import {
  matchesAllowedValue,
  mayMatchAllowedValue,
  recapitalized,
} from '../../../../src/policy/tags/value-pattern.ts';

/** Tries every text that could stand for the `*`. */
const matchesByTrying = (entry: string, value: string): boolean => {
  if (!entry.includes('*')) return entry === value;
  const [prefix = '', suffix = ''] = entry.split('*');
  for (let start = 0; start <= value.length; start += 1) {
    for (let end = start; end <= value.length; end += 1) {
      if (`${prefix}${value.slice(start, end)}${suffix}` === value) return true;
    }
  }
  return false;
};

const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 });
const entries = fc
  .tuple(letters, fc.constantFrom('', '*'), letters)
  .map(([prefix, star, suffix]) => prefix + star + suffix);

describe('matchesAllowedValue', () => {
  it.each([
    ['*', '', true],
    ['*', 'anything', true],
    ['', '', true],
    ['', 'a', false],
    ['300*', '300', true],
    ['300*', '3001', true],
    ['300*', '30', false],
    ['*-prod', 'web-prod', true],
    ['ab*ba', 'aba', false],
    ['ab*ba', 'abba', true],
    ['a.c', 'abc', false],
    ['Prod', 'prod', false],
  ])('%j and %j: %s', (entry, value, expected) => {
    expect(matchesAllowedValue(entry, value)).toBe(expected);
  });

  it('agrees with trying everything', () => {
    fc.assert(
      fc.property(entries, letters, (entry, value) => {
        expect(matchesAllowedValue(entry, value)).toBe(matchesByTrying(entry, value));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('mayMatchAllowedValue', () => {
  /** All texts over the letters that are as long as what is known of both, and so long enough to decide. */
  const texts = Array.from({ length: 13 }, (_, length) =>
    Array.from({ length: 2 ** length }, (__, bits) =>
      Array.from({ length }, (___, index) => ((bits >> index) & 1 ? 'a' : 'b')).join(''),
    ),
  ).flat();
  const short = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 2 });
  const shortEntries = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 }),
    fc.tuple(short, short).map(([prefix, suffix]) => `${prefix}*${suffix}`),
  );

  it('says whether some text fits both, as trying every text does', () => {
    fc.assert(
      fc.property(shortEntries, fc.array(short, { minLength: 2, maxLength: 4 }), (entry, parts) => {
        const pattern = parts.join('*');
        const some = texts.some((text) => matchesGlob(pattern, text) && matchesGlob(entry, text));
        expect(mayMatchAllowedValue(entry, parts)).toBe(some);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes a "*" of a value for itself', () => {
    expect(mayMatchAllowedValue('200', ['2*', ''])).toBe(false);
    expect(mayMatchAllowedValue('2*', ['2*', ''])).toBe(true);
  });
});

describe('recapitalized', () => {
  it('gives nothing where a character changes its length with its case', () => {
    expect(recapitalized('i\u{307}*', '\u{130}x')).toBeUndefined();
  });

  it('gives a value that matches and differs in case alone', () => {
    const mixed = fc.string({ unit: fc.constantFrom('a', 'B', 'İ', 'ß', '*'), maxLength: 4 });
    fc.assert(
      fc.property(mixed, mixed, fc.boolean(), (given, other, related) => {
        const entry = given.replace('*', '\0').replaceAll('*', '').replace('\0', '*');
        const value = related ? entry.replace('*', other).toUpperCase() : other;
        const suggestion = recapitalized(entry, value);
        if (suggestion === undefined) return;
        expect(matchesAllowedValue(entry, suggestion)).toBe(true);
        expect(suggestion.toLowerCase()).toBe(value.toLowerCase());
      }),
      { numRuns: 500 },
    );
  });
});
