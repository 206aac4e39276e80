import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { cachedSource, type LoadEvent } from '../../../src/policy-source/cached-source.ts';
import { handClock, handLoader, outcomeOf, settled } from './hand-driven.ts';

const minute = 60_000;

interface Limits {
  readonly ttlMillis?: number;
  readonly maxAgeMillis?: number;
}

/** A source of texts with a time to live of a minute. */
const opened = ({ ttlMillis = minute, maxAgeMillis }: Limits = {}) => {
  const time = handClock();
  const { load, loads, last } = handLoader<string>();
  const events: LoadEvent<string>[] = [];
  const source = cachedSource({
    load,
    ttlMillis,
    ...(maxAgeMillis !== undefined && { maxAgeMillis }),
    clock: time.clock,
    later: time.later,
    onLoad: (event) => events.push(event),
  });
  return { source, time, loads, last, events };
};

/** One that holds the value `first`. */
const holding = async (options?: Limits) => {
  const all = opened(options);
  const request = all.source();
  await settled();
  await all.last().succeed('first');
  await request;
  return all;
};

describe('the first value', () => {
  it('is waited for by every request, in one load', async () => {
    const { source, loads, last } = opened();
    const requests = [source(), source(), source()];
    await settled();
    expect(loads).toHaveLength(1);
    expect(await outcomeOf(Promise.all(requests))).toBe('waiting');
    await last().succeed('first');
    expect(await Promise.all(requests)).toStrictEqual(['first', 'first', 'first']);
  });

  it('is waited for no longer than 3 s, however deaf the load is', async () => {
    const { source, time, last } = opened();
    const request = source();
    await settled();
    await time.pass(2_999);
    expect(await outcomeOf(request)).toBe('waiting');
    await time.pass(1);
    expect(await outcomeOf(request)).toMatchObject({
      error: { message: 'It did not answer within 3 s.' },
    });
    expect(last().signal.aborted).toBe(true);
  });

  it('that cannot be loaded refuses all who wait, and is tried again at the next request', async () => {
    const { source, time, loads, last } = opened();
    const error = new Error('refused');
    const waiting = [source(), source()].map((request) => request.catch((e: unknown) => e));
    await settled();
    await last().fail(error);
    expect(await Promise.all(waiting)).toStrictEqual([error, error]);
    await time.pass(1_000);
    const again = source();
    await settled();
    expect(loads).toHaveLength(2);
    await last().succeed('first');
    expect(await again).toBe('first');
  });

  it('that cannot be loaded is asked for once a second, however many ask', async () => {
    const { source, time, loads, last } = opened();
    const error = new Error('refused');
    for (let second = 1; second <= 5; second += 1) {
      for (let step = 0; step < 10; step += 1) {
        const request = source().catch((refusal: unknown) => refusal);
        await settled();
        if (last().isOpen()) await last().fail(error);
        expect(await request).toBe(error);
        await time.pass(100);
      }
      expect(loads).toHaveLength(second);
    }
  });

  it('is asked for by a request alone: nothing runs while none comes', async () => {
    const { time, loads, source, last } = opened();
    await time.pass(60 * minute);
    expect(loads).toHaveLength(0);
    void source();
    await settled();
    await last().succeed('first');
    expect(time.waiting()).toBe(0);
    await time.pass(60 * minute);
    expect(loads).toHaveLength(1);
  });

  it('that fails as soon as it is asked for fails like any other', async () => {
    const source = cachedSource<string>({
      ttlMillis: minute,
      load: () => {
        throw new Error('no client');
      },
    });
    await expect(source()).rejects.toThrow('no client');
  });
});

