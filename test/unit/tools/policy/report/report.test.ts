import { describe, expect, it } from 'vitest';
import type { OrganizationPolicy } from '../../../../../src/policy/document.ts';
import { readPipelineFile } from '../../../../../tools/policy/report/pipeline-file.ts';
import { reportOf, type Report } from '../../../../../tools/policy/report/report.ts';
import { reportDocument, reportLines } from '../../../../../tools/policy/report/report-text.ts';
import { policyOf } from '../../../../support/policy.ts';

const arn = (resource: string): string => `arn:aws:imagebuilder:eu-west-1:222222222222:${resource}`;

/** A pipeline as Image Builder lists it. */
const pipeline = (name: string, members: object = {}): Record<string, unknown> => ({
  arn: arn(`image-pipeline/${name}`),
  name,
  platform: 'Linux',
  enhancedImageMetadataEnabled: true,
  imageRecipeArn: arn('image-recipe/web/1.0.0'),
  infrastructureConfigurationArn: arn('infrastructure-configuration/standard'),
  imageTestsConfiguration: { imageTestsEnabled: true, timeoutMinutes: 720 },
  status: 'ENABLED',
  dateCreated: '2025-03-02T10:00:00.000Z',
  dateUpdated: '2025-11-02T10:00:00.000Z',
  dateLastRun: '2026-10-01T03:00:00.000Z',
  lastRunStatus: 'AVAILABLE',
  consecutiveFailures: 0,
  ...members,
});
const tagged = (name: string, tags: object): Record<string, unknown> => pipeline(name, { tags });

const now = '2026-12-01T12:00:00.000Z';
const report = (policy: object, pipelines: readonly object[], at = now): Promise<Report> => {
  const text = JSON.stringify({ requestId: 'x', imagePipelineList: pipelines });
  return reportOf(policyOf(policy), readPipelineFile(text).pipelines, at);
};

/** What is said of each pipeline, in a line each. */
const gist = async (policy: object, pipelines: readonly object[], at = now) => {
  const { refused, otherwise, same } = await report(policy, pipelines, at);
  return {
    refused: refused.map(({ pipeline: { name }, errors }) => [
      name,
      ...errors.map(({ pointer, code, layer, grant }) =>
        `${code} ${pointer} ${layer ?? grant ?? ''}`.trim(),
      ),
    ]),
    otherwise: otherwise.map(({ pipeline: { name }, changes }) => [
      name,
      ...changes.map(
        (change) =>
          `${change.pointer} ${String(change.old)} ${String(change.new)} ${change.layer ?? ''}`,
      ),
    ]),
    same: same.map(({ pipeline: { name } }) => name),
  };
};

const organization = {
  layers: [
    {
      name: 'organization',
      defaults: { schedule: { timezone: 'Etc/UTC' } },
      enforced: { tags: { ManagedBy: 'proxy' } },
      allowed: { executionRole: ['arn:aws:iam::*:role/imagebuilder/*'] },
      forbidden: { 'tags.Password': ['*'] },
    },
    {
      name: 'disks',
      applies: { request: { name: ['disk-*'] } },
      required: { distributionConfigurationArn: ['*'] },
    },
  ],
};
const schedule = { scheduleExpression: 'rate(7 days)', timezone: 'Etc/UTC' };
const managed = { tags: { ManagedBy: 'proxy' } };

