import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isJsonObject } from '../../src/json/json-value.ts';
import { readText } from '../support/markdown.ts';
import { root } from '../support/packaged-proxy.ts';
import { readXml } from '../support/well-formed-xml.ts';

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `npm run policy -- …` without npm; nothing of this process's environment colours the output. */
const policy = (args: readonly string[], stdin = ''): Promise<Ran> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['tools/policy/main.ts', ...args],
      { cwd: root, env: { PATH: process.env['PATH'] } },
      (_, stdout, stderr) => {
        resolve({ code: child.exitCode, stdout, stderr });
      },
    );
    child.stdin?.end(stdin);
  });

const example = 'policy/examples/platform-team.json';
const everybody = '"grants": [{ "name": "everybody", "to": { "callers": ["*"] } }]';
const paymentsCaller = 'arn:aws:sts::123456789012:assumed-role/payments-ci/build';

// Processes side by side, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

let folder = '';
const given = async (name: string, content: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policy-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe.concurrent('npm run policy -- check', () => {
  it.each([
    'policy/organization-policy.json',
    example,
    'policy/examples/small-organization.json',
    'policy/examples/twelve-teams.json',
    'policy/examples/local.json',
  ])('finds nothing in %s', async (file) => {
    expect(await policy(['check', file])).toEqual({
      code: 0,
      stdout: 'errors: 0, warnings: 0\n',
      stderr: '',
    });
  });

  it('names ten errors of different kinds at once, each with its line and column', async () => {
    const file = await given(
      'ten.json',
      `{
  "layer": [],
  "tagPolicyCompliance": "errors",
  "layers": [
    {
      "name": "organization",
      "defaults": { "schedule": { "timezone": "Berln" }, "tags": { "By": "\${calller}" } },
      "enforced": { "status": "enabled", "executionRole": "other" },
      "allowed": { "executionRole": ["build-*"], "executionRol": ["x"] },
      "tagPolicies": [{ "tags": { "team": { "tag_key": { "@@assing": "Team" } } } }]
    },
    {
      "name": "payments",
      "applies": { "callers": ["arn:aws:iam::123456789012:role/payments"] },
      "enforced": { "executionRole": "another" }
    },
    {
      "name": "payments",
      "enforced": { "executionRole": "another" },
      "description": 7, "description": "Twice"
    }
  ],
  ${everybody}
}
`,
    );
    const { code, stdout } = await policy(['check', file]);
    expect(code).toBe(1);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.pop()).toBe('errors: 12, warnings: 0');
    const columns = lines.map((line) => line.split('  '));
    expect(
      columns.map(([place, severity, name, pointer]) => [
        place?.slice(file.length),
        severity,
        name,
        pointer,
      ]),
    ).toEqual([
      [':2:3', 'error', 'unknown-member', '/layer'],
      [':3:3', 'error', 'not-in-enum', '/tagPolicyCompliance'],
      [':7:35', 'error', 'unknown-time-zone', '/layers/0/defaults/schedule/timezone'],
      [':7:68', 'error', 'unknown-variable', '/layers/0/defaults/tags/By'],
      [':8:21', 'error', 'not-in-enum', '/layers/0/enforced/status'],
      [':8:42', 'error', 'enforced-not-allowed', '/layers/0/enforced/executionRole'],
      [':9:50', 'error', 'unknown-path', '/layers/0/allowed/executionRol'],
      [':10:58', 'error', 'unknown-operator', '/layers/0/tagPolicies/0/tags/team/tag_key/@@assing'],
      [':14:7', 'error', 'never-applies', '/layers/1/applies'],
      [':18:7', 'error', 'layer-name-repeated', '/layers/2/name'],
      [':19:21', 'error', 'enforced-without-effect', '/layers/2/enforced/executionRole'],
      [':20:25', 'error', 'duplicate-member', '/layers/2/description'],
    ]);
    for (const [, , , , sentence] of columns) expect(sentence).toMatch(/[.?]$/);
  });

  it('says where a text stops being JSON', async () => {
    const file = await given(
      'broken.json',
      '{\n  "layers": [\n    { "name": "a" }\n    { "name": "b" }\n  ]\n}\n',
    );
    const { code, stdout } = await policy(['check', file]);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^.*broken\.json:4:5 {2}error {2}malformed-json {2}\(document\) {2}Not JSON: .*\nerrors: 1, warnings: 0\n$/,
    );
  });

  it('passes a policy with nothing but warnings', async () => {
    const file = await given(
      'warning.json',
      `{"layers": [{"name": "a", "enforced": {"tags": {"At": "\${requestTime}"}}}], ${everybody}}`,
    );
    const { code, stdout } = await policy(['check', file]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /:1:49 {2}warning {2}request-time-in-tag {2}\/layers\/0\/enforced\/tags\/At {2}With/,
    );
    expect(stdout).toMatch(/\nerrors: 0, warnings: 1\n$/);
  });

  it('passes a policy without grants, and says who may create then', async () => {
    const file = await given('no-grants.json', '{"layers": []}');
    const { code, stdout } = await policy(['check', file]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /no-grants\.json:1:1 {2}warning {2}no-grants {2}\(document\) {2}.*\nerrors: 0, warnings: 1\n$/,
    );
  });

  it('says of grants that do not load what is wrong with them, and nothing else', async () => {
    const file = await given(
      'grants.json',
      '{"grants": [{"name": "a", "to": {"groups": []}}, {"name": "b", "to": {"callers": ["x"]}}], "layers": []}',
    );
    const { code, stdout } = await policy(['check', file]);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /:1:34 {2}error .* \/grants\/0\/to\/groups {2}.*\nerrors: 1, warnings: 0\n$/,
    );
  });

  it('writes JSON for programs', async () => {
    const file = await given(
      'json.json',
      `{"layers": [{"name": "a", "enforced": {}}, {}], ${everybody}}`,
    );
    const { code, stdout } = await policy(['check', '--json', file]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      file,
      errors: 1,
      warnings: 1,
      diagnostics: [
        {
          severity: 'warning',
          code: 'empty',
          pointer: '/layers/0/enforced',
          detail: '"enforced" is empty: leave it out.',
          line: 1,
          column: 27,
          documentation: 'docs/policy.md#check-empty',
        },
        {
          severity: 'error',
          code: 'required',
          pointer: '/layers/1/name',
          detail:
            '"layers.1.name" is required: a name of 1 to 64 letters, digits, spaces or . _ - that is not caller, for example "organization".',
          line: 1,
          column: 44,
          documentation: 'docs/policy.md#loading',
        },
      ],
    });
  });

  it('lets nothing in a document speak to the terminal', async () => {
    const file = await given(
      'escape.json',
      JSON.stringify({ layers: [], '\u001b[31m\u009b\u202e': 1 }),
    );
    const { stdout } = await policy(['check', file]);
    expect(stdout).toContain('/\\u{1b}[31m\\u{9b}\\u{202e}');
    expect(stdout).not.toMatch(/[^\n\P{Cc}]|\p{Cf}/u);
  });
});

