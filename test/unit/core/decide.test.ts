import { describe, expect, it } from 'vitest';
import type { Issue } from '../../../src/json/issue.ts';
import { deepFreeze } from '../../../src/json/deep-freeze.ts';
import type { JsonObject } from '../../../src/json/json-value.ts';
import { decide, type Decision } from '../../../src/core/decide.ts';
import type { ServedTargets } from '../../../src/core/target.ts';
import { compilePolicy } from '../../../src/policy/compile.ts';
import type { Layer, OrganizationPolicy } from '../../../src/policy/document.ts';
import type { ReportedTagPolicy } from '../../../src/policy/tags/tag-policy.ts';
import type { RequestFacts } from '../../../src/policy/variables.ts';
import { checkShape } from '../../../src/schema/request-schema.ts';

const facts: RequestFacts = {
  caller: {
    id: 'arn:aws:sts::111122223333:assumed-role/payments-ci/build',
    account: '111122223333',
    groups: [],
  },
  requestTime: '2026-08-01T12:00:00.000Z',
};
const prefix = 'arn:aws:imagebuilder:eu-west-1:123456789012';
const image = `${prefix}:image-recipe/web/1.0.0`;
const container = `${prefix}:container-recipe/web/1.0.0`;
const infrastructureConfigurationArn = `${prefix}:infrastructure-configuration/standard`;
const role = 'arn:aws:iam::123456789012:role/imagebuilder/build';
const base = { name: 'web', infrastructureConfigurationArn };
/** What every request needs. */
const smallest = { ...base, imageRecipeArn: image };

interface Rest extends Partial<OrganizationPolicy> {
  readonly inherited?: ReportedTagPolicy;
  readonly served?: ServedTargets;
}

/** What becomes of exactly these members; everything that is given is frozen first. */
const decided = (
  layers: readonly Layer[],
  sent: JsonObject,
  { inherited, served, ...rest }: Rest = {},
): Decision => {
  const compiled = compilePolicy(deepFreeze({ layers, ...rest }));
  const policy = inherited === undefined ? compiled : compiled.withInherited(inherited);
  const { issues } = checkShape(sent);
  const received = deepFreeze({ ...facts, sent, shapeIssues: issues });
  return decide(policy, received, served);
};
/** What becomes of a small request with these members. */
const withMembers = (layers: readonly Layer[], members: JsonObject, rest?: Rest): Decision =>
  decided(layers, { ...smallest, ...members }, rest);

/** What stands against a request, as `pointer code`. */
const issuesOf = (decision: Decision): string[] =>
  decision.refusal === undefined
    ? []
    : decision.issues.map(({ pointer, code }) => `${pointer} ${code}`);

/** The sources of all but the members that every request needs. */
const sourcesIn = ({ provenance }: Decision): Record<string, string> =>
  Object.fromEntries(
    Object.entries(provenance).filter(([pointer]) => !Object.hasOwn(smallest, pointer.slice(1))),
  );

const detailsOf = (decision: Decision): readonly Issue[] =>
  decision.refusal === undefined ? [] : decision.issues;

describe('defaults', () => {
  it('are what the caller leaves out, and the caller goes before all of them', () => {
    const decision = withMembers(
      [
        { name: 'a', defaults: { status: 'ENABLED', schedule: { timezone: 'Etc/UTC' } } },
        { name: 'b', defaults: { schedule: { timezone: 'Europe/Berlin' }, description: 'b' } },
      ],
      { description: 'mine', schedule: { scheduleExpression: 'rate(1 day)' } },
    );
    expect(decision).toEqual({
      request: {
        ...smallest,
        status: 'ENABLED',
        schedule: { timezone: 'Europe/Berlin', scheduleExpression: 'rate(1 day)' },
        description: 'mine',
      },
      layers: ['a', 'b'],
      warnings: [],
      provenance: {
        '/name': 'caller',
        '/infrastructureConfigurationArn': 'caller',
        '/imageRecipeArn': 'caller',
        '/status': 'a',
        '/schedule/timezone': 'b',
        '/schedule/scheduleExpression': 'caller',
        '/description': 'caller',
      },
    });
  });

  it.each([
    [{ containerRecipeArn: container }, { imageRecipeArn: image }],
    [{ imageRecipeArn: image }, { containerRecipeArn: container }],
  ])('of one recipe %j give way to the other kind: %j', (defaults, recipe) => {
    const sent = { ...base, ...recipe };
    const { refusal, request, provenance } = decided([{ name: 'a', defaults }], sent);
    expect([refusal, request]).toEqual([undefined, sent]);
    expect(new Set(Object.values(provenance))).toEqual(new Set(['caller']));
  });

  it('of layers that do not apply are left out', () => {
    const layers = [{ name: 'a', applies: { accounts: ['4*'] }, defaults: { status: 'ENABLED' } }];
    expect(withMembers(layers, {})).toMatchObject({ request: smallest, layers: [] });
  });
});

