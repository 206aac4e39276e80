import type { Command } from 'commander';
import { commandLine } from '../command-line.ts';
import { addCheckCommand } from './commands/check.ts';
import { addDiffCommand } from './commands/diff.ts';
import { addExplainCommand } from './commands/explain.ts';
import { addReportCommand } from './commands/report.ts';
import { addTestCommand } from './commands/test.ts';

/** The policy owner's command line: each command adds itself to it. */
export const policyProgram = (): Command => {
  const program = commandLine(
    'npm run policy --',
    'What the owner of a policy runs before it is deployed. It needs neither AWS nor a network.',
  );
  addCheckCommand(program);
  addExplainCommand(program);
  addTestCommand(program);
  addReportCommand(program);
  addDiffCommand(program);
  return program;
};
