import { describe, expect, it } from 'vitest';
import { readArguments, usage, UsageError } from '../../../../tools/policy/arguments.ts';

const example = 'policy/examples/platform-team.json';
const caller = 'arn:aws:sts::111122223333:assumed-role/payments-ci/build';

describe('arguments that cannot be meant', () => {
  it.each<[string[], string]>([
    [[], 'Say what to do: check or explain.'],
    [['chek', 'x'], '"chek" is not a command. Did you mean "check"?'],
    [['deploy'], '"deploy" is not a command. There are check and explain.'],
    [['check'], '"check" needs a file, for example policy/organization-policy.json.'],
    [['check', 'a', 'b'], '"check" takes one file, not also "b".'],
    [['check', 'a', '--jsn'], '"check" has no option --jsn. Did you mean --json?'],
    [['check', 'a', '--caller', 'x'], '"check" has no option --caller. It has --json.'],
    [['check', 'a', '--json=yes'], '--json takes no value.'],
    [
      ['explain', example, '--acount', '1'],
      '"explain" has no option --acount. Did you mean --account?',
    ],
    [['explain', example, '--caller'], '--caller needs a value.'],
    [
      ['explain', example, '--account', '1111'],
      '--account must be an account id of 12 digits, for example 111122223333; "1111" is not.',
    ],
    [
      ['explain', example, '--caller', 'payments'],
      '--caller must be the ARN of an IAM caller, for example arn:aws:sts::111122223333:assumed-role/payments-ci/build, or jwt: and the subject of a token; "payments" is not.',
    ],
    [
      ['explain', example, '--request-time', 'now'],
      '--request-time must be a time such as 2026-08-01T12:00:00Z; "now" is not.',
    ],
  ])('%j are answered in a sentence', (args, sentence) => {
    expect(() => readArguments(args)).toThrow(new UsageError(sentence));
  });
});

describe('arguments', () => {
  it.each([[['--help']], [['-h']], [['help']], [['explain', '--help']]])(
    '%j ask for help',
    (args) => {
      expect(readArguments(args)).toEqual({ command: 'help' });
    },
  );

  it('of check are a file and its form', () => {
    expect(readArguments(['check', 'a.json'])).toEqual({
      command: 'check',
      file: 'a.json',
      json: false,
    });
    expect(readArguments(['check', '--json', 'a.json'])).toMatchObject({
      file: 'a.json',
      json: true,
    });
  });

  it('of explain say who is asking, and the account is the one in its ARN unless another is given', () => {
    const time = ['--request-time', '2026-08-01T14:00:00+02:00'];
    expect(readArguments(['explain', 'a.json', '--caller', caller, ...time])).toEqual({
      command: 'explain',
      file: 'a.json',
      json: false,
      caller: { id: caller, account: '111122223333', groups: [] },
      requestTime: '2026-08-01T12:00:00.000Z',
    });
    const token = ['--caller=jwt:ana', '--group', 'a', '--group', 'b c'];
    expect(readArguments(['explain', 'a.json', ...token])).toMatchObject({
      caller: { id: 'jwt:ana', groups: ['a', 'b c'] },
    });
    expect(
      readArguments(['explain', 'a.json', '--caller', caller, '--account', '444455556666']),
    ).toMatchObject({ caller: { account: '444455556666' } });
    expect(readArguments(['explain', 'a.json'])).toMatchObject({ caller: { groups: [] } });
  });

  it('are all in the help', () => {
    for (const option of ['--caller', '--account', '--group', '--request-time', '--json']) {
      expect(usage).toContain(`\n  ${option} `);
    }
  });
});
