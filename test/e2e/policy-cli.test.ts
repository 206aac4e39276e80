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
const paymentsCaller = 'arn:aws:sts::111122223333:assumed-role/payments-ci/build';

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
  it.each(['policy/organization-policy.json', example])('finds nothing in %s', async (file) => {
    expect(await policy(['check', file])).toEqual({
      code: 0,
      stdout: 'faults: 0, advice: 0\n',
      stderr: '',
    });
  });

  it('names ten faults of different kinds at once, each with its line and column', async () => {
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
      "applies": { "callers": ["arn:aws:iam::111122223333:role/payments"] },
      "enforced": { "executionRole": "another" }
    },
    {
      "name": "payments",
      "enforced": { "executionRole": "another" },
      "description": 7, "description": "Twice"
    }
  ]
}
`,
    );
    const { code, stdout } = await policy(['check', file]);
    expect(code).toBe(1);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.pop()).toBe('faults: 12, advice: 0');
    const columns = lines.map((line) => line.split('  '));
    expect(
      columns.map(([place, severity, name, pointer]) => [
        place?.slice(file.length),
        severity,
        name,
        pointer,
      ]),
    ).toEqual([
      [':2:3', 'fault', 'unknown-member', '/layer'],
      [':3:3', 'fault', 'not-in-enum', '/tagPolicyCompliance'],
      [':7:35', 'fault', 'unknown-time-zone', '/layers/0/defaults/schedule/timezone'],
      [':7:68', 'fault', 'unknown-variable', '/layers/0/defaults/tags/By'],
      [':8:21', 'fault', 'not-in-enum', '/layers/0/enforced/status'],
      [':8:42', 'fault', 'enforced-not-allowed', '/layers/0/enforced/executionRole'],
      [':9:50', 'fault', 'unknown-path', '/layers/0/allowed/executionRol'],
      [':10:58', 'fault', 'unknown-operator', '/layers/0/tagPolicies/0/tags/team/tag_key/@@assing'],
      [':14:7', 'fault', 'never-applies', '/layers/1/applies'],
      [':18:7', 'fault', 'layer-name-repeated', '/layers/2/name'],
      [':19:21', 'fault', 'lock-without-effect', '/layers/2/enforced/executionRole'],
      [':20:25', 'fault', 'duplicate-member', '/layers/2/description'],
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
      /^.*broken\.json:4:5 {2}fault {2}malformed-json {2}\(document\) {2}Not JSON: .*\nfaults: 1, advice: 0\n$/,
    );
  });

  it('passes a policy with nothing but advice', async () => {
    const file = await given(
      'advice.json',
      '{"layers": [{"name": "a", "enforced": {"tags": {"At": "${requestTime}"}}}]}',
    );
    const { code, stdout } = await policy(['check', file]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /:1:49 {2}advice {2}request-time-in-tag {2}\/layers\/0\/enforced\/tags\/At {2}With/,
    );
    expect(stdout).toMatch(/\nfaults: 0, advice: 1\n$/);
  });

  it('writes JSON for programs', async () => {
    const file = await given('json.json', '{"layers": [{"name": "a", "enforced": {}}, {}]}');
    const { code, stdout } = await policy(['check', '--json', file]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      file,
      faults: 1,
      advice: 1,
      findings: [
        {
          severity: 'advice',
          code: 'says-nothing',
          pointer: '/layers/0/enforced',
          detail: '"enforced" is empty and says nothing: leave it out.',
          line: 1,
          column: 27,
        },
        {
          severity: 'fault',
          code: 'required',
          pointer: '/layers/1/name',
          detail:
            '"layers.1.name" is required: a name of 1 to 64 letters, digits, spaces or . _ - that is not caller, for example "organization".',
          line: 1,
          column: 44,
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
    expect(rows).toContainEqual(['Account', '111122223333']);
    expect(rows).toContainEqual(['member', 'value', 'origin']);
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
      imageTestsConfiguration: { timeoutMinutes: 90 },
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
    expect(errors.split('\n').map((line) => line.trim().split(/ {2,}/).slice(0, 3))).toEqual([
      ['Errors:'],
      ['model', '/name', 'pattern-mismatch'],
      ['rule', '/schedule/timezone', 'unknown-time-zone'],
      ['policy', '/enhancedImageMetadataEnabled', 'enforced'],
      ['policy', '/executionRole', 'not-allowed'],
      ['policy', '/tags/CostCenter', 'tag-value-not-allowed'],
      [''],
      [''],
    ]);
    expect(stdout.slice(stdout.indexOf('Warnings:'))).toContain('ignored-by-image-builder');
  });

  it('tells what only the policy forbids from what is invalid', async () => {
    const { code, stdout } = await explain([], smallest);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Refused: the proxy would answer 422 policy-violation/);
    expect(stdout).toContain(
      'Caller        unknown: nobody vouches for it, as in a direct invocation\n',
    );
  });

  it('writes JSON for programs', async () => {
    const { code, stdout } = await explain(['--json', '--caller', paymentsCaller], smallest);
    expect(code).toBe(0);
    const document: unknown = JSON.parse(stdout);
    expect(document).toMatchObject({
      caller: { id: paymentsCaller, account: '111122223333', groups: [] },
      requestTime: '2026-08-01T12:00:00.000Z',
      wouldCreate: true,
      target: { region: 'eu-west-1', account: '123456789012' },
      errors: [],
      warnings: [],
    });
    expect(isJsonObject(document) && document['values']).toContainEqual({
      pointer: '/schedule/timezone',
      value: 'Europe/Berlin',
      origin: 'payments',
    });
    expect(isJsonObject(document) && document['layers']).toContainEqual({
      name: 'containers',
      applies: false,
      unmatched: ['recipe'],
    });
  });

  it('refuses under a policy that does not load, and names its faults', async () => {
    const file = await given(
      'faulty.json',
      '{"layers": [{"name": "a", "enforced": {"status": "on"}}]}',
    );
    const { code, stdout } = await policy(['explain', file], smallest);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Refused: the policy is invalid/);
    expect(stdout).toContain('faulty.json:1:40  fault  not-in-enum  /layers/0/enforced/status');
    const json = await policy(['explain', '--json', file], smallest);
    expect(JSON.parse(json.stdout)).toMatchObject({
      wouldCreate: false,
      refusedAs: 'policy-unavailable',
    });
  });
});

describe.concurrent('a command that cannot be meant', () => {
  it('is told so in a sentence, with the help', async () => {
    const { code, stdout, stderr } = await policy(['check', 'a', '--jsn']);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^"check" has no option --jsn\. Did you mean --json\?\n\nUsage:\n/);
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
    [
      'a body that is no JSON',
      ['explain', example],
      '{"name": }',
      /^The request body is not JSON: [^\n]+\.\n$/,
    ],
    [
      'a body that is no object',
      ['explain', example],
      '[]',
      /^The request body must be a JSON object, for example \{"name": "web-server"\}; this one is a list\.\n$/,
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
    expect(stdout).toMatch(/^Usage:\n/);
  });
});