describe('a value that is held', () => {
  it('answers without a load until its time to live has passed', async () => {
    const { source, time, loads } = await holding();
    await time.pass(minute);
    expect(await source()).toBe('first');
    expect(loads).toHaveLength(1);
    await time.pass(1);
    expect(await source()).toBe('first');
    await settled();
    expect(loads).toHaveLength(2);
  });

  it('answers at once while one load runs beside, and is replaced when that is done', async () => {
    const { source, time, loads, last, events } = await holding();
    await time.pass(minute + 1);
    for (let index = 0; index < 20; index += 1) {
      expect(await outcomeOf(source())).toStrictEqual({ value: 'first' });
      await time.pass(100);
    }
    expect(loads).toHaveLength(2);
    await last().succeed('second');
    expect(await source()).toBe('second');
    expect(events).toStrictEqual([
      { outcome: 'loaded', value: 'first', ageMillis: 0 },
      { outcome: 'loaded', value: 'second', ageMillis: 2_000 },
    ]);
  });

  it('is as old as the question it came from', async () => {
    const { source, time, loads, last } = opened();
    const request = source();
    await time.pass(2_000);
    await last().succeed('first');
    await request;
    await time.pass(minute - 2_000);
    await source();
    expect(loads).toHaveLength(1);
    await time.pass(1);
    await source();
    await settled();
    expect(loads).toHaveLength(2);
  });

  it('that did not change is said not to have', async () => {
    const { source, time, last, events } = await holding();
    await time.pass(minute + 1);
    await source();
    await settled();
    await last().succeed('first');
    expect(events.at(-1)).toStrictEqual({ outcome: 'unchanged', value: 'first', ageMillis: 0 });
    await time.pass(minute);
    await source();
    expect(events).toHaveLength(2);
  });

  it('without a greatest age goes on being served while loads fail, each of them told with its age', async () => {
    const { source, time, loads, last, events } = await holding();
    const error = new Error('throttled');
    for (let second = 1; second <= 24 * 60 * 60; second += 20) {
      await time.pass(20_000);
      expect(await outcomeOf(source())).toStrictEqual({ value: 'first' });
      if (last().isOpen()) await last().fail(error);
    }
    expect(loads.length).toBeGreaterThan(24 * 40);
    expect(loads.length).toBeLessThan(24 * 60 + 2);
    expect(events[1]).toStrictEqual({ outcome: 'failed', error, ageMillis: 80_000 });
    expect(events.at(-1)).toMatchObject({ outcome: 'failed', ageMillis: 24 * 60 * minute });
  }, 20_000);

  it('is replaced by the first load that succeeds again', async () => {
    const { source, time, last, events } = await holding();
    await time.pass(minute + 1);
    await source();
    await settled();
    await last().fail(new Error('throttled'));
    await time.pass(minute);
    await source();
    expect(events).toHaveLength(2);
    await time.pass(1);
    await source();
    await settled();
    await last().succeed('second');
    expect(await source()).toBe('second');
    await time.pass(minute);
    expect(events.map(({ outcome }) => outcome)).toStrictEqual(['loaded', 'failed', 'loaded']);
  });

  it.each([
    { ttlMillis: 2_000, pause: 2_000 },
    { ttlMillis: minute, pause: minute },
    { ttlMillis: 60 * minute, pause: minute },
  ])('of $ttlMillis ms is tried again $pause ms after a failure', async ({ ttlMillis, pause }) => {
    const { source, time, loads, last } = await holding({ ttlMillis });
    await time.pass(ttlMillis + 1);
    await source();
    await settled();
    await last().fail(new Error('throttled'));
    await time.pass(pause);
    await source();
    await settled();
    expect(loads).toHaveLength(2);
    await time.pass(1);
    await source();
    await settled();
    expect(loads).toHaveLength(3);
  });

  it('is not held up by a load that never ends: that fails after 3 s', async () => {
    const { source, time, last, events } = await holding();
    await time.pass(minute + 1);
    expect(await outcomeOf(source())).toStrictEqual({ value: 'first' });
    await time.pass(3_000);
    expect(last().signal.aborted).toBe(true);
    expect(events.at(-1)).toMatchObject({ outcome: 'failed', ageMillis: minute + 3_001 });
    await last().succeed('too late');
    expect(await source()).toBe('first');
  });

  it('is served though whoever is told of it throws', async () => {
    const source = cachedSource({
      load: () => Promise.resolve('first'),
      ttlMillis: minute,
      onLoad: () => {
        throw new Error('no metrics today');
      },
    });
    expect(await source()).toBe('first');
    expect(await source()).toBe('first');
  });

  it.each([
    { what: 'the monotonic clock stands still', monotonic: 'stands still', back: 0 },
    { what: 'the system clock is set back', monotonic: 'goes on', back: -60 * minute },
  ] as const)('grows old though $what', async ({ monotonic, back }) => {
    const { source, time, loads } = await holding();
    time.setNow(back);
    await time.freeze(minute + 1, monotonic);
    await source();
    await settled();
    expect(loads).toHaveLength(2);
  });
});

