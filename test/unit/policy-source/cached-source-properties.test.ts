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

/** Runs the steps and checks, after each, what must hold whatever came before. */
const run = async (history: readonly Step[]): Promise<void> => {
  const time = handClock();
  const { load, loads } = handLoader<number>();
  let served: number | undefined;
  let heardAt = 0;
  let refusedAt = -Infinity;
  const now = (): number => time.clock().now;
  const source = cachedSource({
    load,
    ttlMillis,
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
    const wasPaused = served === undefined && now() - refusedAt < 1_000;
    if (step.do === 'request') {
      const isSilent = now() - heardAt > silenceMillis;
      const answer = source();
      const outcome = await outcomeOf(answer);
      answer.catch(() => undefined);
      if (served === undefined) expect(outcome).not.toHaveProperty('value');
      else if (!isSilent) expect(outcome).toStrictEqual({ value: served });
      else expect(outcome === 'waiting' || 'value' in outcome).toBe(true);
      // One load at most comes of one request, and none while a place in trouble is let alone.
      expect(loads.length - before).toBeLessThanOrEqual(wasPaused ? 0 : 1);
    } else {
      if (step.do === 'pass') await time.pass(step.millis);
      if (step.do === 'freeze') await time.freeze(step.millis);
      if (step.do === 'freeze with a running clock') await time.freeze(step.millis, 'goes on');
      const [running] = open();
      if (step.do === 'succeed' && running !== undefined) {
        next += 1;
        await running.succeed(next);
        served = next;
      }
      if (step.do === 'fail') await running?.fail(new Error('refused'));
      // Time and answers start nothing: only a request does.
      expect(loads).toHaveLength(before);
    }
    expect(open().length).toBeLessThanOrEqual(1);
    expect(time.waiting()).toBe(open().length);
  }

  // Whatever happened, a place that is well again is heard of, and at once.
  await time.freeze(2 * silenceMillis);
  const request = source();
  await settled();
  await open()[0]?.succeed(-1);
  expect(await request).toBe(-1);
};

describe('whatever happens, in whatever order', () => {
  it('one load at most is under way, a value once read is served, and the source recovers', async () => {
    await fc.assert(fc.asyncProperty(steps, run), { numRuns: 300 });
  }, 30_000);
});
