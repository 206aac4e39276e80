import { CommanderError } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Caller } from '../../../../src/policy/document.ts';
import { callerOf, type ExplainOptions } from '../../../../tools/policy/commands/explain.ts';
import { policyProgram } from '../../../../tools/policy/program.ts';

const example = 'policy/examples/platform-team.json';
const caller = 'arn:aws:sts::123456789012:assumed-role/payments-ci/build';

/** What the program prints before it ends. */
const printed = { stdout: '', stderr: '' };
beforeEach(() => {
  for (const stream of ['stdout', 'stderr'] as const) {
    printed[stream] = '';
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      printed[stream] += String(text);
      return true;
    });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
});

const refusalOf = async (args: readonly string[]): Promise<unknown> =>
  policyProgram()
    .parseAsync([...args], { from: 'user' })
    .then(
      () => undefined,
      (error: unknown) => error,
    );

describe('arguments that cannot be meant', () => {
  it.each<[string[], string]>([
    [['chek', 'x'], "unknown command 'chek'\n(Did you mean check?)"],
    [['deploy'], "unknown command 'deploy'"],
    [['check'], "missing required argument 'file'"],
    [['check', 'a', 'b'], "too many arguments for 'check'. Expected 1 argument but got 2: a, b."],
    [['check', 'a', '--jsn'], "unknown option '--jsn'\n(Did you mean --json?)"],
    [['check', 'a', '--caller', 'x'], "unknown option '--caller'"],
    [['check', 'a', '--json=yes'], "unknown option '--json=yes'"],
    [['explain', example, '--acount', '1'], "unknown option '--acount'\n(Did you mean --account?)"],
    [['explain', example, '--caller'], "option '--caller <arn>' argument missing"],
    [
      ['explain', example, '--group', ''],
      "option '--group <name>' argument '' is invalid. It must be the name of a group.",
    ],
    [
      ['explain', example, '--account', '1111'],
      "option '--account <id>' argument '1111' is invalid. It must be an account id of 12 digits, for example 111122223333.",
    ],
    [
      ['explain', example, '--caller', 'payments'],
      "option '--caller <arn>' argument 'payments' is invalid. It must be the ARN of an IAM caller, for example arn:aws:sts::111122223333:assumed-role/payments-ci/build, jwt: and the subject of a token, bot: and the name of a bot, for example bot:payments or bot:slack/U024BE7LH, or anonymous.",
    ],
    [
      ['explain', example, '--request-time', 'now'],
      "option '--request-time <time>' argument 'now' is invalid. It must be a time such as 2026-08-01T12:00:00Z, or a day.",
    ],
    [['test', example], "missing required argument 'tests'"],
    [
      ['test', example, 'x', '--coverage', '101'],
      "option '--coverage <percent>' argument '101' is invalid. It must be a whole number from 0 to 100.",
    ],
    [['test', example, 'x', '--junit'], "option '--junit <file>' argument missing"],
    [['report', example], "missing required argument 'pipelines'"],
    [
      ['report', example, 'x', '--request-time', '2027-02-30'],
      "option '--request-time <time>' argument '2027-02-30' is invalid. It must be a time such as 2026-08-01T12:00:00Z, or a day.",
    ],
    [['diff', example, example], "missing required argument 'requests'"],
    [
      ['diff', example, example, 'x', '--no-loser'],
      "unknown option '--no-loser'\n(Did you mean --no-looser?)",
    ],
  ])('%j are answered in a sentence, with the usage', async (args, sentence) => {
    expect(await refusalOf(args)).toBeInstanceOf(CommanderError);
    expect(printed.stderr).toContain(`error: ${sentence}\n\nUsage: npm run policy --`);
    expect(printed.stdout).toBe('');
  });

  it('show the usage where there are none', async () => {
    expect(await refusalOf([])).toMatchObject({ exitCode: 1 });
    expect(printed.stderr).toMatch(/^Usage: npm run policy -- \[options\] \[command\]\n/);
  });
});

describe('help', () => {
  it.each([[['--help']], [['-h']], [['help']]])(
    '%j names every command, and what it is for',
    async (args) => {
      expect(await refusalOf(args)).toMatchObject({ exitCode: 0 });
      for (const command of ['check', 'explain', 'test', 'report', 'diff']) {
        expect(printed.stdout).toMatch(new RegExp(`^  ${command} .*Says wh`, 'm'));
      }
    },
  );

  it.each([
    ['check', ['--json']],
    ['explain', ['--caller', '--account', '--group', '--request-time', '--json']],
    ['test', ['--coverage', '--junit', '--json']],
    ['report', ['--request-time', '--json']],
    ['diff', ['--no-looser', '--request-time', '--json']],
  ])('of %s names its options and exit codes', async (command, options) => {
    expect(await refusalOf(['help', command])).toMatchObject({ exitCode: 0 });
    for (const option of options) expect(printed.stdout).toContain(`\n  ${option} `);
    expect(printed.stdout).toContain('\nExit code: 0 ');
  });
});

describe('the options of explain', () => {
  const read = async (...args: string[]): Promise<{ caller: Caller; time?: string }> => {
    const program = policyProgram();
    const options = await new Promise<ExplainOptions>((resolve, reject) => {
      program.commands
        .find((command) => command.name() === 'explain')
        ?.action((_: string, given: ExplainOptions) => {
          resolve(given);
        });
      program.parseAsync(['explain', example, ...args], { from: 'user' }).catch(reject);
    });
    const { requestTime: time } = options;
    return { caller: callerOf(options), ...(time !== undefined && { time }) };
  };

  it('say who is asking, and the account is the one in its ARN unless another is given', async () => {
    expect(await read('--caller', caller)).toEqual({
      caller: { id: caller, account: '123456789012', groups: [] },
    });
    expect(await read('--caller=jwt:ana', '--group', 'a', '--group', 'b c')).toEqual({
      caller: { id: 'jwt:ana', groups: ['a', 'b c'] },
    });
    expect(await read('--caller', caller, '--account', '444455556666')).toMatchObject({
      caller: { account: '444455556666' },
    });
    expect(await read('--caller', 'bot:slack/U024BE7LH', '--group', 'a')).toEqual({
      caller: { id: 'bot:slack/U024BE7LH', groups: ['a'] },
    });
    expect(await read('--caller', 'anonymous')).toEqual({ caller: { groups: [] } });
    expect(await read()).toEqual({ caller: { groups: [] } });
  });

  it('take a time of any zone', async () => {
    expect(await read('--request-time', '2026-08-01T14:00:00+02:00')).toMatchObject({
      time: '2026-08-01T12:00:00.000Z',
    });
  });

  it('take a day, which begins at midnight', async () => {
    expect(await read('--request-time', '2027-01-15')).toMatchObject({
      time: '2027-01-15T00:00:00.000Z',
    });
  });
});