describe.concurrent('npm run policy -- explain', () => {
  const explain = (args: readonly string[], body: unknown): Promise<Ran> =>
    policy(
      ['explain', example, '--request-time', '2026-08-01T12:00:00Z', ...args],
      typeof body === 'string' ? body : JSON.stringify(body),
    );
  const smallest = readText('events/smallest.json');

  it('shows what a request becomes, whose each value is, and that it would be created', async () => {
    const { code, stdout, stderr } = await explain(['--caller', paymentsCaller], smallest);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const lines = stdout.split('\n');
    expect(lines[0]).toBe(
      'Created: the proxy would create this image pipeline in eu-west-1 of account 123456789012, if the deployment serves that target.',
    );
    const rows = lines.map((line) => line.split(/ {2,}/));
    expect(rows).toContainEqual(['Caller', paymentsCaller]);
    expect(rows).toContainEqual(['Account', '123456789012']);
    expect(rows).toContainEqual(['Grant', 'payments']);
    expect(stdout).toContain('\nGrants made to the caller:\n  payments  It covers the request.\n');
    expect(rows).toContainEqual(['member', 'value', 'source']);
    expect(rows).toContainEqual(['/name', '"web-server"', 'caller']);
    expect(rows).toContainEqual(['/tags/CostCenter', '"P-100"', 'payments']);
    expect(rows).toContainEqual(['/tags/CreatedBy', `"${paymentsCaller}"`, 'organization']);
    expect(stdout).toContain('\nLayers that apply:\n  organization\n  payments\n\n');
    expect(stdout).toContain('  containers  its "recipe" is not the kind of this request\n');
    expect(stdout).toContain(
      '  portal      its "callers" do not match the caller; its "groups" match no group of the caller\n',
    );
    expect(stdout).toMatch(/\nErrors: none\n\nWarnings: none\n$/);
  });

  it('shows everything that stands against a request, and what would be answered', async () => {
    const body = {
      name: 'x',
      imageRecipeArn: (JSON.parse(smallest) as { imageRecipeArn: string }).imageRecipeArn,
      schedule: { timezone: 'Berlin' },
      enhancedImageMetadataEnabled: false,
      executionRole: 'other',
      tags: { CostCenter: '300' },
    };
    const { code, stdout } = await explain(
      ['--caller', 'jwt:ana', '--group', 'platform', '--group', 'web'],
      body,
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^Refused: the proxy would answer 400 validation-failed and create nothing\.\n/,
    );
    expect(stdout).toContain('\nGroups        platform, web\n');
    const errors = stdout.slice(stdout.indexOf('Errors:'), stdout.indexOf('Warnings:'));
    expect(errors.split('\n').map((line) => line.trim().split(/ {2,}/).slice(0, 2))).toEqual([
      ['Errors:'],
      ['/name', 'pattern-mismatch'],
      ['/schedule/timezone', 'unknown-time-zone'],
      ['/enhancedImageMetadataEnabled', 'enforced'],
      ['/executionRole', 'not-allowed'],
      ['/tags/CostCenter', 'tag-value-not-allowed'],
      [''],
      [''],
    ]);
  });

  it('shows what the answer would warn of', async () => {
    const body = JSON.parse(smallest) as object;
    const { code, stdout } = await explain(['--caller', paymentsCaller], {
      ...body,
      imageTestsConfiguration: { timeoutMinutes: 90 },
    });
    expect(code).toBe(0);
    expect(stdout.slice(stdout.indexOf('Warnings:'))).toContain('ignored-by-image-builder');
  });

  it('tells what only the policy forbids from what is invalid', async () => {
    const body = { ...(JSON.parse(smallest) as object), executionRole: 'other' };
    const { code, stdout } = await explain(['--caller', 'jwt:ana', '--group', 'platform'], body);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Refused: the proxy would answer 422 policy-violation/);
    expect(stdout).toContain('\nGrant         platform\n');
  });

  it('says of every grant that is made to the caller what keeps it from covering', async () => {
    const body = {
      ...(JSON.parse(smallest) as object),
      infrastructureConfigurationArn:
        'arn:aws:imagebuilder:us-east-1:444455556666:infrastructure-configuration/standard',
      imageRecipeArn: 'arn:aws:imagebuilder:us-east-1:444455556666:image-recipe/web/1.0.0',
    };
    const { code, stdout } = await explain(['--caller', paymentsCaller, '--json'], body);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      grants: [
        {
          name: 'payments',
          covers: false,
          detail:
            'The grant "payments" takes account "123456789012", Region "eu-west-1"; the account here is "444455556666", the Region here is "us-east-1". Ask #payments-platform',
        },
      ],
    });
  });

  it('tells a caller without a grant nothing of the layers', async () => {
    const { code, stdout } = await explain([], smallest);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Refused: the proxy would answer 403 not-granted/);
    expect(stdout).toContain('\nCaller        anonymous, as in a direct invocation\n');
    expect(stdout).toContain('\nLayers: not looked at, since no grant is made to the caller\n');
  });

  it('writes JSON for programs', async () => {
    const { code, stdout } = await explain(['--json', '--caller', paymentsCaller], smallest);
    expect(code).toBe(0);
    const document: unknown = JSON.parse(stdout);
    expect(document).toMatchObject({
      caller: { id: paymentsCaller, account: '123456789012', groups: [] },
      requestTime: '2026-08-01T12:00:00.000Z',
      status: 200,
      dryRun: true,
      imagePipeline: { name: 'web-server' },
      target: { region: 'eu-west-1', account: '123456789012' },
    });
    expect(isJsonObject(document) && document['values']).toContainEqual({
      pointer: '/schedule/timezone',
      value: 'Europe/Berlin',
      source: 'payments',
    });
    expect(isJsonObject(document) && document['layers']).toContainEqual({
      name: 'containers',
      applies: false,
      unmatched: ['recipe'],
    });
  });

  it('refuses under a policy that does not load, and names its errors', async () => {
    const file = await given(
      'broken.json',
      '{"layers": [{"name": "a", "enforced": {"status": "on"}}]}',
    );
    const { code, stdout } = await policy(['explain', file], smallest);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Refused: the policy is invalid/);
    expect(stdout).toContain('broken.json:1:40  error  not-in-enum  /layers/0/enforced/status');
    const json = await policy(['explain', '--json', file], smallest);
    expect(JSON.parse(json.stdout)).toMatchObject({
      status: 503,
      code: 'policy-unavailable',
      diagnostics: [{ severity: 'error', code: 'not-in-enum', line: 1, column: 40 }],
    });
  });

  it.each([
    ['{"name": }', 'Invalid or malformed JSON was provided: '],
    [
      '[]',
      'The body must be a JSON object, for example {"name": "web-server"}; this one is a list.',
    ],
  ])('says why the body %s cannot be read', async (body, why) => {
    const { code, stdout } = await explain([], body);
    expect(code).toBe(1);
    const [first] = stdout.split('\n');
    expect(first).toContain(
      `Refused: the proxy would answer 400 malformed-request and create nothing. ${why}`,
    );
  });
});

