import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['./test/support/seed.ts'],
    reporters: ['default', './test/support/plain-count-reporter.ts'],
    testTimeout: 30_000,
    hookTimeout: 90_000,
    // One more than there are processors: many tests only wait for a process that they started.
    maxWorkers: availableParallelism() + 1,
  },
});
