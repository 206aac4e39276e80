import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quote } from '../../../src/json/issue.ts';

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