describe('a load that was frozen with its environment', () => {
  it.each(['stands still', 'goes on'] as const)(
    'delays no request after the thaw, where the monotonic clock %s',
    async (monotonic) => {
      const { source, time, loads, last, events } = await holding();
      await time.pass(minute + 1);
      await source();
      await settled();
      const frozen = last();
      await time.freeze(5 * minute, monotonic);
      expect(await outcomeOf(source())).toStrictEqual({ value: 'first' });
      expect(frozen.signal.aborted).toBe(true);
      expect(loads).toHaveLength(3);
      await last().succeed('third');
      await frozen.succeed('second');
      expect(await source()).toBe('third');
      expect(events.map(({ outcome }) => outcome)).toStrictEqual(['loaded', 'loaded']);
    },
  );

  it('and comes back broken is no failure of the source', async () => {
    const { source, time, last, loads, events } = await holding();
    await time.pass(minute + 1);
    await source();
    await settled();
    await time.freeze(minute);
    await last().fail(new Error('ECONNRESET'));
    expect(events).toHaveLength(1);
    await source();
    await settled();
    expect(loads).toHaveLength(3);
  });

  it('and comes back by itself is taken, as old as its question', async () => {
    const { source, time, last, loads } = await holding();
    await time.pass(minute + 1);
    await source();
    await settled();
    await time.freeze(2 * minute);
    await last().succeed('second');
    expect(await source()).toBe('second');
    await settled();
    expect(loads).toHaveLength(3);
  });

  it('before there is any value is started again by the first request', async () => {
    const { source, time, last, loads } = opened();
    const early = outcomeOf(source());
    await early;
    await time.freeze(60 * minute);
    const request = source();
    await settled();
    expect(loads).toHaveLength(2);
    await last().succeed('first');
    expect(await request).toBe('first');
  });
});

describe('after ten times to live without any news', () => {
  it('a request waits for the load, and gets what it brings', async () => {
    const { source, time, last } = await holding();
    await time.freeze(10 * minute + 1);
    const request = source();
    expect(await outcomeOf(request)).toBe('waiting');
    await last().succeed('second');
    expect(await request).toBe('second');
  });

  it('a request is answered from before all the same when the load fails, and the next does not wait', async () => {
    const { source, time, last } = await holding();
    await time.freeze(10 * minute + 1);
    const request = source();
    await settled();
    await last().fail(new Error('throttled'));
    expect(await request).toBe('first');
    await time.pass(minute + 1);
    expect(await outcomeOf(source())).toStrictEqual({ value: 'first' });
    expect(last().isOpen()).toBe(true);
  });

  it('a request waits no longer than 3 s', async () => {
    const { source, time } = await holding();
    await time.freeze(10 * minute + 1);
    const request = source();
    await settled();
    await time.pass(3_000);
    expect(await outcomeOf(request)).toStrictEqual({ value: 'first' });
  });

  it('no request waits before, nor within a minute where the time to live is short', async () => {
    const { source, time } = await holding();
    await time.freeze(10 * minute);
    expect(await outcomeOf(source())).toStrictEqual({ value: 'first' });
    const short = await holding({ ttlMillis: 1_000 });
    await short.time.freeze(minute);
    expect(await outcomeOf(short.source())).toStrictEqual({ value: 'first' });
  });

  it('refreshes that are frozen again and again do not keep an old value alive', async () => {
    const { source, time, last } = await holding();
    let waited = 0;
    for (let request = 0; request < 30; request += 1) {
      await time.freeze(minute + 5_000);
      const answer = source();
      if ((await outcomeOf(answer)) !== 'waiting') continue;
      waited += 1;
      await last().succeed(`read at ${request}`);
    }
    expect(waited).toBe(3);
  });
});

