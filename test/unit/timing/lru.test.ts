import { describe, expect, it } from 'vitest';
import { leastRecentlyUsed } from '../../../src/timing/lru.ts';

describe('A least-recently-used cache', () => {
  it('gives the same value for a key, and drops the one unused for longest', () => {
    const created: string[] = [];
    const get = leastRecentlyUsed(2, (key) => {
      created.push(key);
      return { key };
    });
    const a = get('a');
    get('b');
    expect(get('a')).toBe(a);
    get('c');
    expect(get('a')).toBe(a);
    expect(created).toEqual(['a', 'b', 'c']);
    get('b');
    expect(created).toEqual(['a', 'b', 'c', 'b']);
  });
});
