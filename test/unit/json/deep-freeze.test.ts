import { describe, expect, it } from 'vitest';
import { deepFreeze } from '../../../src/json/deep-freeze.ts';
import { isJsonObject } from '../../../src/json/json-value.ts';

describe('a value that is frozen deep', () => {
  it('is the same value, and nothing in it can be written to', () => {
    const value = { a: [{ b: {} }], c: 'text', d: null };
    expect(deepFreeze(value)).toBe(value);
    for (const part of [value, value.a, value.a[0], value.a[0]?.b]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
    expect(deepFreeze(7)).toBe(7);
  });

  it('may be nested deeper than any call stack', () => {
    let value: Record<string, unknown> = {};
    const innermost = value;
    for (let depth = 0; depth < 100_000; depth += 1) value = { in: value };
    expect(isJsonObject(deepFreeze(value))).toBe(true);
    expect(Object.isFrozen(innermost)).toBe(true);
  });
});
