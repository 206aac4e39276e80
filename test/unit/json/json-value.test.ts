import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonArray, isJsonObject, jsonTypeOf, sameJson } from '../../../src/json/json-value.ts';

/** The same JSON with the members of every object the other way round. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).reverse();
  return Object.fromEntries(members.map(([member, inner]) => [member, reversed(inner)]));
};

/** A reference: JSON texts with sorted members. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([member, inner]) => `${JSON.stringify(member)}:${canonical(inner)}`,
  );
  return `{${members.sort().join(',')}}`;
};

const few = fc.constantFrom<unknown>(
  ...[null, true, false, 0, 1, '', '0', 'a', [], {}, [0], ['a'], [[]], [{}]],
  ...[{ a: 0 }, { a: '0' }, { a: null }, { b: 0 }, { a: {} }, { a: [] }, { 0: 0 }],
  ...[
    { a: 1, b: 2 },
    { b: 2, a: 1 },
    { a: 2, b: 1 },
    { a: 1, b: 2, c: 3 },
  ],
);

describe('a JSON object', () => {
  it.each([[{}], [{ a: 1 }], [Object.create(null)]])('is %j', (value) => {
    expect(isJsonObject(value)).toBe(true);
  });

  it.each([[null], [undefined], [[]], [[{}]], ['{}'], [7], [true]])('is not %j', (value) => {
    expect(isJsonObject(value)).toBe(false);
  });
});

describe('the type of a JSON value', () => {
  it.each([
    [null, 'null'],
    [[], 'a list'],
    [[{}], 'a list'],
    [{}, 'an object'],
    [{ length: 0 }, 'an object'],
    ['', 'a text'],
    ['7', 'a text'],
    [0, 'a number'],
    [false, 'a boolean'],
  ])('has its name in a sentence: %j is %s', (value, name) => {
    expect(jsonTypeOf(value)).toBe(name);
    expect(isJsonArray(value)).toBe(name === 'a list');
    expect(isJsonObject(value)).toBe(name === 'an object');
  });
});

describe('JSON is the same', () => {
  it('whatever the order of the members of its objects', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(sameJson(value, reversed(value))).toBe(true);
        expect(sameJson(reversed(value), value)).toBe(true);
      }),
    );
  });

  it('only in the order of the items of its lists', () => {
    expect(sameJson([1, 2], [2, 1])).toBe(false);
    expect(sameJson({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
  });

  it('exactly when its text with sorted members is', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.tuple(few, few), fc.tuple(fc.jsonValue(), fc.jsonValue())),
        ([left, right]) => {
          expect(sameJson(left, right)).toBe(canonical(left) === canonical(right));
          expect(sameJson(right, left)).toBe(sameJson(left, right));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("exactly when Node's own deep comparison says so", () => {
    fc.assert(
      fc.property(fc.array(few), fc.array(few), (left, right) => {
        expect(sameJson(left, right)).toBe(isDeepStrictEqual(left, right));
      }),
      { numRuns: 500 },
    );
  });

  it.each<[unknown, unknown]>([
    [null, {}],
    [null, undefined],
    [[], {}],
    [{}, []],
    [{ length: 0 }, []],
    [['a'], { 0: 'a', length: 1 }],
    [1, '1'],
    [true, 1],
    [0, null],
    ['', null],
    [{ a: undefined }, {}],
    [{ toString: 1 }, {}],
    [{}, { constructor: 1 }],
    [{ toString: 1 }, { constructor: 1 }],
    [JSON.parse('{"__proto__":{}}'), {}],
    [JSON.parse('{"__proto__":{}}'), { a: {} }],
    [JSON.parse('{"__proto__":1}'), { a: 1 }],
  ])('not for %j and %j', (left, right) => {
    expect(sameJson(left, right)).toBe(false);
    expect(sameJson(right, left)).toBe(false);
  });
});
