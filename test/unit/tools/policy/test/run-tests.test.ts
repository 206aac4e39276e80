import { describe, expect, it } from 'vitest';
import type { CompiledPolicy } from '../../../../../src/policy/compile.ts';
import { runTests, type TestResult } from '../../../../../tools/policy/test/run-tests.ts';
import type { TestCase } from '../../../../../tools/policy/test/test-case.ts';
import { testLines } from '../../../../../tools/policy/test/test-report.ts';
import { coverageOf } from '../../../../../tools/policy/test/coverage.ts';
import { compiledPolicyOf } from '../../../../support/policy.ts';

const arn = (resource: string): string => `arn:aws:imagebuilder:eu-west-1:222222222222:${resource}`;
const request = {
  name: 'web-server',
  imageRecipeArn: arn('image-recipe/web/1.0.0'),
  infrastructureConfigurationArn: arn('infrastructure-configuration/standard'),
};

const policy = compiledPolicyOf({
  grants: [{ name: 'known', to: { callers: ['*'] } }],
  layers: [
    {
      name: 'exception',
      applies: { groups: ['img-old'], from: '2027-01-01', until: '2027-03-01' },
    },
    {
      name: 'organization',
      applies: { unless: ['exception'] },
      defaults: { schedule: { timezone: 'Etc/UTC' } },
      enforced: { enhancedImageMetadataEnabled: true },
      allowed: { executionRole: ['arn:aws:iam::*:role/imagebuilder/*'] },
      forbidden: { 'tags.Password': ['*'] },
      tagPolicies: [
        { tags: { team: { tag_key: { '@@assign': 'Team' }, tag_value: { '@@assign': ['web'] } } } },
      ],
    },
    {
      name: 'paperwork',
      compliance: 'warning',
      errorFrom: '2027-06-01',
      required: { description: ['*CHG-*'] },
    },
  ],
});

const at = '2026-12-01T12:00:00.000Z';
const run = async (
  expected: TestCase['expect'],
  members: object = {},
  facts: Partial<TestCase> = {},
  under: CompiledPolicy = policy,
): Promise<TestResult> => {
  const test: TestCase = {
    name: 'one',
    line: 1,
    caller: 'jwt:ana',
    requestTime: at,
    body: JSON.stringify({ ...request, ...members }),
    expect: expected,
    ...facts,
  };
  const [result] = await runTests(under, 'x.tests.json', [test], at);
  if (result === undefined) throw new Error('no result');
  return result;
};

const old = { groups: ['img-old'] };
const sends = { enhancedImageMetadataEnabled: false };

describe('a test passes', () => {
  it.each<[string, TestCase['expect'], object, Partial<TestCase>]>([
    ['where the request is created', { created: true }, {}, {}],
    [
      'where values are as expected: a default, an enforced one, the caller’s, and none',
      {
        created: true,
        values: {
          '/schedule/timezone': 'Etc/UTC',
          '/enhancedImageMetadataEnabled': true,
          '/name': 'web-server',
          '/executionRole': null,
          '/schedule': { timezone: 'Etc/UTC' },
        },
      },
      {},
      {},
    ],
    ['where a grant covers', { created: true, grant: 'known' }, {}, {}],
    [
      'where a warning is given',
      {
        created: true,
        warnings: [{ pointer: '/description', code: 'required-by-policy', layer: 'paperwork' }],
      },
      {},
      {},
    ],
    ['where the request is refused, whyever', { refused: [] }, sends, {}],
    [
      'where each error that is named is there',
      {
        refused: [
          { pointer: '/enhancedImageMetadataEnabled', code: 'enforced', layer: 'organization' },
          { code: 'not-allowed' },
          { pointer: '/tags/Password' },
        ],
        status: 422,
        code: 'policy-violation',
      },
      { ...sends, executionRole: 'admin', tags: { Password: 'x' } },
      {},
    ],
    [
      'on the day before an exception ends',
      { created: true },
      sends,
      { ...old, requestTime: '2027-02-28T23:59:59.000Z' },
    ],
    [
      'on the day an exception ends',
      { refused: [{ layer: 'organization' }] },
      sends,
      { ...old, requestTime: '2027-03-01T00:00:00.000Z' },
    ],
    [
      'on the day from which a warning is an error',
      { refused: [{ layer: 'paperwork' }] },
      {},
      { requestTime: '2027-06-01T00:00:00.000Z' },
    ],
    [
      'where nobody that is known is granted nothing',
      { refused: [{ code: 'not-granted' }], status: 403 },
      {},
      { caller: 'anonymous' },
    ],
    [
      'where a body is no request at all',
      { refused: [{ code: 'malformed-request' }] },
      {},
      { body: '{' },
    ],
  ])('%s', async (_, expected, members, facts) => {
    expect((await run(expected, members, facts)).differences).toEqual([]);
  });
});