describe('a report of the pipelines that exist', () => {
  it('says which would be refused, which created otherwise, and which as they are', async () => {
    expect(
      await gist(organization, [
        pipeline('fine', { ...managed, schedule }),
        pipeline('role', {
          ...managed,
          schedule,
          executionRole: 'arn:aws:iam::222222222222:role/admin',
        }),
        pipeline('disk-a', { ...managed, schedule }),
        pipeline('other', { tags: { ManagedBy: 'hand', Password: 'x' }, schedule }),
        pipeline('zone', { ...managed, schedule: { scheduleExpression: 'rate(7 days)' } }),
        pipeline('untagged', { schedule }),
      ]),
    ).toEqual({
      refused: [
        ['role', 'not-allowed /executionRole organization'],
        ['disk-a', 'required-by-policy /distributionConfigurationArn disks'],
        [
          'other',
          'enforced /tags/ManagedBy organization',
          'forbidden-by-policy /tags/Password organization',
        ],
      ],
      otherwise: [
        ['zone', '/schedule/timezone undefined Etc/UTC organization'],
        ['untagged', '/tags/ManagedBy undefined proxy organization'],
      ],
      same: ['fine'],
    });
  });

  it('leaves aside what AWS wrote itself, its tags too, and what is empty', async () => {
    const forbidding = {
      layers: [
        { name: 'organization', forbidden: { 'tags.aws:cloudformation:stack-name': ['*'] } },
      ],
    };
    const odd = {
      tags: { 'aws:cloudformation:stack-name': 'images' },
      imageTags: {},
      workflows: [],
      newMember: 1,
    };
    expect(await gist(forbidding, [pipeline('stack', odd)])).toMatchObject({ same: ['stack'] });
  });

  it('names what is wrong with a pipeline by itself, without a layer', async () => {
    const wrong = pipeline('wrong', { containerRecipeArn: arn('container-recipe/app/1.0.0') });
    const { rules } = await report({ layers: [] }, [wrong]);
    expect(rules).toMatchObject([
      { effect: 'refused', rule: expect.stringMatching(/^exactly-one-recipe/) as string },
    ]);
    expect(rules[0]).not.toHaveProperty('layer');
  });

  it('looks at the day that is asked for', async () => {
    const policy = {
      layers: [
        {
          name: 'paperwork',
          compliance: 'warning',
          errorFrom: '2027-06-01',
          required: { description: ['*'] },
        },
      ],
    };
    expect(await gist(policy, [pipeline('aaa')])).toMatchObject({ same: ['aaa'] });
    expect(await gist(policy, [pipeline('aaa')], '2027-06-01T00:00:00.000Z')).toMatchObject({
      refused: [['aaa', 'required-by-policy /description paperwork']],
    });
  });

  it('counts by layer and rule, refusals first, warnings of the policy last', async () => {
    const policy = {
      layers: [
        {
          name: 'organization',
          forbidden: { 'tags.Password': ['*'] },
          defaults: { description: 'x' },
        },
        { name: 'paperwork', compliance: 'warning', required: { 'tags.Team': ['*'] } },
      ],
    };
    const { rules } = await report(policy, [
      tagged('aaa', { Password: 'x' }),
      tagged('bbb', { Password: 'y' }),
      tagged('ccc', { Team: 'web' }),
    ]);
    expect(
      rules.map(({ effect, layer, rule, pipelines }) => [
        effect,
        layer,
        rule,
        pipelines.map(({ name }) => name),
      ]),
    ).toEqual([
      ['refused', 'organization', 'forbidden tags.Password', ['aaa', 'bbb']],
      ['otherwise', 'organization', 'defaults description', ['ccc']],
      ['warned', 'paperwork', 'required tags.Team', ['aaa', 'bbb']],
    ]);
  });
});

