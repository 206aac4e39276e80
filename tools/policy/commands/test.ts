import { type Command, InvalidArgumentError } from 'commander';
import { CommandError } from '../../command-line.ts';
import { loadPolicy, refuseInput } from '../checked-input.ts';
import { readInput, writeOutput } from '../input.ts';
import { print } from '../terminal.ts';
import { coverageOf } from '../test/coverage.ts';
import { junitOf } from '../test/junit.ts';
import { runTests } from '../test/run-tests.ts';
import { readTestFile } from '../test/test-file.ts';
import { hasPassed, isBelow, testDocument, testLines, type TestRun } from '../test/test-report.ts';

interface TestOptions {
  readonly coverage?: number;
  readonly junit?: string;
  readonly json?: true;
}

/** `test`: whether requests become what a policy's owner expects of them, and what no test of a policy used. */
export const addTestCommand = (program: Command): void => {
  program
    .command('test')
    .description(
      'Says which requests become something else than is expected, and what no test used.',
    )
    .argument('<file>', 'the policy, for example policy/organization-policy.json')
    .argument('<tests...>', 'its tests, for example policy/examples/local.tests.json')
    .option('--coverage <percent>', 'fail where less of the policy is used', readPercent)
    .option(
      '--junit <file>',
      'write JUnit XML for CI to a file; - is standard output, with nothing else',
    )
    .option('--json', 'JSON for programs')
    .addHelpText(
      'after',
      '\nExit code: 0 if all tests pass, 1 if one fails or less is used than asked for.',
    )
    .action(test);
};

const test = async (
  file: string,
  testFiles: readonly string[],
  { coverage: least, junit, json }: TestOptions,
): Promise<void> => {
  if (junit === '-' && json === true) {
    throw new CommandError('Standard output takes one of --json and --junit -.');
  }
  const loaded = await loadPolicy(file);
  const read = await Promise.all(
    testFiles.map(async (path) => ({
      file: path,
      ...readTestFile(await readInput('test file', path)),
    })),
  );
  if (refuseInput([loaded, ...read], json) || loaded.policy === undefined) return;
  const { policy } = loaded;
  const now = new Date().toISOString();
  const results = [];
  for (const { file: path, tests } of read)
    results.push(...(await runTests(policy, path, tests, now)));
  const coverage = coverageOf(
    policy.policy,
    results.map(({ run }) => run),
  );
  const run: TestRun = { results, coverage, ...(least !== undefined && { least }) };
  if (junit !== undefined && junit !== '-') await writeOutput(junit, junitOf(run));
  if (junit === '-') process.stdout.write(junitOf(run));
  else print(json === true ? testDocument(run) : testLines(run));
  process.exitCode = results.every(hasPassed) && !isBelow(run) ? 0 : 1;
};

const readPercent = (text: string): number => {
  if (/^\d{1,3}$/.test(text) && Number(text) <= 100) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 0 to 100.');
};
