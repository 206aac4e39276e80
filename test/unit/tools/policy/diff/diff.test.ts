import { describe, expect, it } from 'vitest';
import { diffOf, type PolicyDiff } from '../../../../../tools/policy/diff/diff.ts';
import { diffDocument, diffLines } from '../../../../../tools/policy/diff/diff-text.ts';
import {
  readRequestFile,
  withDistinctNames,
} from '../../../../../tools/policy/diff/request-file.ts';
import { compiledPolicyOf } from '../../../../support/policy.ts';

const arn = (resource: string): string => `arn:aws:imagebuilder:eu-west-1:222222222222:${resource}`;
const request = (name: string, members: object = {}): object => ({
  name,
  imageRecipeArn: arn('image-recipe/web/1.0.0'),
  infrastructureConfigurationArn: arn('infrastructure-configuration/standard'),
  ...members,
});
const line = (name: string, members: object = {}, facts: object = {}): object => ({
  caller: 'jwt:ana',
  request: request(name, members),
  ...facts,
});
const lines = (...requests: readonly object[]): string =>
  requests.map((one) => `${JSON.stringify(one)}\n`).join('');
const listed = (name: string, members: object = {}): object => ({
  arn: arn(`image-pipeline/${name}`),
  platform: 'Linux',
  ...request(name, members),
});

const at = '2026-12-01T12:00:00.000Z';
const diff = (old: object, now: object, text: string): Promise<PolicyDiff> => {
  const { requests, diagnostics } = readRequestFile('x.jsonl', text);
  expect(diagnostics).toEqual([]);
  return diffOf(compiledPolicyOf(old), compiledPolicyOf(now), withDistinctNames(requests), at);
};

const before = {
  layers: [
    {
      name: 'organization',
      defaults: { schedule: { timezone: 'Etc/UTC' } },
      allowed: { executionRole: ['arn:aws:iam::*:role/imagebuilder/*'] },
    },
  ],
};
const after = {
  layers: [
    {
      name: 'organization',
      defaults: { schedule: { timezone: 'Asia/Tokyo' } },
      forbidden: { 'tags.Password': ['*'] },
    },
    {
      name: 'web',
      applies: { groups: ['web'], from: '2027-01-01' },
      required: { description: ['*'] },
    },
  ],
};
const schedule = { scheduleExpression: 'rate(7 days)', timezone: 'Etc/UTC' };

describe('the difference of two policies', () => {
  it('is which requests are now refused, now created, created otherwise, or as before', async () => {
    const { judged: _, ...made } = await diff(
      before,
      after,
      lines(
        line('as-before', { schedule }),
        line('default', { schedule: { scheduleExpression: 'rate(7 days)' } }),
        line('password', { schedule, tags: { Password: 'x' } }),
        line('role', { schedule, executionRole: 'admin' }),
        line('wrong', { status: 'ON' }),
        line('web-now', { schedule }, { groups: ['web'] }),
        line('web-then', { schedule }, { groups: ['web'], at: '2027-01-01' }),
      ),
    );
    expect(made).toMatchObject({
      requestTime: at,
      nowRefused: [
        { name: 'password', errors: [{ pointer: '/tags/Password', layer: 'organization' }] },
        { name: 'web-then', errors: [{ pointer: '/description', layer: 'web' }] },
      ],
      nowCreated: [{ name: 'role', errors: [{ pointer: '/executionRole', code: 'not-allowed' }] }],
      otherwise: [
        {
          name: 'default',
          changes: [{ pointer: '/schedule/timezone', old: 'Etc/UTC', new: 'Asia/Tokyo' }],
        },
      ],
      asBefore: ['as-before', 'wrong', 'web-now'],
    });
  });

  it('is nothing between a policy and itself, though tags hold the time', async () => {
    const timed = {
      layers: [{ name: 'a', enforced: { tags: { At: '${requestTime}', By: '${caller}' } } }],
    };
    const text = lines(line('one'), listed('two', { tags: { At: '2025-01-01T00:00:00.000Z' } }));
    expect((await diff(timed, timed, text)).asBefore).toEqual(['one', 'two']);
  });

  it('sees the caller of a pipeline where only one of them names its tag', async () => {
    const untagged = {
      layers: [{ name: 'a', applies: { callers: ['bot:ci'] }, forbidden: { description: ['*'] } }],
    };
    const tagging = {
      layers: [...untagged.layers, { name: 'b', enforced: { tags: { By: '${caller}' } } }],
    };
    const text = lines(listed('one', { description: 'x', tags: { By: 'bot:ci' } }));
    expect((await diff(untagged, tagging, text)).asBefore).toEqual(['one']);
    const loosened = { layers: [tagging.layers[1]] };
    expect((await diff(untagged, loosened, text)).nowCreated).toMatchObject([{ name: 'one' }]);
    expect((await diff(tagging, { layers: [] }, text)).nowCreated).toMatchObject([{ name: 'one' }]);
  });

  it('is for a person, a line each, and lets nothing move the terminal', async () => {
    const made = await diff(
      before,
      after,
      lines(line('password', { tags: { Password: '\u001b[31m' } }), listed('zone'), {
        ...line('role', { schedule, executionRole: 'admin' }),
        name: 'a \u009b name',
      }),
    );
    const text = diffLines(
      [compiledPolicyOf(before).policy, compiledPolicyOf(after).policy],
      made,
    ).join('\n');
    expect(text).toMatch(
      /^Requests at 2026-12-01T12:00:00\.000Z, where they name no time of their own: 3\n/,
    );
    expect(text).toContain(
      '\nNow refused:\n  password  /tags/Password  forbidden-by-policy  layer organization  ',
    );
    expect(text).toContain(
      '\nNow created; refused before:\n  a \\u{9b} name  /executionRole  not-allowed  ',
    );
    expect(text).toContain(
      '\nCreated otherwise:\n  zone  /schedule/timezone  "Etc/UTC" → "Asia/Tokyo"',
    );
    expect(text).toContain('New policy: The caller is not known of 1 pipeline: zone');
    expect(text).not.toMatch(/[^\n\P{Cc}]/u);
  });

  it('is for programs with what was not looked at', async () => {
    const made = await diff(before, after, lines(listed('zone', { schedule })));
    expect(diffDocument(made)).toEqual({
      requestTime: at,
      nowRefused: [],
      nowCreated: [],
      otherwise: [],
      asBefore: ['zone'],
      notLookedAt: {
        old: [{ unknown: 'caller', grants: false, layers: [], pipelines: ['zone'] }],
        new: [{ unknown: 'caller', grants: false, layers: ['web'], pipelines: ['zone'] }],
      },
    });
  });
});

