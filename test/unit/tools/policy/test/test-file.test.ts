import { describe, expect, it } from 'vitest';
import { readTestFile } from '../../../../../tools/policy/test/test-file.ts';

const text = (tests: unknown): string => JSON.stringify({ tests });
const test = (members: object = {}): object => ({
  name: 'one',
  request: { name: 'web-server' },
  expect: { created: true },
  ...members,
});

/** What is said of a file: the code and pointer of each error. */
const said = (content: string): string[] =>
  readTestFile(content).diagnostics.map(({ code, pointer }) => `${code} ${pointer}`.trimEnd());

describe('a test file', () => {
  it('gives each test its caller, its time and the text of its request as it stands', () => {
    const { tests, diagnostics } = readTestFile(`{
  "$schema": "../policy-tests.schema.json",
  "tests": [
    {
      "name": "one",
      "caller": "bot:slack/U1",
      "groups": ["a"],
      "at": "2027-01-15",
      "request": { "name": "a", "name": "b", "description": 1e999 },
      "expect": { "refused": [] }
    },
    { "name": "two", "at": "2027-01-15T12:00:00.5Z", "request": {}, "expect": { "created": true } }
  ]
}`);
    expect(diagnostics).toEqual([]);
    expect(tests).toEqual([
      {
        name: 'one',
        line: 4,
        caller: 'bot:slack/U1',
        groups: ['a'],
        requestTime: '2027-01-15T00:00:00.000Z',
        body: '{ "name": "a", "name": "b", "description": 1e999 }',
        expect: { refused: [] },
      },
      {
        name: 'two',
        line: 12,
        requestTime: '2027-01-15T12:00:00.500Z',
        body: '{}',
        expect: { created: true },
      },
    ]);
  });

  it.each<[string, string, string[]]>([
    ['is empty', ' \n', ['malformed-json']],
    ['is not JSON', '{"tests": [}', ['malformed-json']],
    ['is not an object', '[]', ['wrong-type']],
    ['is two documents', '{"tests": []} {}', ['wrong-type']],
    ['has no tests', '{}', ['required /tests']],
    ['has an empty list of tests', text([]), ['too-few-items /tests']],
    ['has a test that is not an object', text([7]), ['wrong-type /tests/0']],
    [
      'has a member twice',
      '{"tests": [{"name": "a", "name": "b", "request": {}, "expect": {"refused": []}}]}',
      ['duplicate-member /tests/0/name'],
    ],
    ['has a test without a name', text([test({ name: '' })]), ['too-short /tests/0/name']],
    ['has a test of a name twice', text([test(), test()]), ['test-name-repeated /tests/1/name']],
    [
      'has a test without an expectation',
      text([{ name: 'a', request: {} }]),
      ['required /tests/0/expect'],
    ],
    [
      'misspells "expect"',
      text([{ name: 'a', request: {}, expects: { created: true } }]),
      ['required /tests/0/expect', 'unknown-member /tests/0/expects'],
    ],
    ['expects nothing', text([test({ expect: {} })]), ['expectation-unclear /tests/0/expect']],
    [
      'expects both',
      text([test({ expect: { created: true, refused: [] } })]),
      ['expectation-unclear /tests/0/expect'],
    ],
    [
      'expects values of what is refused',
      text([test({ expect: { refused: [], values: {} } })]),
      ['expectation-unclear /tests/0/expect'],
    ],
    [
      'expects what is not created',
      text([test({ expect: { created: false } })]),
      ['invalid /tests/0/expect/created'],
    ],
    [
      'expects a value at what is not a pointer',
      text([test({ expect: { created: true, values: { status: 'ENABLED' } } })]),
      ['invalid-pointer /tests/0/expect/values/status'],
    ],
    [
      'expects an error that says nothing',
      text([test({ expect: { refused: [{}] } })]),
      ['too-few-members /tests/0/expect/refused/0'],
    ],
    [
      'expects an error with a misspelt member',
      text([test({ expect: { refused: [{ pionter: '/status' }] } })]),
      ['unknown-member /tests/0/expect/refused/0/pionter'],
    ],
    [
      'names a caller that cannot be',
      text([test({ caller: 'ana' })]),
      ['pattern-mismatch /tests/0/caller'],
    ],
    [
      'names a time that cannot be',
      text([test({ at: 'yesterday' })]),
      ['pattern-mismatch /tests/0/at'],
    ],
    [
      'names a day that there is not',
      text([test({ at: '2027-02-30' })]),
      ['no-such-time /tests/0/at'],
    ],
    [
      'names an hour that there is not',
      text([test({ at: '2027-02-03T25:00:00Z' })]),
      ['no-such-time /tests/0/at'],
    ],
    [
      'names a time without a zone',
      text([test({ at: '2027-02-03T12:00:00' })]),
      ['pattern-mismatch /tests/0/at'],
    ],
  ])('that %s is told so', (_, content, expected) => {
    expect(said(content)).toEqual(expected);
    expect(readTestFile(content).tests).toEqual([]);
  });

  it('is told everything at once, with lines, columns and what was meant', () => {
    const { diagnostics } = readTestFile(`{
  "tests": [
    { "name": "a", "reqest": {}, "expect": { "created": true } },
    { "name": "a", "request": {}, "at": "2027-02-29", "expect": { "created": true } }
  ]
}`);
    expect(diagnostics.map(({ line, column, code }) => `${line}:${column} ${code}`)).toEqual([
      '3:5 required',
      '3:20 unknown-member',
      '4:7 test-name-repeated',
      '4:35 no-such-time',
    ]);
    expect(diagnostics[1]?.detail).toContain('Did you mean "request"?');
    expect(diagnostics[3]?.detail).toContain('There is no time "2027-02-29"');
  });
});