describe('a test fails', () => {
  it.each<[string, TestCase['expect'], object, object[]]>([
    [
      'where the request is refused after all',
      { created: true },
      sends,
      [{ what: 'outcome', expected: 'created', got: 'refused: 422 policy-violation' }],
    ],
    [
      'where it is created after all',
      { refused: [{ pointer: '/status' }] },
      {},
      [{ what: 'outcome', expected: 'refused', got: 'created' }],
    ],
    [
      'where a value is another one, with the layer that it is from',
      { created: true, values: { '/enhancedImageMetadataEnabled': false, '/name': 'other' } },
      {},
      [
        {
          what: '/enhancedImageMetadataEnabled',
          expected: 'false',
          got: 'true, from layer organization',
        },
        { what: '/name', expected: '"other"', got: '"web-server", from the caller' },
      ],
    ],
    [
      'where a pointer leads nowhere, with the one that may be meant',
      { created: true, values: { '/shedule/timezone': 'Etc/UTC' } },
      {},
      [
        {
          what: '/shedule/timezone',
          expected: '"Etc/UTC"',
          got: 'nothing. Did you mean "/schedule/timezone"?',
        },
      ],
    ],
    [
      'where a value is there that is not to be',
      { created: true, values: { '/schedule/timezone': null } },
      {},
      [
        {
          what: '/schedule/timezone',
          expected: 'nothing',
          got: '"Etc/UTC", from layer organization',
        },
      ],
    ],
    [
      'where another grant covers',
      { created: true, grant: 'web' },
      {},
      [{ what: 'grant', expected: '"web"', got: '"known"' }],
    ],
    [
      'where an error has another code',
      { refused: [{ pointer: '/enhancedImageMetadataEnabled', code: 'not-allowed' }] },
      sends,
      [
        {
          what: 'error',
          expected: 'pointer "/enhancedImageMetadataEnabled", code "not-allowed"',
          got: 'pointer "/enhancedImageMetadataEnabled", code "enforced", layer "organization". Did you mean "enforced"?',
        },
      ],
    ],
    [
      'where an error is of another layer, with that one',
      { refused: [{ code: 'enforced', layer: 'paperwork' }] },
      sends,
      [
        {
          what: 'error',
          expected: 'code "enforced", layer "paperwork"',
          got: 'pointer "/enhancedImageMetadataEnabled", code "enforced", layer "organization". Did you mean "organization"?',
        },
      ],
    ],
    [
      'where a layer is named that there is not',
      { refused: [{ layer: 'organisation' }] },
      sends,
      [
        {
          what: 'error',
          expected: 'layer "organisation"',
          got: 'the policy has no such layer. Did you mean "organization"?',
        },
      ],
    ],
    [
      'where a warning is not given',
      { created: true, warnings: [{ pointer: '/tags', layer: 'organization' }] },
      {},
      [{ what: 'warning', expected: 'pointer "/tags", layer "organization"', got: 'none such' }],
    ],
    [
      'where the answer has another status and code',
      { refused: [], status: 400, code: 'validation-failed' },
      sends,
      [
        { what: 'status', expected: '400', got: '422' },
        { what: 'code', expected: 'validation-failed', got: 'policy-violation' },
      ],
    ],
  ])('%s', async (_, expected, members, differences) => {
    expect((await run(expected, members)).differences).toEqual(differences);
  });
});

/** What is said of the statements of the policy after some tests: path by path. */
const coverageAfter = async (...tests: readonly (readonly [object, Partial<TestCase>])[]) => {
  const results = await Promise.all(
    tests.map(([members, facts]) => run({ refused: [] }, members, facts)),
  );
  const { unused, neverRefused, ...counts } = coverageOf(
    policy.policy,
    results.map((one) => one.run),
  );
  const places = (statements: typeof unused) =>
    statements.map(({ section, path }) => `${section} ${path}`.trimEnd());
  return { ...counts, unused: places(unused), neverRefused: places(neverRefused) };
};

