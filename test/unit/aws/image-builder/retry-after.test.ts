import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  longestRetryAfterSeconds,
  readRetryAfter,
} from '../../../../src/aws/image-builder/retry-after.ts';

const now = Date.parse('Sun, 22 Nov 2026 10:00:00 GMT');

describe('Retry-After', () => {
  it.each([
    ['5', 5],
    [' 5 ', 5],
    ['0', 1],
    ['300', 300],
    ['301', 300],
    ['Sun, 22 Nov 2026 10:00:09 GMT', 9],
    ['Sun, 22 Nov 2026 11:00:00 GMT', 300],
    ['Sun, 22 Nov 2026 09:00:00 GMT', 1],
    ['', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['1e3', undefined],
    ['0x10', undefined],
    ['Infinity', undefined],
    ['2026-11-22', undefined],
    ['Sun, 22 Nov 2026 10:00:09 CET', undefined],
    [7, undefined],
    [undefined, undefined],
  ])('of %j is read as %s', (header, seconds) => {
    expect(readRetryAfter(header, now)).toBe(seconds);
  });

  it('is whole seconds within bounds, or nothing', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.bigInt().map(String), fc.date().map(String)),
        (header) => {
          const seconds = readRetryAfter(header) ?? 1;
          expect(Number.isInteger(seconds)).toBe(true);
          expect(seconds).toBeGreaterThanOrEqual(1);
          expect(seconds).toBeLessThanOrEqual(longestRetryAfterSeconds);
        },
      ),
    );
  });
});
