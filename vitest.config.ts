import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['./test/support/seed.ts'],
    reporters: ['default', './test/support/plain-count-reporter.ts'],
    testTimeout: 30_000,
    hookTimeout: 90_000,
    // A thread starts in a third of the time that a process takes, and each file has one of its own.
    pool: 'threads',
    // One more than there are processors: many tests only wait for a process that they started.
    maxWorkers: availableParallelism() + 1,
  },
});