describe('what no test used, and what none saw refuse', () => {
  const demands = [
    'enforced enhancedImageMetadataEnabled',
    'allowed executionRole',
    'forbidden tags.Password',
    'tagPolicies team',
    'required description',
  ];
  const all = ['defaults schedule.timezone', ...demands, 'grants'];

  it('is everything where no layer was looked at', async () => {
    expect(await coverageAfter([{}, { caller: 'anonymous' }])).toEqual({
      statements: 7,
      used: 0,
      percent: 0,
      unused: all,
      neverRefused: demands,
    });
  });

  it('is not a value that a request got, nor what is required of one, nor the grant that covered it', async () => {
    expect(await coverageAfter([{}, {}])).toMatchObject({
      used: 4,
      unused: ['allowed executionRole', 'forbidden tags.Password', 'tagPolicies team'],
      // A warning is one that was seen.
      neverRefused: demands.slice(0, -1),
    });
  });

  it('is a default in whose place the caller sent something', async () => {
    const { unused } = await coverageAfter([{ schedule: { timezone: 'Europe/Berlin' } }, {}]);
    expect(unused).toContain('defaults schedule.timezone');
  });

  it('is a layer to which an exception was made', async () => {
    const { unused } = await coverageAfter([
      sends,
      { ...old, requestTime: '2027-01-01T00:00:00.000Z' },
    ]);
    expect(unused).toEqual(all.filter((one) => one !== 'required description' && one !== 'grants'));
  });

  it('is a list that was there and never broken', async () => {
    const role = 'arn:aws:iam::222222222222:role/imagebuilder/web';
    const kept = await coverageAfter([{ executionRole: role }, {}]);
    expect(kept.unused).not.toContain('allowed executionRole');
    expect(kept.neverRefused).toContain('allowed executionRole');
    const broken = await coverageAfter([{ executionRole: 'admin' }, {}]);
    expect(broken.neverRefused).not.toContain('allowed executionRole');
  });

  it.each([
    ['enforced enhancedImageMetadataEnabled', sends],
    ['forbidden tags.Password', { tags: { Password: 'x' } }],
    ['tagPolicies team', { tags: { Team: 'data' } }],
  ])('is %s until a request breaks it', async (place, members) => {
    expect((await coverageAfter([{}, {}])).neverRefused).toContain(place);
    const after = await coverageAfter([members, {}]);
    expect(after.neverRefused).not.toContain(place);
    expect(after.unused).not.toContain(place);
  });

  it('is told with the layer, the path and the place in the document', async () => {
    const result = await run({ created: true });
    const coverage = coverageOf(policy.policy, [result.run]);
    const lines = testLines({ results: [result], coverage, least: 58 });
    expect(lines).toContain('coverage: 4 of 7 statements used, 57 per cent; less than 58');
    expect(lines.join('\n')).toContain(`
Used by no test:
  layer organization  allowed      executionRole  /layers/1/allowed/executionRole
  layer organization  forbidden    tags.Password  /layers/1/forbidden/tags.Password
  layer organization  tagPolicies  team           /layers/1/tagPolicies/0/tags/team
`);
  });

  it('is nothing in a policy that states nothing', () => {
    const nothing = compiledPolicyOf({ layers: [{ name: 'organization' }] });
    expect(coverageOf(nothing.policy, [])).toEqual({
      statements: 0,
      used: 0,
      percent: 100,
      unused: [],
      neverRefused: [],
    });
  });

  it('is a default in whose place its own layer enforces another value', async () => {
    const twice = compiledPolicyOf({
      layers: [{ name: 'a', defaults: { status: 'ENABLED' }, enforced: { status: 'DISABLED' } }],
    });
    const { run: only } = await run({ created: true }, {}, {}, twice);
    expect(coverageOf(twice.policy, [only]).unused.map(({ section }) => section)).toEqual([
      'defaults',
    ]);
  });

  it('tells two lists apart whose errors stand at one place', async () => {
    const two = compiledPolicyOf({
      layers: [
        {
          name: 'organization',
          required: { 'workflows[].workflowArn': ['*'], 'workflows[].onFailure': ['ABORT'] },
        },
      ],
    });
    const workflow = { workflowArn: 'arn:aws:imagebuilder:eu-west-1:aws:workflow/test/a/1.0.0/1' };
    const result = await run(
      { refused: [{ pointer: '/workflows' }] },
      { executionRole: 'build', workflows: [workflow] },
      {},
      two,
    );
    expect(result.differences).toEqual([]);
    expect(coverageOf(two.policy, [result.run]).neverRefused.map(({ path }) => path)).toEqual([
      'workflows[].workflowArn',
    ]);
  });
});
