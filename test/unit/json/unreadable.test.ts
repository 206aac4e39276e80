import { describe, expect, it } from 'vitest';
import { mostEntries, oversized, unsendable } from '../../../src/json/unreadable.ts';

const linesOf = (issues: readonly { pointer: string; code: string }[]): string[] =>
  issues.map(({ pointer, code }) => `${pointer} ${code}`);

describe('a list or an object that is too large to look into', () => {
  const items = (count: number) => Array.from({ length: count }, () => Infinity);
  const members = (count: number) => Object.fromEntries(Object.entries(items(count)));

  it('is one with more than a thousand entries, wherever it stands', () => {
    expect(oversized({ a: items(mostEntries), b: [members(mostEntries)] })).toEqual([]);
    expect(oversized({ a: items(1_001), b: [members(1_002), 7] })).toEqual([
      {
        pointer: '/a',
        code: 'too-many-items',
        detail: 'This has 1001 items; at most 1000 are read.',
      },
      {
        pointer: '/b/0',
        code: 'too-many-members',
        detail: 'This has 1002 members; at most 1000 are read.',
      },
    ]);
    expect(linesOf(oversized(members(1_001)))).toEqual([' too-many-members']);
  });

  it('is not looked into, and a hundred of them are named', () => {
    const inner = items(1_001).map(() => items(1_001));
    expect(linesOf(oversized({ a: inner }))).toEqual(['/a too-many-items']);
    expect(oversized(Array.from({ length: 150 }, () => items(1_001)))).toHaveLength(100);
  });
});

describe('a value that cannot be sent on', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['half of a pair in a text', { a: '\ud83d' }, ['/a unpaired-surrogate']],
    ['half of a pair in a name', { '\ude80': 1 }, ['/\ude80 unpaired-surrogate']],
    ['both halves the wrong way round', ['\ude80\ud83d'], ['/0 unpaired-surrogate']],
    ['a number beyond what can be read', { a: [1, -Infinity] }, ['/a/1 number-out-of-range']],
    [
      'everything at once',
      { a: Infinity, b: { c: '\ud800' } },
      ['/a number-out-of-range', '/b/c unpaired-surrogate'],
    ],
    ['nothing', { a: '\u{1F680}', b: 1.7e308, c: null, d: true }, []],
    ['nothing in a scalar', 'text', []],
  ])('is %s', (_, document, lines) => {
    expect(linesOf(unsendable(document))).toEqual(lines);
  });

  it('is named a hundred times at most', () => {
    expect(unsendable(Array.from({ length: 150 }, () => Infinity))).toHaveLength(100);
  });
});
