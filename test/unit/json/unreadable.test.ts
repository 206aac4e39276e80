import { describe, expect, it } from 'vitest';
import { unsendable } from '../../../src/json/unreadable.ts';

const linesOf = (issues: readonly { pointer: string; code: string }[]): string[] =>
  issues.map(({ pointer, code }) => `${pointer} ${code}`);

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
    const names = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`${i}\ud800`, 1]));
    expect(unsendable([names, names])).toHaveLength(100);
  });
});
