import type { Command } from 'commander';
import { loadPolicy, refuseInput } from '../checked-input.ts';
import { readInput } from '../input.ts';
import { readTime } from '../moment.ts';
import { readPipelineFile } from '../report/pipeline-file.ts';
import { reportOf } from '../report/report.ts';
import { reportDocument, reportLines } from '../report/report-text.ts';
import { print } from '../terminal.ts';

interface ReportOptions {
  readonly requestTime?: string;
  readonly json?: true;
}

/** `report`: which of the pipelines that exist a policy would refuse or create otherwise. */
export const addReportCommand = (program: Command): void => {
  program
    .command('report')
    .description('Says which pipelines that exist the policy would refuse, or create otherwise.')
    .argument('<file>', 'the policy, for example policy/organization-policy.json')
    .argument('<pipelines...>', 'the output of "aws imagebuilder list-image-pipelines", all pages')
    .option(
      '--request-time <time>',
      'when they would be created, for example 2027-01-15; left out, now',
      readTime,
    )
    .option('--json', 'JSON for programs')
    .addHelpText('after', '\nExit code: 0 if none would be refused, 1 if one would.')
    .action(report);
};

const report = async (
  file: string,
  pipelineFiles: readonly string[],
  { requestTime = new Date().toISOString(), json }: ReportOptions,
): Promise<void> => {
  const loaded = await loadPolicy(file);
  const read = await Promise.all(
    pipelineFiles.map(async (path) => ({
      file: path,
      ...readPipelineFile(await readInput('list of pipelines', path)),
    })),
  );
  if (refuseInput([loaded, ...read], json) || loaded.policy === undefined) return;
  const { policy } = loaded.policy;
  const pipelines = read.flatMap((one) => one.pipelines);
  const made = await reportOf(policy, pipelines, requestTime);
  print(json === true ? reportDocument(made) : reportLines(policy, made));
  process.exitCode = made.refused.length > 0 ? 1 : 0;
};
