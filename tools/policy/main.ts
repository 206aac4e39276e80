/**
 * What the owner of a policy runs before it is deployed: `check` says what is wrong with a document,
 * `explain` what the proxy would make of a request. Neither needs AWS or a network.
 */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parsePolicy } from '../../src/policy-source/parse-policy.ts';
import { type Command, readArguments, usage, UsageError } from './arguments.ts';
import { checkPolicyText, findingLines, findingsDocument, isFaulty } from './check.ts';
import { compilePolicy } from '../../src/policy/compile.ts';
import { explainRequest, explanationDocument } from './explain.ts';
import { explanationLines } from './explanation-text.ts';
import { plain } from './terminal.ts';

/** What the command was given cannot be read; the message is one sentence. */
class InputError extends Error {
  override readonly name = 'InputError';
}

const print = (lines: readonly string[]): void => {
  process.stdout.write(`${lines.join('\n')}\n`);
};

const printJson = (document: object): void => {
  print([JSON.stringify(document, undefined, 2)]);
};

const readPolicy = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new InputError(`The policy "${file}" cannot be read: ${reasonOf(error)}.`);
  }
};

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  ENOTDIR: 'there is no such file',
  EACCES: 'access is denied',
};

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return reasons[code] ?? error.message;
};

const readBody = async (): Promise<string> => {
  const hint = 'Give it on standard input, for example < events/smallest.json';
  if (process.stdin.isTTY) throw new InputError(`The request body is missing. ${hint}.`);
  const content = await text(process.stdin);
  if (content.trim() === '') throw new InputError(`The request body is empty. ${hint}.`);
  return content;
};

const check = async ({ file, json }: Extract<Command, { command: 'check' }>): Promise<number> => {
  const findings = checkPolicyText(await readPolicy(file));
  if (json) printJson(findingsDocument(file, findings));
  else print(findingLines(file, findings));
  return isFaulty(findings) ? 1 : 0;
};

const explain = async (command: Extract<Command, { command: 'explain' }>): Promise<number> => {
  const { file, json, caller, requestTime } = command;
  const facts = { caller, requestTime };
  const content = await readPolicy(file);
  const body = await readBody();
  const { policy } = parsePolicy(content);
  if (policy === undefined) {
    const faults = checkPolicyText(content).filter(({ severity }) => severity === 'fault');
    if (json) printJson({ ...facts, status: 503, code: 'policy-unavailable', faults });
    else {
      print([
        'Refused: the policy is invalid, and nothing is created under a policy that does not load.',
        '',
        ...findingLines(file, faults),
      ]);
    }
    return 1;
  }
  const explanation = await explainRequest(compilePolicy(policy), facts, body);
  if (json) printJson(explanationDocument(explanation, facts));
  else print(explanationLines(explanation, facts));
  return explanation.answer.status === 200 ? 0 : 1;
};

const run = async (args: readonly string[]): Promise<number> => {
  try {
    const command = readArguments(args);
    switch (command.command) {
      case 'help':
        process.stdout.write(usage);
        return 0;
      case 'check':
        return await check(command);
      case 'explain':
        return await explain(command);
    }
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof InputError)) throw error;
    const help = error instanceof UsageError ? `\n\n${usage.trimEnd()}` : '';
    process.stderr.write(`${plain(error.message)}${help}\n`);
    return 2;
  }
};

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = await run(process.argv.slice(2));
