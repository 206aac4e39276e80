import { describe, expect, it } from 'vitest';
import { sizeIssues } from '../../../src/json/size-limits.ts';

const linesOf = (document: unknown): string[] =>
  sizeIssues(document).map(({ pointer, code }) => `${pointer} ${code}`);

const items = (count: number, item: unknown = 0): readonly unknown[] =>
  Array.from({ length: count }, () => item);
const members = (count: number, value: unknown = 0) =>
  Object.fromEntries(Object.entries(items(count, value)));

describe('a list or an object with too many entries', () => {
  it('has more than a thousand, wherever it stands', () => {
    expect(linesOf({ a: items(1_000), b: [members(999)] })).toEqual([]);
    expect(linesOf(members(1_000))).toEqual([]);
    expect(sizeIssues({ b: [members(980, []), items(1_001), 7], a: members(1_002) })).toEqual([
      {
        pointer: '/b/1',
        code: 'too-many-items',
        detail: 'This has 1001 items; at most 1000 are read.',
      },
      {
        pointer: '/a',
        code: 'too-many-members',
        detail: 'This has 1002 members; at most 1000 are read.',
      },
    ]);
    expect(linesOf(members(1_001))).toEqual([' too-many-members']);
  });

  it('is all that is named, whatever else there is too much of', () => {
    expect(linesOf({ a: members(50_000), b: 1 })).toEqual(['/a too-many-members']);
  });

  it('is named a hundred times at most', () => {
    const each: Record<string, unknown> = {};
    let inner = each;
    for (let depth = 0; depth < 150; depth += 1) {
      Object.assign(inner, { a: {} }, members(1_001));
      // The first to be looked into, before any of what stands beside it.
      const next = { 0: {} };
      inner['0'] = next[0];
      inner = next[0];
    }
    expect(sizeIssues(each)).toHaveLength(100);
  });
});

describe('a document with too many values', () => {
  it('has more than two thousand in all, however they are spread', () => {
    expect(linesOf({ a: items(1_000), b: items(1_000) })).toEqual([]);
    expect(sizeIssues({ a: items(1_000), b: { c: items(20, members(50)) }, d: 1 })).toEqual([
      {
        pointer: '',
        code: 'too-many-values',
        detail:
          'The body has more than 2000 values in it, texts, numbers and the like; no more are read.',
      },
    ]);
    expect(linesOf(items(124, items(1_000)))).toEqual([' too-many-values']);
  });

  it('counts texts, numbers and the like, and what is empty, but nothing that only holds others', () => {
    const just = Array.from({ length: 40 }, () => items(50, [['text']]));
    expect(linesOf(just)).toEqual([]);
    for (const value of ['text', 1, true, null, [], {}]) {
      expect(linesOf([...just, value])).toEqual([' too-many-values']);
    }
  });

  it('is not looked at beyond that', () => {
    let looked = 0;
    const watched = Array.from({ length: 900 }, () => ({
      get a() {
        looked += 1;
        return items(900);
      },
    }));
    expect(linesOf(watched)).toEqual([' too-many-values']);
    expect(looked).toBeLessThan(10);
  });
});
