import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cachedSource } from '../../../src/policy-source/cached-source.ts';
import { handClock, handLoader, outcomeOf, settled } from './hand-driven.ts';

const ttlMillis = 60_000;
const silenceMillis = 10 * ttlMillis;

type Step =
  | { readonly do: 'request' | 'succeed' | 'fail' }
  | { readonly do: 'pass' | 'freeze' | 'freeze with a running clock'; readonly millis: number };

const millis = fc.oneof(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 400_000 }));

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant<Step>({ do: 'request' }) },
    { weight: 2, arbitrary: fc.constantFrom<Step>({ do: 'succeed' }, { do: 'fail' }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constantFrom('pass', 'freeze', 'freeze with a running clock'),
        millis,
      }),
    },
  ),
  { maxLength: 60 },
);

/** Shorter than the silence in which a request waits, longer, and none. */
const maxAges = fc.constantFrom(2 * ttlMillis, 5 * ttlMillis, 20 * ttlMillis, Infinity);

/** What became of one request, and what was held when it came and when it ended. */
interface Ended {
  readonly outcome: { readonly value: number } | 'refused';
  readonly heldBefore: number | undefined;
  readonly held: number | undefined;
  readonly at: number;
}

/** Runs the steps and checks, after each, what must hold whatever came before. */
const run = async (history: readonly Step[], maxAgeMillis: number): Promise<void> => {
  const time = handClock();
  const { load, loads } = handLoader<number>();
  /** When each load started, and when the value of each was asked for: by its number. */
  const startedAt: number[] = [];
  const readAt = new Map<number, number>();
  const ended: Ended[] = [];
  let served: number | undefined;
  let heardAt = 0;
  let refusedAt = -Infinity;
  const now = (): number => time.clock().now;
  const isYoung = (value: number, at = now()): boolean =>
    at - (readAt.get(value) ?? -Infinity) < maxAgeMillis;
  const source = cachedSource({
    load: (signal) => {
      startedAt.push(now());
      return load(signal);
    },
    ttlMillis,
    maxAgeMillis,
    clock: time.clock,
    later: time.later,
    onLoad: (event) => {
      heardAt = now() - (event.outcome === 'failed' ? 0 : event.ageMillis);
      if (event.outcome === 'failed') refusedAt = now();
    },
  });
  const open = () => loads.filter((one) => one.isOpen());
  let next = 0;

  for (const step of history) {
    const before = loads.length;
    const mustWait = served === undefined || !isYoung(served);
    const wasPaused = mustWait && now() - refusedAt < 1_000;
    if (step.do === 'request') {
      const isSilent = now() - heardAt > silenceMillis;
      const heldBefore = served;
      const answer = source();
      answer.then(
        (value) => ended.push({ outcome: { value }, heldBefore, held: served, at: now() }),
        () => ended.push({ outcome: 'refused', heldBefore, held: served, at: now() }),
      );
      const outcome = await outcomeOf(answer);
      if (mustWait) expect(outcome).not.toHaveProperty('value');
      else if (!isSilent) expect(outcome).toStrictEqual({ value: served });
      else expect(outcome === 'waiting' || 'value' in outcome).toBe(true);
      // One load at most comes of one request, and none while a place in trouble is let alone.
      expect(loads.length - before).toBeLessThanOrEqual(wasPaused ? 0 : 1);
      if (mustWait && !wasPaused) expect(open()).toHaveLength(1);
    } else {
      if (step.do === 'pass') await time.pass(step.millis);
      if (step.do === 'freeze') await time.freeze(step.millis);
      if (step.do === 'freeze with a running clock') await time.freeze(step.millis, 'goes on');
      const [running] = open();
      if (step.do === 'succeed' && running !== undefined) {
        next += 1;
        served = next;
        readAt.set(next, startedAt[loads.indexOf(running)] ?? -Infinity);
        await running.succeed(next);
      }
      if (step.do === 'fail') await running?.fail(new Error('refused'));
      // Time and answers start nothing: only a request does.
      expect(loads).toHaveLength(before);
    }
    expect(open().length).toBeLessThanOrEqual(1);
    expect(time.waiting()).toBe(open().length);
  }

  for (const { outcome, heldBefore, held, at } of ended) {
    // Refused is a request only where nothing young enough is held.
    if (outcome === 'refused') expect(held === undefined || !isYoung(held, at)).toBe(true);
    // Served is what is held, and past its age only to those who waited for that very value.
    else {
      expect(outcome.value).toBe(held);
      expect(isYoung(outcome.value, at) || outcome.value !== heldBefore).toBe(true);
    }
  }

  // Whatever happened, a place that is well again is heard of, and at once.
  await time.freeze(2 * silenceMillis);
  const request = source();
  await settled();
  await open()[0]?.succeed(-1);
  expect(await request).toBe(-1);
};

describe('whatever happens, in whatever order', () => {
  it('one load at most is under way, a value once read is served until its age is reached, and the source recovers', async () => {
    await fc.assert(fc.asyncProperty(steps, maxAges, run), { numRuns: 600 });
  }, 60_000);
});
