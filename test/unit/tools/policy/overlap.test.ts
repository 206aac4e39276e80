import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob } from '../../../../src/policy/glob.ts';
import {
  globsOverlap,
  literally,
  overlap,
  stepsOfGlob,
} from '../../../../tools/policy/check/overlap.ts';

describe('two patterns', () => {
  it.each([
    ['', '', true],
    ['', '*', true],
    ['a', 'b', false],
    ['a*', '*b', true],
    ['a*', 'b*', false],
    ['*a', '*b', false],
    ['a*b', 'ac*', true],
    ['a*c', 'ab', false],
    ['*x*', '*y*', true],
    ['100', '200*', false],
    ['2001', '200*', true],
    ['arn:aws:iam::*:role/a/*', 'arn:aws:iam::123456789012:role/*', true],
    ['arn:aws:iam::*:role/a/*', 'arn:aws:iam::123456789012:user/b', false],
  ])('%j and %j have a text in common: %s', (left, right, expected) => {
    expect(globsOverlap(left, right)).toBe(expected);
    expect(globsOverlap(right, left)).toBe(expected);
  });

  it('have one exactly where some text matches both', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 5 });
    /** All texts over two letters that are long enough to decide. */
    const texts = Array.from({ length: 11 }, (_, length) =>
      Array.from({ length: 2 ** length }, (__, bits) =>
        Array.from({ length }, (___, index) => ((bits >> index) & 1 ? 'a' : 'b')).join(''),
      ),
    ).flat();
    fc.assert(
      fc.property(pattern, pattern, (left, right) => {
        const common = texts.some((text) => matchesGlob(left, text) && matchesGlob(right, text));
        expect(globsOverlap(left, right)).toBe(common);
      }),
      { numRuns: 300 },
    );
  });

  it('end with many stars', () => {
    expect(globsOverlap('*a'.repeat(300), `${'*b'.repeat(300)}c`)).toBe(false);
  });
});

describe('a form with classes of characters', () => {
  const digits = [{ takes: /[0-9]/, repeats: true }];

  it('takes the characters of its class alone', () => {
    expect(overlap(literally('12'), digits)).toBe(true);
    expect(overlap(literally('1a'), digits)).toBe(false);
    expect(overlap(stepsOfGlob('1*'), digits)).toBe(true);
    expect(overlap(stepsOfGlob('*', /[a-z]/), literally('1'))).toBe(false);
  });
});
