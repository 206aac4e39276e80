import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attemptMillis,
  leastAttemptMillis,
} from '../../../../src/aws/image-builder/attempt-time.ts';

describe('The time of one attempt', () => {
  it.each([
    [27_500, false, 13_750],
    [27_500, true, 27_500],
    [12_500, false, 6_250],
    [2_000, false, 1_000],
    [1_999, false, 1_999],
    [300, false, 300],
  ])('of %i ms, last %s, is %i ms', (left, isLast, expected) => {
    expect(attemptMillis(left, isLast)).toBe(expected);
  });

  it('always leaves room for another, unless there is hardly room for one', () => {
    fc.assert(
      fc.property(fc.double({ min: leastAttemptMillis, max: 900_000, noNaN: true }), (left) => {
        const attempt = attemptMillis(left, false);
        expect(attempt).toBeLessThanOrEqual(left);
        if (left >= 2_000) expect(left - attempt).toBeGreaterThanOrEqual(leastAttemptMillis);
      }),
    );
  });
});
