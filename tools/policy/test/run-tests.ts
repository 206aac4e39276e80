import type { Issue } from '../../../src/json/issue.ts';
import type { CompiledPolicy } from '../../../src/policy/compile.ts';
import { callerFrom } from '../caller.ts';
import { dryRun, errorsOf, issuesIn, type DryRun } from '../dry-run.ts';
import { differencesOf, type Difference } from './expectation.ts';
import type { CallerRequest, TestCase } from './test-case.ts';

/** What became of a test. */
export interface TestResult {
  readonly file: string;
  readonly name: string;
  readonly line: number;
  /** Nothing where it passed. */
  readonly differences: readonly Difference[];
  /** What stands against the request, and what its answer warns of. */
  readonly errors: readonly Issue[];
  readonly warnings: readonly Issue[];
  readonly run: DryRun;
}

/** What the function makes of a request of a caller. */
export const runRequest = (
  policy: CompiledPolicy,
  { caller, groups, requestTime, body }: CallerRequest,
  now: string,
): Promise<DryRun> =>
  dryRun(policy, { caller: callerFrom(caller, groups), requestTime: requestTime ?? now }, body);

/**
 * Runs the tests of a file.
 *
 * @param now - When requests come that do not say when.
 */
export const runTests = async (
  policy: CompiledPolicy,
  file: string,
  tests: readonly TestCase[],
  now: string,
): Promise<TestResult[]> => {
  const results: TestResult[] = [];
  for (const test of tests) {
    const run = await runRequest(policy, test, now);
    results.push({
      file,
      name: test.name,
      line: test.line,
      differences: differencesOf(policy.policy, test, run),
      errors: errorsOf(run),
      warnings: issuesIn(run.answer.document, 'warnings'),
      run,
    });
  }
  return results;
};