describe('an enforced value', () => {
  const scanned: Layer[] = [
    {
      name: 'organization',
      enforced: { imageScanningConfiguration: { imageScanningEnabled: true } },
    },
    { name: 'team', enforced: { imageScanningConfiguration: { imageScanningEnabled: false } } },
  ];
  const pointer = '/imageScanningConfiguration/imageScanningEnabled';

  it.each([
    ['where the caller says nothing', {}],
    [
      'and is the layer’s where the caller sends it itself',
      { imageScanningConfiguration: { imageScanningEnabled: true } },
    ],
  ])('is set as the more general layer says, %s', (_, sent) => {
    const decision = withMembers(scanned, sent);
    expect(decision.refusal).toBeUndefined();
    expect(decision).toMatchObject({
      request: { imageScanningConfiguration: { imageScanningEnabled: true } },
    });
    expect(sourcesIn(decision)).toEqual({ [pointer]: 'organization' });
  });

  it('goes before the default of any layer', () => {
    const layers = [
      { name: 'a', enforced: { status: 'ENABLED' } },
      { name: 'b', defaults: { status: 'DISABLED' } },
    ];
    expect(withMembers(layers, {}).request).toEqual({ ...smallest, status: 'ENABLED' });
  });

  it('that the caller contradicts is a refusal in words, and its own value stays to be seen', () => {
    const sent = { imageScanningConfiguration: { imageScanningEnabled: false } };
    const decision = withMembers(scanned, sent);
    expect(decision).toMatchObject({
      refusal: 'policy-violation',
      issues: [
        {
          pointer,
          code: 'enforced',
          detail:
            'The policy layer "organization" sets it to true and it cannot be changed: leave it out or send that value. Sent: false.',
        },
      ],
    });
    expect(decision.request).toEqual({ ...smallest, ...sent });
    expect(sourcesIn(decision)).toEqual({ [pointer]: 'caller' });
  });

  it('that is not contradicted is set beside one that is', () => {
    const layers: Layer[] = [
      { name: 'a', enforced: { status: 'ENABLED', tags: { A: '1', B: '2' }, description: 'a' } },
    ];
    const decision = withMembers(layers, { status: 'DISABLED', tags: { B: 'x', C: '3' } });
    expect(issuesOf(decision)).toEqual(['/status enforced', '/tags/B enforced']);
    expect(decision.request).toEqual({
      ...smallest,
      status: 'DISABLED',
      tags: { A: '1', B: 'x', C: '3' },
      description: 'a',
    });
    expect(sourcesIn(decision)).toEqual({
      '/status': 'caller',
      '/tags/A': 'a',
      '/tags/B': 'caller',
      '/tags/C': 'caller',
      '/description': 'a',
    });
  });

  it.each([
    [
      'a list in another order',
      {
        workflows: [
          { workflowArn: `${prefix}:workflow/test/a/1.0.0` },
          { workflowArn: `${prefix}:workflow/test/b/1.0.0` },
        ],
      },
      {
        workflows: [
          { workflowArn: `${prefix}:workflow/test/b/1.0.0` },
          { workflowArn: `${prefix}:workflow/test/a/1.0.0` },
        ],
      },
      '/workflows',
    ],
    ['another text', { description: 'x' }, { description: 'X' }, '/description'],
    ['a tag in another case', { tags: { A: 'x' } }, { tags: { A: 'X' } }, '/tags/A'],
    [
      'a tag whose key is escaped',
      { tags: { 'a/b=c': '1' } },
      { tags: { 'a/b=c': '2' } },
      '/tags/a~1b=c',
    ],
  ])('is contradicted by %s', (_, enforced, sent, at) => {
    const decision = withMembers([{ name: 'a', enforced }], { executionRole: role, ...sent });
    expect(issuesOf(decision)).toEqual([`${at} enforced`]);
  });

  it('is the same list or object whatever the order of its members', () => {
    const workflowArn = `${prefix}:workflow/test/a/1.0.0`;
    const enforced = { workflows: [{ workflowArn, onFailure: 'ABORT' }] };
    const sent = { workflows: [{ onFailure: 'ABORT', workflowArn }], executionRole: role };
    expect(issuesOf(withMembers([{ name: 'a', enforced }], sent))).toEqual([]);
  });

  it('that is {} is contradicted by no object, since it says nothing', () => {
    const layers = [{ name: 'a', enforced: { schedule: {}, workflows: [] } }];
    const sent = { schedule: { timezone: 'Etc/UTC' } };
    const decision = withMembers(layers, sent);
    expect(decision.refusal).toBeUndefined();
    expect(decision).toMatchObject({ request: sent });
    expect(sourcesIn(decision)).toEqual({ '/schedule/timezone': 'caller', '/workflows': 'a' });
    expect(withMembers(layers, {}).request).toEqual({ ...smallest, schedule: {}, workflows: [] });
  });

  it.each([
    ['imageRecipeArn', image, 'containerRecipeArn', container],
    ['containerRecipeArn', container, 'imageRecipeArn', image],
  ])('of a recipe, %s, refuses the other kind', (member, value, other, recipe) => {
    const decision = decided([{ name: 'a', enforced: { [member]: value } }], {
      ...base,
      [other]: recipe,
    });
    expect(decision).toMatchObject({
      refusal: 'policy-violation',
      issues: [
        {
          pointer: `/${other}`,
          code: 'enforced',
          detail: `The policy layer "a" sets "${member}" to "${value}", so "${other}" cannot be given: leave it out.`,
        },
      ],
    });
    expect(decision.request).toEqual({ ...base, [other]: recipe });
  });

  it('of a recipe displaces a default of the other kind', () => {
    const layers = [
      { name: 'a', enforced: { imageRecipeArn: image } },
      { name: 'b', defaults: { containerRecipeArn: container } },
    ];
    const { refusal, request, provenance } = decided(layers, base);
    expect([refusal, request]).toEqual([undefined, smallest]);
    expect(provenance).not.toHaveProperty('/containerRecipeArn');
  });

  it('in a tag has its variables filled in before it is compared', () => {
    const layers = [{ name: 'a', enforced: { tags: { By: '${account}' } } }];
    expect(issuesOf(withMembers(layers, { tags: { By: '111122223333' } }))).toEqual([]);
    const [issue] = detailsOf(withMembers(layers, { tags: { By: 'me' } }));
    expect(issue?.detail).toContain('sets it to "111122223333"');
    expect(withMembers(layers, {}).request).toMatchObject({ tags: { By: '111122223333' } });
  });

  it('is named once, whatever an allowed list says of the caller’s value too', () => {
    const layers = [
      { name: 'a', enforced: { status: 'ENABLED' }, allowed: { status: ['ENABLED'] } },
    ];
    expect(issuesOf(withMembers(layers, { status: 'DISABLED' }))).toEqual(['/status enforced']);
  });
});