/** A file as JSON. */
const givenJson = (name: string, document: unknown): Promise<string> =>
  given(name, JSON.stringify(document));
const request = {
  name: 'web-server',
  imageRecipeArn: 'arn:aws:imagebuilder:eu-west-1:123456789012:image-recipe/web-server/1.0.0',
  infrastructureConfigurationArn:
    'arn:aws:imagebuilder:eu-west-1:123456789012:infrastructure-configuration/standard',
};
const scanned = {
  layers: [
    {
      name: 'organization',
      enforced: { imageScanningConfiguration: { imageScanningEnabled: true } },
    },
  ],
};
const broken = '{"layers": [{"name": "a", "enforced": {"status": "on"}}]}';

describe.concurrent('npm run policy -- test', () => {
  const tests = (name: string, ...expectations: readonly object[]): Promise<string> =>
    givenJson(name, {
      tests: expectations.map((expectation, index) => ({
        name: `test <${index}>`,
        request,
        expect: expectation,
      })),
    });

  it('passes the tests of an example, which use all of it', async () => {
    const { code, stdout } = await policy([
      'test',
      example,
      'policy/examples/platform-team.tests.json',
      '--coverage',
      '100',
    ]);
    expect(stdout).toMatch(
      /^tests: \d+, failed: 0\n\ncoverage: (\d+) of \1 statements used, 100 per cent\n$/,
    );
    expect(code).toBe(0);
  });

  it('fails where a test does, in text and as JUnit XML', async () => {
    const file = await givenJson('test-policy.json', scanned);
    const own = await tests('failing.json', { created: true }, { refused: [] });
    const xml = join(folder, 'junit.xml');
    const { code, stdout } = await policy(['test', file, own, '--junit', xml]);
    expect(code).toBe(1);
    expect(stdout).toContain(
      `failing.json:1  failed  test <1>\n  outcome  expected  refused\n           got       created\n`,
    );
    expect(stdout).toContain('\ntests: 2, failed: 1\n');
    const written = await readFile(xml, 'utf8');
    expect(readXml(written).elements.map(({ name }) => name)).toContain('failure');
    const piped = await policy(['test', file, own, '--junit', '-']);
    expect([piped.code, piped.stdout]).toEqual([1, written]);
  });

  it('fails below the coverage that is asked for, and not otherwise', async () => {
    const file = await givenJson('cover-policy.json', {
      layers: [
        ...scanned.layers,
        { name: 'unused', applies: { groups: ['x'] }, defaults: { status: 'DISABLED' } },
      ],
    });
    const own = await tests('cover.json', { created: true });
    expect((await policy(['test', file, own])).code).toBe(0);
    expect((await policy(['test', file, own, '--coverage', '50'])).code).toBe(0);
    const below = await policy(['test', file, own, '--coverage', '51']);
    expect(below.code).toBe(1);
    expect(below.stdout).toContain('coverage: 1 of 2 statements used, 50 per cent; less than 51\n');
  });

  it('names everything that is wrong with the policy and with test files at once', async () => {
    const file = await given('test-broken.json', broken);
    const own = await given(
      'bad-tests.json',
      '{"tests": [{"name": "a", "request": {}, "expects": {}}]}',
    );
    const { code, stdout } = await policy(['test', file, own]);
    expect(code).toBe(1);
    expect(stdout).toContain(
      'test-broken.json:1:40  error  not-in-enum  /layers/0/enforced/status',
    );
    expect(stdout).toContain('bad-tests.json:1:41  error  unknown-member  /tests/0/expects  ');
    expect(stdout).toContain('bad-tests.json:1:12  error  required  /tests/0/expect  ');
    const json = await policy(['test', file, own, '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      invalid: [
        { file, errors: 1 },
        { file: own, errors: 2 },
      ],
    });
  });
});