describe('the caller of a pipeline', () => {
  const ci = 'arn:aws:sts::111122223333:assumed-role/payments-ci/build';
  const policy = (members: object = {}): object => ({
    layers: [
      { name: 'organization', enforced: { tags: { CreatedBy: '${caller}' } } },
      {
        name: 'payments',
        applies: { callers: ['*payments*'], accounts: ['111122223333'] },
        forbidden: { description: ['*'] },
      },
    ],
    ...members,
  });
  const grants = [
    { name: 'payments', to: { callers: ['*payments*'] }, allowed: { name: ['payments-*'] } },
    { name: 'web', to: { groups: ['web'] } },
  ];

  it('is whom the tag names that the policy enforces as the caller, and layers and grants look at it', async () => {
    expect(
      await gist(policy({ grants }), [
        tagged('payments-a', { CreatedBy: ci }),
        tagged('web-a', { CreatedBy: ci }),
        pipeline('payments-b', { tags: { CreatedBy: ci }, description: 'x' }),
        tagged('payments-c', { CreatedBy: 'bot:other' }),
        tagged('payments-d', { CreatedBy: 'anonymous' }),
      ]),
    ).toEqual({
      refused: [
        ['web-a', 'not-granted /name payments'],
        ['payments-b', 'forbidden-by-policy /description payments'],
        ['payments-c', 'not-granted'],
        ['payments-d', 'not-granted'],
      ],
      otherwise: [],
      same: ['payments-a'],
    });
  });

  it('is not known without such a tag: grants and layers that look at it are not judged, and it is said', async () => {
    const made = await report(policy({ grants }), [
      pipeline('aaa', { description: 'x' }),
      tagged('payments-a', { CreatedBy: ci }),
    ]);
    expect(made.refused).toEqual([]);
    // It would get the tag that it lacks.
    expect(made.otherwise.map(({ changes }) => changes)).toEqual([
      [{ pointer: '/tags/CreatedBy', old: undefined, new: '${caller}', layer: 'organization' }],
    ]);
    expect(reportLines(policyOf(policy({ grants })), made)).toContain(
      'The caller is not known of 1 pipeline: aaa, since no tag names it (/tags/CreatedBy); not looked at: grants; layers that look at the caller (payments).',
    );
  });

  it('is not known where the tag names what no caller can be, and then the tag itself is refused', async () => {
    expect(await gist(policy({ grants }), [tagged('aaa', { CreatedBy: 'alice' })])).toMatchObject({
      refused: [['aaa', 'enforced /tags/CreatedBy organization']],
    });
  });

  it('is judged by sets of matchers and exceptions that do not depend on it', async () => {
    const layers = [
      { name: 'organization', enforced: { tags: { CreatedBy: '${caller}' } } },
      { name: 'old', applies: { groups: ['old'] } },
      {
        name: 'sets',
        applies: [{ groups: ['x'] }, { recipe: ['image'] }],
        forbidden: { description: ['one'] },
      },
      { name: 'strict', applies: { unless: ['old'] }, forbidden: { description: ['two'] } },
    ];
    expect(
      await gist({ layers }, [
        pipeline('one', { description: 'one' }),
        pipeline('two', { description: 'two' }),
      ]),
    ).toMatchObject({
      refused: [
        ['one', 'forbidden-by-policy /description sets'],
        ['two', 'forbidden-by-policy /description strict'],
      ],
    });
  });

  it('of a token is in groups that no tag names: what they may be granted is not judged, and it is said', async () => {
    const made = await report(policy({ grants }), [tagged('web-a', { CreatedBy: 'jwt:ana' })]);
    expect(made.same).toHaveLength(1);
    expect(reportLines(policyOf(policy({ grants })), made)).toContain(
      "The caller's groups are not known of 1 pipeline: web-a, since tags name no groups; not looked at: grants.",
    );
    const others = policy({ grants: [grants[0]] });
    expect(await gist(others, [tagged('web-a', { CreatedBy: 'jwt:ana' })])).toMatchObject({
      refused: [['web-a', 'not-granted']],
    });
    const known = policy({ grants: [...grants, { name: 'people', to: { callers: ['jwt:*'] } }] });
    const covered = await report(known, [tagged('web-a', { CreatedBy: 'jwt:ana' })]);
    expect(covered.same).toHaveLength(1);
    expect(reportLines(policyOf(known), covered).join('\n')).not.toContain('groups are not known');
  });

  it('may stand in a tag of images, and in any of several tags', async () => {
    const layers = [
      { name: 'a', applies: { groups: ['x'] }, enforced: { tags: { By: '${caller}' } } },
      { name: 'b', enforced: { imageTags: { By: '${caller}' } } },
      { name: 'payments', applies: { callers: ['*payments*'] }, forbidden: { description: ['*'] } },
    ];
    const made = pipeline('aaa', {
      imageTags: { By: ci },
      tags: { By: 'alice' },
      description: 'x',
    });
    expect(await gist({ layers }, [made])).toMatchObject({
      refused: [['aaa', 'forbidden-by-policy /description payments']],
    });
  });
});