describe('variables', () => {
  it('of defaults are filled in, and a caller’s own tags stay as they were sent', () => {
    const layers = [{ name: 'a', defaults: { tags: { By: '${account}', At: '${requestTime}' } } }];
    expect(withMembers(layers, { tags: { At: '1' } }).request).toMatchObject({
      tags: { By: '111122223333', At: '1' },
    });
    expect(withMembers(layers, { tags: { By: '${caller}' } }).request).toMatchObject({
      tags: { By: '${caller}' },
    });
  });
});

describe('allowed values', () => {
  it('hold for what defaults supply as for what the caller sends', () => {
    const layers: Layer[] = [
      { name: 'a', defaults: { executionRole: 'other' } },
      { name: 'b', allowed: { executionRole: ['build-*'] } },
    ];
    expect(withMembers(layers, {}).refusal).toBe('policy-violation');
    expect(issuesOf(withMembers(layers, {}))).toEqual(['/executionRole not-allowed']);
    expect(issuesOf(withMembers(layers, { executionRole: 'build-web' }))).toEqual([]);
    expect(issuesOf(withMembers(layers, { executionRole: 'web' }))).toHaveLength(1);
  });
});

describe('empty tags', () => {
  it('are left out, since the service wants at least one', () => {
    const decision = withMembers([], { tags: {}, imageTags: {} });
    expect(decision.request).toEqual(smallest);
    expect(sourcesIn(decision)).toEqual({});
    expect(withMembers([], { tags: {}, imageTags: { A: '1' } }).request).toEqual({
      ...smallest,
      imageTags: { A: '1' },
    });
  });

  it('are filled by a layer like tags that are absent', () => {
    const layers = [{ name: 'a', defaults: { tags: { A: '1' } } }];
    expect(withMembers(layers, { tags: {} }).request).toEqual({ ...smallest, tags: { A: '1' } });
  });

  it('leave an object alone that is not a map of tags', () => {
    expect(withMembers([], { schedule: {} }).request).toEqual({ ...smallest, schedule: {} });
  });
});

