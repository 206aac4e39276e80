import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob } from '../../../src/policy/glob.ts';

/** The slow and plain way to say it. */
const reference = (pattern: string, text: string): boolean => {
  if (pattern === '') return text === '';
  const rest = pattern.slice(1);
  if (pattern.startsWith('*')) {
    return Array.from({ length: text.length + 1 }, (_, cut) => text.slice(cut)).some((tail) =>
      reference(rest, tail),
    );
  }
  return text.startsWith(pattern.charAt(0)) && reference(rest, text.slice(1));
};

describe('a pattern', () => {
  it.each([
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['*', 'anything at all\n', true],
    ['a', 'A', false],
    ['a*', 'a', true],
    ['a*c', 'abc', true],
    ['a*c', 'acb', false],
    ['*a*b', 'aab', true],
    ['*ab*ab', 'abxab', true],
    ['*ab*ab', 'ab', false],
    ['ab*ba', 'aba', false],
    ['a.c', 'abc', false],
    ['a?c', 'abc', false],
    ['[ab]', 'a', false],
    ['a\\*', 'a*', false],
    ['**', 'x', true],
    ['arn:aws:iam::*:role/imagebuilder/*', 'arn:aws:iam::123456789012:role/imagebuilder/a/b', true],
    ['arn:aws:iam::*:role/imagebuilder/*', 'arn:aws:iam::123456789012:role/imagebuilder', false],
    ['arn:aws:iam::*:role/x', 'evil arn:aws:iam::1:role/x', false],
  ])('%j against %j: %s', (pattern, text, expected) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });

  it('matches what the plain definition says, whatever pattern and text', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
    fc.assert(
      fc.property(pattern, text, (left, right) => {
        expect(matchesGlob(left, right)).toBe(reference(left, right));
      }),
      { numRuns: 2000 },
    );
  });

  it('with many stars ends, where one that tries every split would not', () => {
    expect(matchesGlob(`${'*a'.repeat(40)}b`, 'a'.repeat(2000))).toBe(false);
  });
});
