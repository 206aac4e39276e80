import { defineConfig } from 'vitest/config';

/** The tests that mutants of the core, the policy and the Middy stack have to die in: `npm run mutation`. */
export default defineConfig({
  test: {
    include: [
      'test/unit/{core,policy,schema,http}/**/*.test.ts',
      'test/contract/{in-process,hostile-input}.test.ts',
    ],
    setupFiles: ['./test/support/seed.ts'],
    testTimeout: 30_000,
    hookTimeout: 90_000,
  },
});
