import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quote, quoteChoice, truncate, under } from '../../../src/json/issue.ts';

describe('a value in a sentence', () => {
  it.each([
    ['web', '"web"'],
    ['', '""'],
    ['a "b" \\', '"a \\"b\\" \\\\"'],
    ['a\nb\u0000\u001b', '"a\\nb\\u0000\\u001b"'],
    ['größe', '"größe"'],
    ['\u007f\u0085\u2028\u202e', '"\\u007f\\u0085\\u2028\\u202e"'],
    ['\ud83d', '"\\ud83d"'],
    [7, '7'],
    [true, 'true'],
    [null, 'null'],
    [['a', 1], '["a",1]'],
    [{ a: { b: [] } }, '{"a":{"b":[]}}'],
  ])('is shown as JSON: %j', (value, shown) => {
    expect(quote(value)).toBe(shown);
  });

  it('is whole up to 100 characters', () => {
    expect(quote('x'.repeat(100))).toBe(`"${'x'.repeat(100)}"`);
  });

  it('is cut when it is longer, and says so', () => {
    expect(quote('x'.repeat(129))).toBe(`"${'x'.repeat(100)}"… (129 characters)`);
    expect(quote('😀'.repeat(60))).toBe(`"${'😀'.repeat(50)}"… (60 characters)`);
    expect(quote(`${'x'.repeat(100)}\ud83d`)).toContain('… (101 characters)');
    expect(quote(Array(1000).fill(7))).toMatch(/^\[[7,]+… \(\d+ characters\)$/);
  });

  it('never takes up much more than 100 characters, nor more than a line', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary', maxLength: 150 })),
        (value) => {
          expect(quote(value).length).toBeLessThan(130);
          expect(quote(value)).not.toMatch(/[\r\n]/);
        },
      ),
    );
  });
});

describe('a choice of values in a sentence', () => {
  it.each([
    [[], ''],
    [['a'], '"a"'],
    [['a', 'b'], '"a" or "b"'],
    [['a', 7, true], '"a", 7 or true'],
    [['a"', '\u202e'], '"a\\"" or "\\u202e"'],
  ])('is told with every one quoted: %j', (values, sentence) => {
    expect(quoteChoice(values)).toBe(sentence);
  });
});

describe('a text that is cut', () => {
  it.each([
    ['web', 3, 'web'],
    ['web-server', 3, 'web…'],
    ['', 0, ''],
    ['a', 0, '…'],
    ['a😀', 3, 'a😀'],
  ])('has at most so many characters, and says that there were more: %j', (text, most, cut) => {
    expect(truncate(text, most)).toBe(cut);
  });

  it('has no half of a character that a reader would choke on', () => {
    expect(truncate('a😀b', 2)).toBe('a\ufffd…');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat({ max: 20 }), (text, most) => {
        const cut = truncate(text, most);
        expect(cut.length).toBeLessThanOrEqual(most + 1);
        expect(cut === text || cut.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('an issue of a part', () => {
  it('has the pointer that it has in the whole, and is otherwise the same', () => {
    const issue = Object.freeze({ pointer: '/a~1b', code: 'c', detail: 'd' });
    expect([issue, { ...issue, pointer: '' }].map(under('/tags'))).toEqual([
      { pointer: '/tags/a~1b', code: 'c', detail: 'd' },
      { pointer: '/tags', code: 'c', detail: 'd' },
    ]);
  });
});
