import { describe, expect, it } from 'vitest';
import { mostEntries, mostValues, sizeIssues } from '../../../src/json/size-limits.ts';

const linesOf = (document: unknown): string[] =>
  sizeIssues(document).map(({ pointer, code }) => `${pointer} ${code}`);

const items = (count: number, item: unknown = 0): readonly unknown[] =>
  Array.from({ length: count }, () => item);
const members = (count: number, value: unknown = 0) =>
  Object.fromEntries(Object.entries(items(count, value)));

describe('a list or an object with too many entries', () => {
  it('has more than a thousand, wherever it stands', () => {
    expect(linesOf({ a: items(mostEntries), b: [members(999)] })).toEqual([]);
    expect(sizeIssues({ a: items(1_001), b: [members(1_002), 7] })).toEqual([
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
    expect(linesOf(members(1_001))).toEqual([' too-many-members']);
  });

  it('is not looked into, and a hundred of them are named', () => {
    expect(linesOf({ a: items(1_001, items(1_001)) })).toEqual(['/a too-many-items']);
    expect(linesOf(items(150, items(1_001)))).toHaveLength(100);
  });
});

describe('a document with too many values', () => {
  it('has more than two thousand in all, and is named where they are', () => {
    expect(linesOf({ a: items(1_000), b: items(1_000) })).toEqual([]);
    expect(sizeIssues({ a: { b: items(124, items(1_000)) }, c: 1 })).toEqual([
      {
        pointer: '/a/b',
        code: 'too-many-values',
        detail: 'This has 124000 values in it; at most 2000 are read of one body.',
      },
    ]);
    expect(linesOf({ a: items(1_000), b: members(1_000), c: 1 })).toEqual([' too-many-values']);
  });

  it('is told of the innermost that has too many, and of each such', () => {
    const many = items(3, items(700));
    expect(linesOf({ a: [many, 1], b: { c: many } })).toEqual([
      '/a/0 too-many-values',
      '/b/c too-many-values',
    ]);
  });

  it('counts texts, numbers and the like, and what is empty, but nothing that only holds others', () => {
    const each = ['text', 1, true, null, [], {}];
    const just = Array.from({ length: 40 }, () => items(50, [[each[0]]]));
    expect(mostValues).toBe(2_000);
    expect(linesOf(just)).toEqual([]);
    for (const value of each) expect(linesOf([...just, value])).toEqual([' too-many-values']);
  });
});