describe.concurrent('npm run policy -- report', () => {
  const listed = (name: string, isScanned: boolean): object => ({
    ...request,
    name,
    arn: `arn:aws:imagebuilder:eu-west-1:123456789012:image-pipeline/${name}`,
    imageScanningConfiguration: { imageScanningEnabled: isScanned },
  });

  it('fails where a pipeline would be refused, and not where none would', async () => {
    const file = await givenJson('report-policy.json', scanned);
    const fine = await givenJson('fine.json', { imagePipelineList: [listed('scanned', true)] });
    const other = await givenJson('other.json', {
      imagePipelineList: [listed('unscanned', false)],
    });
    const passed = await policy(['report', file, fine]);
    expect([passed.code, passed.stderr]).toEqual([0, '']);
    const { code, stdout } = await policy(['report', file, fine, other]);
    expect(code).toBe(1);
    expect(stdout).toContain(
      'refused  layer organization  enforced imageScanningConfiguration.imageScanningEnabled  1 pipeline: unscanned\n',
    );
  });

  it('names what is wrong with a policy or a list', async () => {
    const file = await given('report-broken.json', broken);
    const list = await given('list.json', '{"imagePipelineList": 7}');
    const { code, stdout } = await policy(['report', file, list]);
    expect(code).toBe(1);
    expect(stdout).toContain('report-broken.json:1:40  error  not-in-enum');
    expect(stdout).toContain('list.json:1:2  error  wrong-type  /imagePipelineList  ');
  });
});

