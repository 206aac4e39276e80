import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { patternsOfSource, type FoundPattern } from '../support/chaos-patterns.ts';

/** A quarter of the largest body: what goes through it in no time at this length has no catastrophe in it. */
const longest = 64 * 1024;

/** Patterns that never see more than this many characters, each by what bounds them. */
const bounded: readonly (readonly [place: RegExp, characters: number])[] = [
  // What is cut before it is looked at.
  [/\/redact\.ts/, 4_000],
  [/^src\/http\/upstream-problem\.ts/, 2_000],
];

// What is linear takes milliseconds; what is not would take minutes.
const killAfterMillis = 20_000;

describe('Every regular expression', () => {
  let worker: Worker | undefined;
  afterAll(async () => {
    await worker?.terminate();
  });

  const run = async (
    { source, flags }: FoundPattern,
    length: number,
    patience = killAfterMillis,
  ): Promise<number> => {
    worker ??= new Worker(new URL('../support/chaos-pattern-worker.ts', import.meta.url));
    const used = worker;
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    used.once('message', resolve);
    used.once('error', reject);
    const timer = setTimeout(() => {
      worker = undefined;
      reject(new Error(`/${source}/${flags} was still busy and was ended.`));
      void used.terminate();
    }, patience);
    used.postMessage({ source, flags, length });
    return promise.finally(() => {
      clearTimeout(timer);
      used.removeAllListeners('message').removeAllListeners('error');
    });
  };

  it.each(patternsOfSource().map((pattern) => [pattern.place, pattern.source, pattern] as const))(
    'of %s comes to an end on the worst text: %s',
    async (place, _, pattern) => {
      const [, length = longest] = bounded.find(([where]) => where.test(place)) ?? [];
      expect(await run(pattern, length)).toBeGreaterThanOrEqual(0);
    },
    60_000,
  );

  it('that goes back again and again is found out', async () => {
    const place = 'example';
    const attempt = run({ source: '=+$', flags: '', place }, longest, 1_000);
    await expect(attempt).rejects.toThrow('still busy');
  });
});