describe('a value that has reached its greatest age', () => {
  const limits = { ttlMillis: 1_000, maxAgeMillis: 4_000 };
  const error = new Error('throttled');

  /** A request, and what became of it once the load that it started, if any, has failed. */
  const refusedBy = async ({ source, last }: Awaited<ReturnType<typeof holding>>) => {
    const request = source();
    request.catch(() => undefined);
    await settled();
    if (last().isOpen()) await last().fail(error);
    return outcomeOf(request);
  };

  it.each([4_000, 5_000])('of %d ms is served until then, and not after', async (maxAgeMillis) => {
    const all = await holding({ ...limits, maxAgeMillis });
    for (let age = 500; age < maxAgeMillis; age += 500) {
      await all.time.pass(500);
      expect(await refusedBy(all)).toStrictEqual({ value: 'first' });
    }
    await all.time.pass(499);
    expect(await refusedBy(all)).toStrictEqual({ value: 'first' });
    for (let again = 0; again < 20; again += 1) {
      await all.time.pass(again === 0 ? 1 : 500);
      expect(await refusedBy(all)).toStrictEqual({ error });
    }
  });

  it('is refused after 3 s where the load hangs, and meanwhile a second long at once', async () => {
    const { source, time, loads } = await holding(limits);
    await time.pass(4_000);
    const request = source();
    expect(await outcomeOf(request)).toBe('waiting');
    await time.pass(3_000);
    const refusal = { error: { message: 'It did not answer within 3 s.' } };
    expect(await outcomeOf(request)).toMatchObject(refusal);
    await time.pass(999);
    expect(await outcomeOf(source())).toMatchObject(refusal);
    expect(loads).toHaveLength(2);
    await time.pass(1);
    expect(await outcomeOf(source())).toBe('waiting');
  });

  it('is served again by the first load that succeeds, asked for once a second', async () => {
    const all = await holding(limits);
    await all.time.pass(4_000);
    await refusedBy(all);
    await all.time.pass(1_000);
    const request = all.source();
    await settled();
    await all.last().succeed('second');
    expect(await request).toBe('second');
    await all.time.pass(1_000);
    expect(await outcomeOf(all.source())).toStrictEqual({ value: 'second' });
  });

  it('is not reached by a value that does not change while it can be read', async () => {
    const { source, time, last } = await holding(limits);
    for (let second = 0; second < 60; second += 1) {
      await time.pass(1_001);
      expect(await outcomeOf(source())).toStrictEqual({ value: 'first' });
      if (last().isOpen()) await last().succeed('first');
    }
  });

  it.each(['passed awake', 'stands still', 'goes on'] as const)(
    'while nobody asked is read again by the first request, which waits and is served (time %s)',
    async (how) => {
      const { source, time, last } = await holding(limits);
      if (how === 'passed awake') await time.pass(60 * minute);
      else await time.freeze(60 * minute, how);
      const request = source();
      expect(await outcomeOf(request)).toBe('waiting');
      await last().succeed('first');
      expect(await request).toBe('first');
    },
  );

  it('is served to those who waited for it, however slow its load', async () => {
    const { source, time, last } = await holding({ ...limits, maxAgeMillis: 2_000 });
    await time.pass(60 * minute);
    const request = source();
    await time.pass(2_900);
    await last().succeed('second');
    expect(await request).toBe('second');
  });

  it('while a request waited for news is not served to it', async () => {
    const { source, time, last } = await holding({ ttlMillis: minute, maxAgeMillis: 12 * minute });
    await time.pass(12 * minute - 1_000);
    const request = source();
    expect(await outcomeOf(request)).toBe('waiting');
    await time.pass(1_000);
    await last().fail(error);
    expect(await outcomeOf(request)).toStrictEqual({ error });
  });

  it('is counted from when it was read, where that is before its load', async () => {
    const time = handClock();
    const readAt = time.clock();
    let loads = 0;
    const events: LoadEvent<string>[] = [];
    const source = cachedSource({
      ...limits,
      load: () => {
        loads += 1;
        return loads < 5 ? Promise.resolve('first') : Promise.reject(error);
      },
      readAt: () => readAt,
      onLoad: (event) => events.push(event),
      clock: time.clock,
      later: time.later,
    });
    await source();
    for (let load = 2; load < 5; load += 1) {
      await time.pass(1_100);
      expect(await source()).toBe('first');
      await settled();
      // It is asked for again after its time to live, not at each request.
      expect(await source()).toBe('first');
      await settled();
      expect(events.at(-1)).toMatchObject({ ageMillis: (load - 1) * 1_100 });
      expect(loads).toBe(load);
    }
    await time.pass(1_100);
    await expect(source()).rejects.toBe(error);
  });
});

