import type { Command } from 'commander';
import { checkPolicyText } from '../check/check-text.ts';
import { passes } from '../check/diagnostic.ts';
import { diagnosticLines, diagnosticsDocument } from '../diagnostics-text.ts';
import { readPolicy } from '../input.ts';
import { print } from '../terminal.ts';

/** `check`: what is wrong with a policy, and what its owner should know of it. */
export const addCheckCommand = (program: Command): void => {
  program
    .command('check')
    .description('Says what is wrong with a policy, and what its owner should know of it.')
    .argument('<file>', 'the policy, for example policy/organization-policy.json')
    .option('--strict', 'exit with 1 where there is a warning, too')
    .option('--json', 'JSON for programs')
    .addHelpText('after', '\nExit code: 0 without an error, 1 with one.')
    .action(async (file: string, { json, strict }: { json?: true; strict?: true }) => {
      const diagnostics = checkPolicyText(await readPolicy(file));
      print(
        json === true ? diagnosticsDocument(file, diagnostics) : diagnosticLines(file, diagnostics),
      );
      process.exitCode = passes(diagnostics, strict === true) ? 0 : 1;
    });
};
