import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob } from '../../../src/policy/glob.ts';
import { compilePatterns } from '../../../src/policy/patterns.ts';

const matches = (patterns: readonly string[], text: string): boolean =>
  compilePatterns(patterns)(text, { left: Infinity });

/** How many characters it takes to tell. */
const effortOf = (patterns: readonly string[], text: string): number => {
  const effort = { left: 1_000_000 };
  compilePatterns(patterns)(text, effort);
  return 1_000_000 - effort.left;
};

const numbered = (count: number, pattern: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => pattern(index));

describe('patterns that are asked together', () => {
  it('match what any one of them matches, whatever they and the text are', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 6 }), text, (patterns, value) => {
        expect(matches(patterns, value)).toBe(patterns.some((each) => matchesGlob(each, value)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('match nothing where there are none', () => {
    expect(matches([], '')).toBe(false);
  });

  it('are not asked where a text does not begin as they do, however many they are', () => {
    const few = effortOf(
      numbered(10, (index) => `team-${index}*x*`),
      'a'.repeat(100),
    );
    const many = effortOf(
      numbered(10_000, (index) => `team-${index}*x*`),
      'a'.repeat(100),
    );
    expect(many).toBeLessThan(5 * few);
  });

  it('take more the more parts they have, since each is looked for', () => {
    const text = 'a'.repeat(1_000);
    const many = effortOf([`${'*a'.repeat(500)}*b`], text);
    expect(many).toBeGreaterThan(4 * effortOf(['*a*b'], text));
  });

  it('take no more than is left, and give up', () => {
    const patterns = [...numbered(100, (index) => `*b${index}*`), '*'];
    const enough = { left: 100 * 1_010 + 100 };
    expect(compilePatterns(patterns)('a'.repeat(1_000), enough)).toBe(true);
    expect(enough.left).toBeGreaterThanOrEqual(0);
    const little = { left: 50_000 };
    expect(compilePatterns(patterns)('a'.repeat(1_000), little)).toBe(false);
    expect(little.left).toBeLessThan(0);
    expect(little.left).toBeGreaterThan(-1_010);
  });
});
