import { parseArgs } from 'node:util';
import { suggest } from '../../src/json/suggest.ts';
import type { Caller } from '../../src/policy/document.ts';
import { accountOf } from './check/caller-forms.ts';

/** How the command is used. */
export const usage = `Usage:

  npm run policy -- check FILE [--json]
      Says what is wrong with a policy, and what its owner should know of it.
      Exit code: 0 without a fault, 1 with one.

  npm run policy -- explain FILE [--caller ARN] [--account ID] [--group NAME]...
                                 [--request-time ISO] [--json] < body.json
      Says what the proxy would make of a request, and why.
      Exit code: 0 if it would create the image pipeline, 1 if it would refuse.

  --caller        the ARN of the caller, or jwt: and the subject of its token;
                  left out, nobody vouches for the caller, as in a direct invocation
  --account       the caller's account; left out, the one in its ARN
  --group         a group that the caller's token names; may be repeated
  --request-time  when the request comes, for example 2026-08-01T12:00:00Z; left out, now
  --json          JSON for programs
`;

/** What somebody asked for. */
export type Command =
  | { readonly command: 'help' }
  | { readonly command: 'check'; readonly file: string; readonly json: boolean }
  | {
      readonly command: 'explain';
      readonly file: string;
      readonly json: boolean;
      readonly caller: Caller;
      readonly requestTime: string;
    };

/** The command was not used as it can be; the message is one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const options = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  caller: { type: 'string' },
  account: { type: 'string' },
  group: { type: 'string', multiple: true },
  'request-time': { type: 'string' },
} as const;
type OptionName = keyof typeof options;

const optionsOf: Readonly<Record<'check' | 'explain', readonly OptionName[]>> = {
  check: ['json'],
  explain: ['json', 'caller', 'account', 'group', 'request-time'],
};

/**
 * Reads the arguments of the command.
 *
 * @throws {@link UsageError} for the first one that cannot be meant.
 */
export const readArguments = (args: readonly string[]): Command => {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const [command, file, ...more] = positionals;
  if (values.help === true || (command === 'help' && file === undefined)) {
    return { command: 'help' };
  }
  if (command !== 'check' && command !== 'explain') throw unknownCommand(command);
  for (const token of tokens) {
    if (token.kind === 'option') refuseOption(command, token);
  }
  if (file === undefined) {
    throw new UsageError(`"${command}" needs a file, for example policy/organization-policy.json.`);
  }
  if (more.length > 0)
    throw new UsageError(`"${command}" takes one file, not also "${more.join('", "')}".`);
  const json = values.json === true;
  if (command === 'check') return { command, file, json };
  return {
    command,
    file,
    json,
    caller: readCaller(textOf(values.caller), textOf(values.account), values.group ?? []),
    requestTime: readTime(textOf(values['request-time'])),
  };
};

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

const unknownCommand = (command: string | undefined): UsageError => {
  if (command === undefined) return new UsageError('Say what to do: check or explain.');
  const meant = suggest(command, Object.keys(optionsOf));
  const help = meant === undefined ? 'There are check and explain.' : `Did you mean "${meant}"?`;
  return new UsageError(`"${command}" is not a command. ${help}`);
};

const refuseOption = (
  command: 'check' | 'explain',
  { name, rawName, value }: { name: string; rawName: string; value?: string | undefined },
): void => {
  const known = optionsOf[command];
  const option = known.find((each) => each === name);
  if (option === undefined) {
    const meant = suggest(name, known);
    const help =
      meant === undefined ? `It has --${known.join(', --')}.` : `Did you mean --${meant}?`;
    throw new UsageError(`"${command}" has no option ${rawName}. ${help}`);
  }
  const takesText = options[option].type === 'string';
  if (takesText && (value === undefined || value === '')) {
    throw new UsageError(`${rawName} needs a value.`);
  }
  if (!takesText && value !== undefined) throw new UsageError(`${rawName} takes no value.`);
};

const readCaller = (
  id: string | undefined,
  account: string | undefined,
  groups: readonly (string | boolean)[],
): Caller => {
  if (id !== undefined && !/^(?:arn:[^:]+:(?:iam|sts)::\d{12}:.+|jwt:.+)$/s.test(id)) {
    throw new UsageError(
      `--caller must be the ARN of an IAM caller, for example arn:aws:sts::111122223333:assumed-role/payments-ci/build, or jwt: and the subject of a token; "${id}" is not.`,
    );
  }
  if (account !== undefined && !/^\d{12}$/.test(account)) {
    throw new UsageError(
      `--account must be an account id of 12 digits, for example 111122223333; "${account}" is not.`,
    );
  }
  const own = account ?? accountOf(id ?? '');
  return {
    ...(id !== undefined && { id }),
    ...(own !== undefined && { account: own }),
    groups: groups.filter((group) => typeof group === 'string'),
  };
};

const readTime = (text: string | undefined): string => {
  if (text === undefined) return new Date().toISOString();
  const time = new Date(text);
  if (/^\d{4}-\d{2}-\d{2}T/.test(text) && !Number.isNaN(time.getTime())) return time.toISOString();
  throw new UsageError(
    `--request-time must be a time such as 2026-08-01T12:00:00Z; "${text}" is not.`,
  );
};