describe('a request that is not complete', () => {
  it.each(['tags', 'imageTags'])('after merging has too many %s', (member) => {
    const many = (from: number, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`T${from + index}`, 'x']));
    const layers = [{ name: 'a', defaults: { [member]: many(0, 3) } }];
    expect(issuesOf(withMembers(layers, { [member]: many(1, 49) }))).toEqual([]);
    const decision = withMembers(layers, { [member]: many(3, 48) });
    expect(decision.refusal).toBe('validation-failed');
    expect(detailsOf(decision)).toEqual([
      {
        pointer: `/${member}`,
        code: 'too-many-members',
        detail: `"${member}" must be a map of 1 to 50 tags; got 51. 48 of yours and "T0", "T1", "T2" of the policy layer "a" make 51.`,
        layer: 'a',
      },
    ]);
  });

  it('is told once of too many tags that it sent itself', () => {
    const tags = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`T${index}`, 'x']));
    expect(issuesOf(withMembers([], { tags }))).toEqual(['/tags too-many-members']);
    const layers = [{ name: 'a', defaults: { tags: { A: '1' } } }];
    const { T50: _, ...first } = tags;
    expect(withMembers(layers, { tags }).request).toMatchObject({ tags: { ...first, A: '1' } });
  });

  it('hears of no tag that it is missing where it sent it, as one of too many', () => {
    const required = ['imagebuilder:image-pipeline'];
    const inherited = {
      tags: Object.fromEntries(
        ['T50', 'T51'].map((key) => [
          key.toLowerCase(),
          { tag_key: key, report_required_tag_for: required },
        ]),
      ),
    };
    const tags = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`T${index}`, 'x']));
    expect(issuesOf(decided([], { ...smallest, tags }, { inherited }))).toEqual([
      '/tags too-many-members',
      '/tags/T51 required-tag-missing',
    ]);
  });

  it('is told of a hundred mistakes, and the policy is not looked at beyond them', () => {
    const value = Array.from({ length: 1_000 }, (_, index) => (index < 98 ? index : 'x'));
    const layers = [{ name: 'a', allowed: { 'workflows[].parameters[].value[]': ['production'] } }];
    const workflow = (values: readonly unknown[]) => [
      {
        workflowArn: `${prefix}:workflow/test/x/1.0.0`,
        parameters: [{ name: 'p', value: values }],
      },
    ];
    const codes = (values: readonly unknown[]) =>
      Object.groupBy(
        withMembers(layers, { workflows: workflow(values), executionRole: role }).refusal ===
          undefined
          ? []
          : issuesOf(withMembers(layers, { workflows: workflow(values), executionRole: role })),
        (line) => line.split(' ')[1] ?? '',
      );
    const some = codes(value);
    expect([some['wrong-type']?.length, some['not-allowed']?.length]).toEqual([98, 2]);
    const all = codes(value.map((_, index) => index));
    expect([all['wrong-type']?.length, all['not-allowed']?.length]).toEqual([100, undefined]);
  });

  it('is told of each member that nobody supplied, the name among them', () => {
    const decision = decided([], { schedule: { autoDisablePolicy: {} } });
    expect(decision.refusal).toBe('validation-failed');
    expect(issuesOf(decision)).toEqual([
      '/name required',
      '/infrastructureConfigurationArn required',
      '/schedule/autoDisablePolicy/failureCount required',
      '/imageRecipeArn exactly-one-recipe',
    ]);
  });

  it('is complete when a layer supplies the rest', () => {
    const layers = [
      {
        name: 'a',
        defaults: {
          infrastructureConfigurationArn,
          schedule: { autoDisablePolicy: { failureCount: 3 } },
        },
        enforced: { imageRecipeArn: image },
      },
    ];
    const sent = { name: 'web', schedule: { autoDisablePolicy: {} } };
    expect(decided(layers, sent).refusal).toBeUndefined();
    expect(decided(layers, sent)).toMatchObject({
      request: { ...smallest, schedule: { autoDisablePolicy: { failureCount: 3 } } },
    });
  });
});