describe.concurrent('npm run policy -- diff', () => {
  it('fails where anything differs, with --no-looser only where something is now created', async () => {
    const strict = await givenJson('strict.json', scanned);
    const loose = await givenJson('loose.json', { layers: [] });
    const lines = await given(
      'requests.jsonl',
      `${JSON.stringify({ caller: 'jwt:ana', request: { ...request, imageScanningConfiguration: { imageScanningEnabled: false } } })}\n`,
    );
    const codes = await Promise.all(
      [
        [loose, strict],
        [loose, strict, '--no-looser'],
        [strict, loose, '--no-looser'],
      ].map(
        async ([old = '', now = '', ...options]) =>
          (await policy(['diff', old, now, lines, ...options])).code,
      ),
    );
    expect(codes).toEqual([1, 0, 1]);
  });

  it('names what is wrong with a policy or with requests', async () => {
    const file = await given('diff-broken.json', broken);
    const lines = await given('bad.jsonl', '{"request": {}}\n{"caller": "ana", "request": {}}\n');
    const { code, stdout } = await policy(['diff', file, example, lines]);
    expect(code).toBe(1);
    expect(stdout).toContain('diff-broken.json:1:40  error  not-in-enum');
    expect(stdout).toContain('bad.jsonl:2:2  error  pattern-mismatch  /caller  ');
  });
});

describe.concurrent('a command that cannot be meant', () => {
  it('is told so in a sentence, with the help', async () => {
    const { code, stdout, stderr } = await policy(['check', 'a', '--jsn']);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(
      /^error: unknown option '--jsn'\n\(Did you mean --json\?\)\n\nUsage: npm run policy -- check /,
    );
  });

  it.each<[string, string[], string, RegExp]>([
    [
      'a missing file',
      ['check', 'no/such.json'],
      '',
      /^The policy "no\/such\.json" cannot be read: there is no such file\.\n$/,
    ],
    [
      'a folder',
      ['check', 'policy'],
      '',
      /^The policy "policy" cannot be read: it is a folder\.\n$/,
    ],
    [
      'a missing file of tests',
      ['test', example, 'no/such.json'],
      '',
      /^The test file "no\/such\.json" cannot be read: there is no such file\.\n$/,
    ],
    [
      'two documents for one output',
      ['test', example, 'policy/examples/local.tests.json', '--json', '--junit', '-'],
      '',
      /^Standard output takes one of --json and --junit -\.\n$/,
    ],
    [
      'no body',
      ['explain', example],
      '',
      /^The request body is empty\. Give it on standard input, for example < events\/smallest\.json\.\n$/,
    ],
  ])('%s is one sentence', async (_, args, stdin, sentence) => {
    const { code, stdout, stderr } = await policy(args, stdin);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(sentence);
  });

  it('but --help shows the help', async () => {
    const { code, stdout, stderr } = await policy(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: npm run policy -- /);
  });
});
