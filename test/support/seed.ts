import fc from 'fast-check';

/**
 * One seed for every property test, so that the same commit is judged by the same cases each time.
 * `FC_SEED=random npm test` looks for new ones; a number repeats those of a failure.
 */
const asked = process.env['FC_SEED'] ?? '20261122';
if (asked !== 'random') fc.configureGlobal({ seed: Number(asked) });