describe('an enforced tag with variables', () => {
  const ci = 'arn:aws:sts::111122223333:assumed-role/payments-ci/build';
  const policy = {
    layers: [
      {
        name: 'organization',
        enforced: { tags: { CreatedBy: '${caller}', Made: 'in ${account} at ${requestTime}' } },
        allowed: { 'tags.CreatedBy': ['arn:*', 'jwt:*'] },
      },
    ],
  };
  const made = (Made: string, CreatedBy: string = ci) => tagged('aaa', { CreatedBy, Made });

  it.each([
    ['of another time', made('in 111122223333 at 2025-03-02T10:00:00.000Z'), 'same'],
    ['of another account', made('in 444455556666 at 2025-03-02T10:00:00.000Z'), 'refused'],
    ['that it cannot have come to', made('by hand'), 'refused'],
    [
      'of a token, whose account is not known',
      made('in unknown at 2025-03-02T10:00:00.000Z', 'jwt:ana'),
      'same',
    ],
    ['that is missing', tagged('aaa', { CreatedBy: ci }), 'otherwise'],
    [
      'of a caller that is not known',
      tagged('aaa', { Made: 'in 111122223333 at 2025-03-02T10:00:00.000Z' }),
      'otherwise',
    ],
  ] as const)('%s', async (_, existing, outcome) => {
    const { refused, otherwise, same } = await report(policy, [existing]);
    expect({ refused: refused.length, otherwise: otherwise.length, same: same.length }).toEqual({
      refused: 0,
      otherwise: 0,
      same: 0,
      [outcome]: 1,
    });
  });
});

describe('the files of a report', () => {
  const one = (name: string): string => JSON.stringify(pipeline(name));
  it.each([
    ['a page', `{"requestId": "x", "imagePipelineList": [${one('aaa')}, ${one('bbb')}]}`],
    [
      'pages behind each other',
      `{"imagePipelineList": [${one('aaa')}], "nextToken": "x"}\n{"imagePipelineList": [${one('bbb')}]}`,
    ],
    ['a list of pipelines', `[${one('aaa')}, ${one('bbb')}]`],
    [
      'a list of pages',
      `[{"imagePipelineList": [${one('aaa')}]}, {"imagePipelineList": [${one('bbb')}]}]`,
    ],
    ['pipelines, one a line', `${one('aaa')}\n${one('bbb')}`],
  ])('may be %s', (_, text) => {
    const { pipelines, diagnostics } = readPipelineFile(text);
    expect(diagnostics).toEqual([]);
    expect(pipelines.map(({ name }) => name)).toEqual(['aaa', 'bbb']);
  });

  it.each([
    ['{"imagePipelineList": [', '1:24 malformed-json'],
    ['', '1:1 malformed-json'],
    ['{"imageList": []}', '1:1 wrong-type'],
    ['7', '1:1 wrong-type'],
    ['{"imagePipelineList": {}}', '1:2 wrong-type'],
    [`{"imagePipelineList": [\n${one('aaa')},\n7]}`, '3:1 wrong-type'],
    [`{"imagePipelineList": [\n${one('aaa')},\n{}]}`, '3:1 wrong-type'],
  ])('are told what is wrong with %j', (text, expected) => {
    const said = readPipelineFile(text).diagnostics.map(
      ({ line, column, code }) => `${line}:${column} ${code}`,
    );
    expect(said).toEqual([expected]);
  });
});

describe('a report as text and as a document', () => {
  const policy: OrganizationPolicy = policyOf(organization);
  const refusedOnes = [
    pipeline('same-name', {
      ...managed,
      schedule,
      tags: { ManagedBy: 'proxy', Password: '\u001b[31m' },
    }),
    {
      ...pipeline('same-name', { schedule, ...managed, description: '' }),
      arn: arn('image-pipeline/other'),
    },
  ];

  it('calls two pipelines of one name by their ARNs, and lets nothing move the terminal', async () => {
    const lines = reportLines(policy, await report(organization, refusedOnes)).join('\n');
    expect(lines).toContain(
      `  refused  layer organization  forbidden tags.Password  1 pipeline: ${arn('image-pipeline/same-name')}`,
    );
    expect(lines).toContain(arn('image-pipeline/other'));
    expect(lines).not.toContain('\u001b');
  });

  it('has names and ARNs for programs', async () => {
    const document = reportDocument(await report(organization, refusedOnes.slice(0, 1)));
    const named = { name: 'same-name', arn: arn('image-pipeline/same-name') };
    expect(document).toMatchObject({
      requestTime: now,
      pipelines: 1,
      refused: [{ ...named, errors: [{ pointer: '/tags/Password', layer: 'organization' }] }],
      otherwise: [],
      same: [],
      rules: [{ effect: 'refused', rule: 'forbidden tags.Password', count: 1, pipelines: [named] }],
      notLookedAt: [{ unknown: 'caller', grants: false, layers: [], pipelines: [named] }],
    });
  });
});
