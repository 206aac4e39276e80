import { type Command, InvalidArgumentError } from 'commander';
import { compilePolicy } from '../../../src/policy/compile.ts';
import type { Caller } from '../../../src/policy/document.ts';
import { revisionOf } from '../../../src/policy-source/checked-at-build.ts';
import { parsePolicy } from '../../../src/policy-source/parse-policy.ts';
import { callerForms, callerFrom, isCallerId } from '../caller.ts';
import { checkPolicyText } from '../check/check-text.ts';
import { diagnosticLines } from '../diagnostics-text.ts';
import { explainRequest, explanationDocument } from '../explain.ts';
import { explanationLines } from '../explanation-text.ts';
import { readBody, readPolicy } from '../input.ts';
import { readTime } from '../moment.ts';
import { print } from '../terminal.ts';

/** The options of `explain`, read. */
export interface ExplainOptions {
  readonly caller?: string;
  readonly account?: string;
  readonly group?: readonly string[];
  readonly requestTime?: string;
  readonly json?: true;
}

/** `explain`: what the proxy would make of a request, and why. */
export const addExplainCommand = (program: Command): void => {
  program
    .command('explain')
    .description(
      'Says what the proxy would make of a request, and why. The body is read from standard input.',
    )
    .argument('<file>', 'the policy, for example policy/organization-policy.json')
    .option(
      '--caller <arn>',
      'the ARN of the caller, jwt: and the subject of its token, or bot: and the name of a bot, with its user behind a slash; left out, or anonymous, nobody that is known',
      readCaller,
    )
    .option('--account <id>', "the caller's account; left out, the one in its ARN", readAccount)
    .option(
      '--group <name>',
      "a group that the caller's token or its bot names; may be repeated",
      addGroup,
    )
    .option(
      '--request-time <time>',
      'when the request comes, for example 2026-08-01T12:00:00Z; left out, now',
      readTime,
    )
    .option('--json', 'JSON for programs')
    .addHelpText(
      'after',
      '\nExit code: 0 if it would create the image pipeline, 1 if it would refuse.',
    )
    .action(explain);
};

const explain = async (file: string, options: ExplainOptions): Promise<void> => {
  const text = await readPolicy(file);
  const body = await readBody();
  const { policy } = parsePolicy(text);
  const facts = {
    caller: callerOf(options),
    requestTime: options.requestTime ?? new Date().toISOString(),
  };
  if (policy === undefined) {
    const diagnostics = checkPolicyText(text).filter(({ severity }) => severity === 'error');
    print(
      options.json === true
        ? { ...facts, status: 503, code: 'policy-unavailable', diagnostics }
        : [
            'Refused: the policy is invalid, and nothing is created under a policy that does not load.',
            '',
            ...diagnosticLines(file, diagnostics),
          ],
    );
    process.exitCode = 1;
    return;
  }
  const explanation = await explainRequest(compilePolicy(policy, revisionOf(text)), facts, body);
  print(
    options.json === true
      ? explanationDocument(explanation, facts)
      : explanationLines(explanation, facts),
  );
  process.exitCode = explanation.answer.status === 200 ? 0 : 1;
};

/** Who is asking, by the options. */
export const callerOf = ({ caller, account, group }: ExplainOptions): Caller =>
  callerFrom(caller, group, account);

const readCaller = (text: string): string => {
  if (isCallerId(text)) return text;
  throw new InvalidArgumentError(`It must be ${callerForms}.`);
};

const readAccount = (text: string): string => {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError(
    'It must be an account id of 12 digits, for example 111122223333.',
  );
};

const addGroup = (text: string, groups: readonly string[] = []): readonly string[] => {
  if (text === '') throw new InvalidArgumentError('It must be the name of a group.');
  return [...groups, text];
};
