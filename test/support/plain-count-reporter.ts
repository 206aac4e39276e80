import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';

/**
 * Ends a run with one line that a script can read: `N passed, N failed`.
 *
 * A file that could not be collected and an error outside of any test count as failed, and so does
 * a run that was interrupted or that found no test at all: the line never looks better than the run.
 */
export default class PlainCountReporter implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly unknown[],
    reason: TestRunEndReason,
  ): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    let skipped = 0;
    for (const module of modules) {
      failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        else if (state === 'skipped') skipped += 1;
        else failed += 1;
      }
      for (const suite of module.children.allSuites()) failed += suite.errors().length;
    }
    if (reason !== 'passed' && failed === 0) failed = 1;
    if (passed + failed === 0) failed = 1;
    const counts = `${passed} passed, ${failed} failed`;
    process.stdout.write(`\n${counts}${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  }
}