describe('a failure of the request that started the load', () => {
  /** A source that is asked by somebody; a load for `eve` fails for her reasons alone. */
  const askedBySomebody = () => {
    const time = handClock();
    const { loads, load } = handLoader<string>();
    const startedFor: string[] = [];
    const events: LoadEvent<string>[] = [];
    const hers = new Error('Hers.');
    const source = cachedSource<string, [string]>({
      load: (signal, who) => {
        startedFor.push(who);
        return who === 'eve' ? Promise.reject(hers) : load(signal);
      },
      isAskers: (error) => error === hers,
      ttlMillis: minute,
      clock: time.clock,
      later: time.later,
      onLoad: (event) => events.push(event),
    });
    return { source, time, loads, startedFor, events, hers };
  };

  it('is its own: what waits for the same load starts one, without a pause, and nothing is told', async () => {
    const { source, loads, startedFor, events, hers } = askedBySomebody();
    const eve = outcomeOf(source('eve'));
    const [joe, ann] = [source('joe'), source('ann')];
    expect(await eve).toStrictEqual({ error: hers });
    await loads[0]?.succeed('first');
    expect(await Promise.all([joe, ann])).toStrictEqual(['first', 'first']);
    expect(startedFor).toEqual(['eve', 'joe']);
    expect(events).toMatchObject([{ outcome: 'loaded' }]);
  });

  it('takes no refresh from others, and no value from itself', async () => {
    const { source, time, loads, startedFor, events } = askedBySomebody();
    const first = source('joe');
    await settled();
    await loads[0]?.succeed('first');
    await first;
    await time.pass(minute + 1);
    expect(await source('eve')).toBe('first');
    await settled();
    expect(await source('joe')).toBe('first');
    await settled();
    await loads[1]?.succeed('second');
    expect(await source('eve')).toBe('second');
    expect(startedFor).toEqual(['joe', 'eve', 'joe']);
    expect(events.map(({ outcome }) => outcome)).toEqual(['loaded', 'loaded']);
  });
});

describe('the process', () => {
  it('is not kept from ending by a load that never does', async () => {
    const module = new URL('../../../src/policy-source/cached-source.ts', import.meta.url).href;
    const program = `
      import { cachedSource } from '${module}';
      const load = () => new Promise(() => {});
      const source = cachedSource({ load, ttlMillis: 1000, timeoutMillis: 3600000 });
      void source();
      console.log('started');`;
    const args = ['--input-type=module', '--eval', program];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 20_000 });
    expect(stdout).toBe('started\n');
  });
});
