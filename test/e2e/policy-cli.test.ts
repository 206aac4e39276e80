import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isJsonObject } from '../../src/json/json-value.ts';
import { readText } from '../support/markdown.ts';
import { root } from '../support/packaged-proxy.ts';

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