describe('a malformed member', () => {
  const layers: Layer[] = [
    {
      name: 'a',
      defaults: { status: 'DISABLED', schedule: { timezone: 'Etc/UTC' }, tags: { D: '1' } },
      allowed: { executionRole: ['build'], 'schedule.timezone': ['Etc/UTC'] },
    },
    { name: 'b', enforced: { enhancedImageMetadataEnabled: true, tags: { E: '1' } } },
  ];

  it('counts as present with a value that is unknown: no default takes its place', () => {
    const decision = withMembers(layers, { status: 'enabled', schedule: 'daily' });
    expect(decision.refusal).toBe('validation-failed');
    expect(issuesOf(decision)).toEqual(['/schedule wrong-type', '/status not-in-enum']);
    expect(decision.request).toStrictEqual({
      ...smallest,
      status: undefined,
      schedule: undefined,
      tags: { D: '1', E: '1' },
      enhancedImageMetadataEnabled: true,
    });
    expect(decision.provenance).toMatchObject({ '/status': 'caller', '/schedule': 'caller' });
  });

  it.each<[string, JsonObject, string]>([
    ['an enforced value', { enhancedImageMetadataEnabled: 'no' }, '/enhancedImageMetadataEnabled'],
    ['an enforced tag', { tags: { E: 2 } }, '/tags/E'],
    ['enforced tags', { tags: ['E'] }, '/tags'],
    ['an allowed list', { executionRole: 7 }, '/executionRole'],
    ['an allowed list deeper down', { schedule: { timezone: 7 } }, '/schedule/timezone'],
    ['an allowed list of what it holds', { schedule: 'x' }, '/schedule'],
  ])('breaks nothing else: %s', (_, members, pointer) => {
    expect(issuesOf(withMembers(layers, members))).toEqual([`${pointer} wrong-type`]);
  });

  it.each([
    ['imageRecipeArn', image, 'containerRecipeArn'],
    ['containerRecipeArn', container, 'imageRecipeArn'],
  ])('that is a recipe is one all the same, beside an enforced %s', (member, value, other) => {
    const enforced = { [member]: value };
    const decision = decided([{ name: 'a', enforced }], { ...base, [other]: 7 });
    expect(issuesOf(decision)).toEqual([`/${other} wrong-type`]);
    expect(issuesOf(decided([], { ...base, [other]: 7 }))).toEqual([`/${other} wrong-type`]);
  });

  it('keeps no other issue from being named, and each leaf has one source', () => {
    const decision = withMembers(layers, {
      status: 7,
      tags: 'x',
      executionRole: 'other',
      enhancedImageMetadataEnabled: false,
      schedule: { timezone: 'Mars', colour: 1 },
    });
    expect(issuesOf(decision).sort()).toEqual([
      '/enhancedImageMetadataEnabled enforced',
      '/executionRole not-allowed',
      '/schedule/colour unknown-member',
      '/schedule/timezone not-allowed',
      '/schedule/timezone unknown-time-zone',
      '/status wrong-type',
      '/tags wrong-type',
    ]);
    expect(decision.request).toMatchObject({ tags: { E: '1' }, schedule: { timezone: 'Mars' } });
    expect(decision.request).not.toHaveProperty('schedule.colour');
    expect(sourcesIn(decision)).toEqual({
      '/status': 'caller',
      '/tags/E': 'b',
      '/executionRole': 'caller',
      '/enhancedImageMetadataEnabled': 'caller',
      '/schedule/timezone': 'caller',
    });
  });

  it('within a list that is enforced is quoted as it was sent', () => {
    const workflowArn = `${prefix}:workflow/test/a/1.0.0`;
    const enforced = { workflows: [{ workflowArn }], executionRole: role };
    const decision = withMembers([{ name: 'a', enforced }], { workflows: [{ workflowArn: 'x' }] });
    expect(issuesOf(decision)).toEqual([
      '/workflows/0/workflowArn pattern-mismatch',
      '/workflows enforced',
    ]);
    expect(detailsOf(decision)[1]?.detail).toMatch(/ Sent: \[\{"workflowArn":"x"\}\]\.$/);
  });
});

