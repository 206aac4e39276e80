import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { millisLeft, raceDeadline } from '../../../src/timing/deadline.ts';

const late = (): Error => new Error('late');
const never = (): Promise<never> => new Promise(() => undefined);

describe('The time left', () => {
  it('runs out', () => {
    const deadline = performance.now() + 1_000;
    expect(millisLeft(deadline)).toBeGreaterThan(900);
    expect(millisLeft(deadline)).toBeLessThanOrEqual(1_000);
    expect(millisLeft(performance.now() - 1)).toBeLessThan(0);
  });
});

describe('What is raced against a deadline', () => {
  it('gives what it gives in time, a rejection too', async () => {
    const deadline = performance.now() + 10_000;
    await expect(raceDeadline(Promise.resolve(7), deadline, 0, late)).resolves.toBe(7);
    const failure = new TypeError('failed');
    await expect(raceDeadline(Promise.reject(failure), deadline, 0, late)).rejects.toBe(failure);
  });

  it('has its grace after the deadline, and no longer', async () => {
    const startedAt = performance.now();
    const slow = delay(60, 'slow');
    await expect(raceDeadline(slow, startedAt + 20, 200, late)).resolves.toBe('slow');
    await expect(raceDeadline(never(), performance.now() + 20, 50, late)).rejects.toThrow('late');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(120);
  });

  it('wins even after the deadline where it is there already', async () => {
    const over = performance.now() - 60_000;
    await expect(raceDeadline(Promise.resolve(7), over, 250, late)).resolves.toBe(7);
    await expect(raceDeadline(never(), over, 250, late)).rejects.toThrow('late');
  });

  it('leaves no timer behind', async () => {
    vi.useFakeTimers();
    try {
      await raceDeadline(Promise.resolve(), performance.now() + 10_000, 0, late);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
