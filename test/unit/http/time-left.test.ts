import { describe, expect, it } from 'vitest';
import { deadlineOf, millisLeft } from '../../../src/http/time-left.ts';

const remaining = (millis: number) => ({ getRemainingTimeInMillis: () => millis });

describe('The time that a request has', () => {
  it.each([
    ['http', 900_000, 27_500],
    ['http', 29_000, 27_500],
    ['http', 10_000, 9_500],
    ['direct', 900_000, 12_500],
    ['direct', 3_000, 2_500],
    ['direct', 100, -400],
  ] as const)('by %s with %i ms left to the function is %i ms', (door, left, expected) => {
    const before = performance.now();
    const deadline = deadlineOf(door, remaining(left));
    const after = performance.now();
    expect(deadline).toBeGreaterThanOrEqual(before + expected);
    expect(deadline).toBeLessThanOrEqual(after + expected);
  });

  it('runs out', () => {
    expect(millisLeft(performance.now() - 1)).toBeLessThan(0);
  });
});