describe('everything that stands against a request', () => {
  const layers: Layer[] = [
    { name: 'a', enforced: { status: 'ENABLED' }, allowed: { description: ['x'] } },
  ];
  const elsewhere: ServedTargets = { account: '999999999999', region: 'us-east-1' };
  const mistake = { schedule: { timezone: 'Mars' } };
  const breach = { status: 'DISABLED', description: 'y' };

  it.each<[string, JsonObject, Decision['refusal'], readonly string[]]>([
    [
      'a mistake of shape, one of rules, and breaches',
      { ...mistake, ...breach, enhancedImageMetadataEnabled: 1 },
      'validation-failed',
      [
        '/enhancedImageMetadataEnabled wrong-type',
        '/schedule/timezone unknown-time-zone',
        '/infrastructureConfigurationArn target-not-allowed',
        '/status enforced',
        '/description not-allowed',
      ],
    ],
    [
      'a mistake of the rules alone',
      mistake,
      'validation-failed',
      [
        '/schedule/timezone unknown-time-zone',
        '/infrastructureConfigurationArn target-not-allowed',
      ],
    ],
    [
      'breaches',
      breach,
      'target-not-allowed',
      [
        '/infrastructureConfigurationArn target-not-allowed',
        '/status enforced',
        '/description not-allowed',
      ],
    ],
    [
      'the target',
      {},
      'target-not-allowed',
      ['/infrastructureConfigurationArn target-not-allowed'],
    ],
  ])(
    'is named at once, a mistake before the target before a breach: %s',
    (_, sent, refusal, issues) => {
      const decision = withMembers(layers, sent, { served: elsewhere });
      expect([decision.refusal, issuesOf(decision)]).toEqual([refusal, issues]);
    },
  );

  it('does not include the target where it is served or not asked about', () => {
    const served = { account: '123456789012', region: 'eu-west-1' };
    expect(withMembers(layers, {}, { served }).refusal).toBeUndefined();
    expect(withMembers(layers, {}).refusal).toBeUndefined();
    expect(withMembers(layers, {}).request).toEqual({ ...smallest, status: 'ENABLED' });
  });

  it('does not keep warnings from being told', () => {
    const warned = {
      imageTestsConfiguration: { timeoutMinutes: 90 },
      schedule: { scheduleExpression: 'cron(0 0 * * SUN *)' },
    };
    for (const members of [warned, { ...warned, ...breach }, { ...warned, executionRole: 7 }]) {
      expect(withMembers(layers, members).warnings.map(({ code }) => code)).toEqual([
        'ignored-by-image-builder',
        'cron-without-question-mark',
      ]);
    }
    expect(withMembers(layers, warned, { served: elsewhere }).warnings).toHaveLength(2);
  });
});