describe('the requests of a difference', () => {
  const names = (text: string): string[] =>
    withDistinctNames(readRequestFile('x.json', text).requests).map(({ name }) => name);
  const test = { name: 'a test', request: request('one'), expect: { created: true } };

  it.each<[string, string, string[]]>([
    ['JSON lines', lines(line('one'), line('two')), ['one', 'two']],
    ['lines with names of their own', lines({ ...line('one'), name: 'first' }), ['first']],
    [
      'lines whose requests have no name',
      lines({ request: {} }, { request: { name: 7 } }),
      ['x.json:1', 'x.json:2'],
    ],
    ['lines that are tests', lines(test), ['a test']],
    ['a list of them', JSON.stringify([line('one'), line('two')], undefined, 2), ['one', 'two']],
    ['test files', lines({ tests: [test, { ...test, name: 'another' }] }), ['a test', 'another']],
    ['pages of pipelines', lines({ imagePipelineList: [listed('one')], nextToken: 'x' }), ['one']],
    ['a list of pipelines', JSON.stringify([listed('one'), listed('two')]), ['one', 'two']],
    ['one pipeline', JSON.stringify(listed('one')), ['one']],
    ['all of them', lines(line('one'), { tests: [test] }, listed('two')), ['one', 'a test', 'two']],
    ['requests of one name', lines(line('one'), line('one')), ['one (x.json:1)', 'one (x.json:2)']],
    [
      'pipelines of one name',
      JSON.stringify([listed('one'), { ...listed('one'), arn: arn('image-pipeline/b') }]),
      [arn('image-pipeline/one'), arn('image-pipeline/b')],
    ],
  ])('may be %s', (_, text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  it.each<[string, string[]]>([
    ['', ['1:1 malformed-json ']],
    ['{"caller": "jwt:ana", "request": {}}\n{"caller": ', ['2:12 malformed-json ']],
    ['{"caller": "jwt:ana", "body": {}}', ['1:1 wrong-type ']],
    ['{"name": "web-server"}', ['1:1 wrong-type ']],
    ['7', ['1:1 wrong-type ']],
    [
      '{"request": {}, "caller": "ana", "group": []}',
      ['1:17 pattern-mismatch /caller', '1:34 unknown-member /group'],
    ],
    ['{"request": {}}\n{"request": {}, "at": "2027-02-30"}', ['2:17 no-such-time /at']],
    ['[{"request": {}},\n {"request": 7}]', ['2:3 wrong-type /request']],
    [
      '{"tests": [{"name": "a"}]}',
      ['1:12 required /tests/0/expect', '1:12 required /tests/0/request'],
    ],
    ['{"imagePipelineList": [7]}', ['1:24 wrong-type /imagePipelineList/0']],
  ])('are told what is wrong with %j', (text, expected) => {
    const { diagnostics } = readRequestFile('x.json', text);
    const said = diagnostics.map(
      ({ line: at, column, code, pointer }) => `${at}:${column} ${code} ${pointer}`,
    );
    expect(said.sort()).toEqual(expected.sort());
  });
});
