import type { Command } from 'commander';
import { loadPolicy, refuseInput } from '../checked-input.ts';
import { diffOf } from '../diff/diff.ts';
import { diffDocument, diffLines } from '../diff/diff-text.ts';
import { readRequestFile, withDistinctNames } from '../diff/request-file.ts';
import { readInput } from '../input.ts';
import { readTime } from '../moment.ts';
import { print } from '../terminal.ts';

interface DiffOptions {
  readonly looser: boolean;
  readonly requestTime?: string;
  readonly json?: true;
}

/** `diff`: which requests become something else under a new policy. */
export const addDiffCommand = (program: Command): void => {
  program
    .command('diff')
    .description('Says which requests another policy refuses, creates, or creates otherwise.')
    .argument('<old>', 'the policy as it is')
    .argument('<new>', 'the policy as it is to be')
    .argument(
      '<requests...>',
      'JSON lines of requests with their callers, test files, or the output of "aws imagebuilder list-image-pipelines"',
    )
    .option('--no-looser', 'fail only where something is now created that was refused')
    .option(
      '--request-time <time>',
      'when requests come that do not say when; left out, now',
      readTime,
    )
    .option('--json', 'JSON for programs')
    .addHelpText('after', '\nExit code: 0 if nothing differs, 1 if something does.')
    .action(diff);
};

const diff = async (
  oldFile: string,
  newFile: string,
  requestFiles: readonly string[],
  { looser, requestTime = new Date().toISOString(), json }: DiffOptions,
): Promise<void> => {
  const [old, now] = [await loadPolicy(oldFile), await loadPolicy(newFile)];
  const read = await Promise.all(
    requestFiles.map(async (path) => ({
      file: path,
      ...readRequestFile(path, await readInput('file of requests', path)),
    })),
  );
  if (refuseInput([old, now, ...read], json)) return;
  if (old.policy === undefined || now.policy === undefined) return;
  const requests = withDistinctNames(read.flatMap((one) => one.requests));
  const made = await diffOf(old.policy, now.policy, requests, requestTime);
  print(
    json === true ? diffDocument(made) : diffLines([old.policy.policy, now.policy.policy], made),
  );
  const differs = made.nowRefused.length + made.otherwise.length > 0;
  process.exitCode = made.nowCreated.length > 0 || (looser && differs) ? 1 : 0;
};