describe('tag policies', () => {
  const costCenter: Layer = {
    name: 'organization',
    tagPolicies: [
      {
        tags: {
          costcenter: {
            tag_key: { '@@assign': 'CostCenter' },
            tag_value: { '@@assign': ['100', '200*'] },
            report_required_tag_for: { '@@assign': ['imagebuilder:image-pipeline'] },
          },
        },
      },
    ],
  };
  const breach = { tags: { CostCenter: '300' } };

  it('refuse a breach, by default and where they are to', () => {
    const decision = withMembers([costCenter], breach);
    expect(decision).toMatchObject({ refusal: 'policy-violation', warnings: [] });
    expect(detailsOf(decision)).toEqual([
      {
        pointer: '/tags/CostCenter',
        code: 'tag-value-not-allowed',
        layer: 'organization',
        detail:
          'The tag policy does not allow the specified value for the following tag key: "CostCenter". The value is "300". Allowed values: "100" or "200*", "*" being any characters.',
      },
    ]);
    expect(withMembers([costCenter], breach, { tagPolicyCompliance: 'error' })).toEqual(decision);
  });

  it('only warn of one, or do not look, where the policy says so', () => {
    const warned = withMembers([costCenter], breach, { tagPolicyCompliance: 'warning' });
    expect(warned.refusal).toBeUndefined();
    expect(warned.warnings.map(({ code }) => code)).toEqual(['tag-value-not-allowed']);
    const unseen = withMembers([costCenter], breach, { tagPolicyCompliance: 'disabled' });
    expect([unseen.refusal, unseen.warnings]).toEqual([undefined, []]);
  });

  it('hold for the tags after defaults, and miss what nobody supplies', () => {
    expect(issuesOf(withMembers([costCenter], {}))).toEqual([
      '/tags/CostCenter required-tag-missing',
    ]);
    const withDefault = [costCenter, { name: 'b', defaults: { tags: { CostCenter: '2001' } } }];
    expect(issuesOf(withMembers(withDefault, {}))).toEqual([]);
  });

  it('miss no tag whose value is malformed', () => {
    expect(issuesOf(withMembers([costCenter], { tags: { CostCenter: 300 } }))).toEqual([
      '/tags/CostCenter wrong-type',
    ]);
  });

  it('take a value of imageTags that is known at build time for a warning, and one of tags for a breach', () => {
    const value = '{{imagebuilder:buildDate}}';
    const decision = withMembers([costCenter], {
      tags: { CostCenter: value },
      imageTags: { CostCenter: value },
    });
    expect(issuesOf(decision)).toEqual(['/tags/CostCenter tag-value-not-allowed']);
    expect(decision.warnings.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/imageTags/CostCenter', 'tag-value-unresolved'],
    ]);
  });

  it('are inherited level by level from the layers that apply, below what the account inherits', () => {
    const team: Layer = {
      name: 'team',
      applies: { accounts: ['111122223333'] },
      tagPolicies: [{ tags: { costcenter: { tag_value: { '@@append': ['300'] } } } }],
    };
    expect(issuesOf(withMembers([costCenter, team], breach))).toEqual([]);
    const inherited = { tags: { team: { tag_value: ['web'], tag_key: 'Team' } } };
    expect(issuesOf(withMembers([], { tags: { Team: 'x' } }, { inherited }))).toEqual([
      '/tags/Team tag-value-not-allowed',
    ]);
  });
});
