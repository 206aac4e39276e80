import type { Applies, Layer } from '../../../../src/policy/document.ts';
import type { CheckCase } from './check-cases.ts';

/** The day on which the cases are looked at. */
export const today = '2026-03-01';

const web = { groups: ['web'] };
const payments = { groups: ['payments'] };
const ci = { callers: ['arn:aws:sts::111122223333:assumed-role/ci/*'] };
const enabled = { defaults: { status: 'ENABLED' } } as const;
const infrastructure = (account: string, region = 'eu-west-1'): string =>
  `arn:aws:imagebuilder:${region}:${account}:infrastructure-configuration/standard`;
const tagPolicies = [
  {
    tags: {
      costcenter: {
        tag_key: { '@@assign': 'CostCenter' },
        tag_value: { '@@assign': ['100'] },
        report_required_tag_for: { '@@assign': ['imagebuilder:image-pipeline'] },
      },
    },
  },
];

const layers = (name: string, list: readonly Layer[], ...found: readonly string[]): CheckCase => ({
  name,
  layers: list,
  found,
});

/** Two layers, of which one enforces what the other does not allow: whether they can apply together. */
const meeting = (name: string, one: Layer['applies'], other: Layer['applies'], meets: boolean) =>
  layers(
    `${name}: ${meets ? 'may' : 'never'} apply together`,
    [
      { name: 'a', ...(one && { applies: one }), enforced: { status: 'DISABLED' } },
      { name: 'b', ...(other && { applies: other }), allowed: { status: ['ENABLED'] } },
    ],
    ...(meets ? ['error enforced-not-allowed /layers/0/enforced/status'] : []),
  );

const sets: readonly CheckCase[] = [
  meeting('sets of which two meet', [web, ci], [payments], true),
  meeting('sets of which no two meet', [ci, { accounts: ['1*'] }], [web, payments], false),
  meeting('days of which some are common', { from: '2026-05-01' }, { until: '2026-05-02' }, true),
  meeting('days before and after', { from: '2026-05-01' }, { until: '2026-05-01' }, false),
  meeting('an account', { targets: { accounts: ['1*'] } }, { targets: { accounts: ['*1'] } }, true),
  meeting(
    'accounts that differ',
    { targets: { accounts: ['1*'] } },
    { targets: { accounts: ['2*'], regions: ['*'] } },
    false,
  ),
  meeting(
    'Regions that differ',
    { targets: { regions: ['eu-*'] } },
    { targets: { regions: ['us-*', 'ap-*'] } },
    false,
  ),
  meeting(
    'requests for other values',
    { request: { 'tags.Env': ['prod'] } },
    { request: { 'tags.Env': ['dev', 'test*'] } },
    false,
  ),
  meeting(
    'requests for other items of a list',
    { request: { 'workflows[].workflowArn': ['*a'] } },
    { request: { 'workflows[].workflowArn': ['*b'] } },
    true,
  ),
  meeting('any number', { request: { 'schedule.autoDisablePolicy.failureCount': [1] } }, web, true),
  meeting(
    'more sets than are looked at',
    Array.from({ length: 15 }, (_, n): Applies => ({ accounts: [`1${n}*`] })),
    Array.from({ length: 15 }, (_, n): Applies => ({ accounts: [`2${n}*`] })),
    true,
  ),
  layers('an exception to the other', [
    { name: 'a', applies: web, enforced: { status: 'DISABLED' } },
    { name: 'b', applies: { unless: ['a'] }, allowed: { status: ['ENABLED'] } },
  ]),
  layers('an exception that always applies with the other', [
    { name: 'except', applies: web },
    {
      name: 'a',
      applies: { groups: ['web'], recipe: ['image'] },
      enforced: { status: 'DISABLED' },
    },
    { name: 'b', applies: { unless: ['exc*'] }, allowed: { status: ['ENABLED'] } },
  ]),
  layers(
    'an exception in one set of two',
    [
      { name: 'a', applies: web, enforced: { status: 'DISABLED' } },
      { name: 'b', applies: [{ unless: ['a'] }, payments], allowed: { status: ['ENABLED'] } },
    ],
    'error enforced-not-allowed /layers/0/enforced/status',
  ),
  layers(
    'an exception that always applies',
    [
      { name: 'a', ...enabled },
      { name: 'b', applies: { ...web, unless: ['a'] }, ...enabled },
    ],
    'error never-applies /layers/1/applies',
  ),
  layers(
    'a set of a list that no request meets, and an entry of another',
    [
      {
        name: 'a',
        applies: [web, { ...web, accounts: ['*'] }, { callers: [...ci.callers, 'role/ci'] }],
        ...enabled,
      },
    ],
    'warning entry-never-matches /layers/0/applies/1',
    'warning entry-never-matches /layers/0/applies/2/callers/1',
  ),
  layers(
    'a list of sets that no request meets',
    [{ name: 'a', applies: [{ ...web, accounts: ['*'] }, { callers: ['role/ci'] }], ...enabled }],
    'error never-applies /layers/0/applies',
  ),
  layers(
    'a value that a layer enforces already, for each of its sets',
    [
      { name: 'a', applies: [{ groups: ['*'] }, ci], enforced: { status: 'ENABLED' } },
      { name: 'b', applies: [web, payments], enforced: { status: 'ENABLED' } },
      { name: 'c', applies: [web, { accounts: ['*'] }], enforced: { status: 'ENABLED' } },
    ],
    'warning enforced-redundant /layers/1/enforced/status',
  ),
  ...(
    [
      [{ targets: { accounts: ['1*'] } }, { targets: { accounts: ['111122223333'] } }],
      [{ request: { name: ['a'] } }, { request: { name: ['a'] } }],
      [{ from: '2026-01-01' }, { from: '2026-02-01' }],
      [{ until: '2027-02-01' }, { until: '2027-01-01' }],
    ] satisfies [Applies, Applies][]
  ).flatMap(([wide, narrow]) => [
    layers(
      `${JSON.stringify(wide)} whenever ${JSON.stringify(narrow)}`,
      [
        { name: 'a', applies: wide, enforced: { description: 'x' } },
        { name: 'b', applies: narrow, enforced: { description: 'x' } },
      ],
      'warning enforced-redundant /layers/1/enforced/description',
    ),
    layers(`${JSON.stringify(wide)} beside another matcher`, [
      { name: 'a', applies: wide, enforced: { description: 'x' } },
      { name: 'b', applies: web, enforced: { description: 'x' } },
    ]),
  ]),
  layers('a default that is sent otherwise wherever the other layer applies', [
    { name: 'a', defaults: { infrastructureConfigurationArn: infrastructure('222222222222') } },
    {
      name: 'b',
      applies: { targets: { accounts: ['333333333333'] } },
      allowed: { infrastructureConfigurationArn: [infrastructure('333333333333')] },
    },
    {
      name: 'c',
      applies: { targets: { regions: ['us-*'] } },
      defaults: {
        distributionConfigurationArn:
          'arn:aws:imagebuilder:us-east-1:222222222222:distribution-configuration/all',
      },
    },
  ]),
  layers(
    'a default under which the other layer applies',
    [
      { name: 'a', defaults: { infrastructureConfigurationArn: infrastructure('222222222222') } },
      {
        name: 'b',
        applies: { targets: { accounts: ['2*'] } },
        allowed: { infrastructureConfigurationArn: [infrastructure('222222222222', 'us-*')] },
      },
    ],
    'warning default-not-allowed /layers/0/defaults/infrastructureConfigurationArn',
  ),
];

const days: readonly CheckCase[] = [
  layers(
    'a layer that is over, which contradicts nobody any more',
    [
      { name: 'a', applies: { until: today }, enforced: { status: 'DISABLED' } },
      { name: 'b', applies: { until: '2026-03-02' }, allowed: { status: ['ENABLED'] } },
    ],
    'warning applies-no-more /layers/0/applies/until',
  ),
  layers(
    'a set that is over',
    [{ name: 'a', applies: [{ ...web, until: '2026-01-01' }, payments], ...enabled }],
    'warning applies-no-more /layers/0/applies/0/until',
  ),
  {
    name: 'a grant that is over',
    layers: [],
    rest: { grants: [{ name: 'a', to: web, until: '2026-01-01' }] },
    found: ['warning applies-no-more /grants/0/until'],
  },
  layers(
    'a day from which a breach is an error, passed, to come, and without warnings before it',
    [
      { name: 'a', compliance: 'warning', errorFrom: today, required: { description: ['*'] } },
      { name: 'b', compliance: 'warning', errorFrom: '2026-03-02', required: { name: ['*'] } },
      { name: 'c', errorFrom: '2026-03-02', required: { name: ['*'] } },
      { name: 'd', compliance: 'error', errorFrom: '2026-01-02', required: { name: ['*'] } },
    ],
    'warning error-from-passed /layers/0/errorFrom',
    'warning error-from-without-warning /layers/2/errorFrom',
    'warning error-from-without-warning /layers/3/errorFrom',
  ),
];

const warned: Pick<Layer, 'compliance' | 'errorFrom'> = {
  compliance: 'warning',
  errorFrom: '2026-06-01',
};

const warnings: readonly CheckCase[] = [
  layers('lists of a layer that only warns', [
    {
      name: 'a',
      ...warned,
      allowed: { status: ['ENABLED'] },
      required: { description: ['x'] },
      forbidden: { description: ['x'] },
    },
    {
      name: 'b',
      enforced: { status: 'DISABLED', description: 'y' },
      allowed: { status: ['DISABLED'] },
    },
  ]),
  layers(
    'an enforced value of a layer that only warns, which a caller may send otherwise',
    [
      { name: 'a', ...warned, enforced: { status: 'DISABLED' } },
      { name: 'b', allowed: { status: ['ENABLED'] } },
    ],
    'warning default-not-allowed /layers/0/enforced/status',
  ),
  layers('an enforced value below one of a layer that only warns', [
    { name: 'a', ...warned, enforced: { status: 'DISABLED' } },
    { name: 'b', enforced: { status: 'ENABLED' }, allowed: { status: ['ENABLED'] } },
  ]),
  layers(
    'an enforced value with a warning, below one with a warning and below one without',
    [
      { name: 'a', compliance: 'warning', enforced: { status: 'DISABLED' } },
      { name: 'b', compliance: 'warning', enforced: { status: 'ENABLED' } },
      { name: 'c', enforced: { description: 'c' } },
      { name: 'd', ...warned, enforced: { description: 'd' } },
      { name: 'e', ...warned, enforced: { status: 'ENABLED' } },
    ],
    'error enforced-without-effect /layers/1/enforced/status',
    'error enforced-without-effect /layers/3/enforced/description',
  ),
  layers(
    'a default under a value that is enforced with a warning',
    [
      { name: 'a', ...warned, enforced: { status: 'DISABLED' } },
      { name: 'b', ...enabled },
    ],
    'warning default-without-effect /layers/1/defaults/status',
  ),
  layers('recipes of the other kind than one that is enforced with a warning', [
    {
      name: 'a',
      ...warned,
      enforced: {
        imageRecipeArn: 'arn:aws:imagebuilder:eu-west-1:123456789012:image-recipe/web/1.0.0',
      },
    },
    { name: 'b', applies: { recipe: ['container'] }, ...enabled },
  ]),
  layers(
    'a tag that a tag policy only warns of',
    [{ name: 'a', compliance: 'warning', enforced: { tags: { CostCenter: '300' } }, tagPolicies }],
    'warning default-breaks-tag-policy /layers/0/enforced/tags/CostCenter',
  ),
  {
    ...layers(
      'a tag that a layer refuses where others only warn',
      [
        { name: 'a', compliance: 'error', tagPolicies },
        { name: 'b', enforced: { tags: { CostCenter: '300' } } },
      ],
      'error enforced-breaks-tag-policy /layers/1/enforced/tags/CostCenter',
    ),
    rest: { tagPolicyCompliance: 'disabled' },
  },
  ...(['warning', 'error'] as const).map((compliance) =>
    layers(
      `a required tag without a value, ${compliance}`,
      [
        { name: 'a', compliance, tagPolicies },
        {
          name: 'b',
          applies: web,
          compliance,
          tagPolicies: [{ tags: { costcenter: { tag_value: { '@@remove': ['100'] } } } }],
        },
      ],
      `${compliance} tag-policy-unsatisfiable /layers/1/tagPolicies/0/tags/costcenter`,
    ),
  ),
  layers(
    'a tag key in two spellings, one of a layer that only warns',
    [
      { name: 'a', required: { 'tags.Team': ['*'] } },
      { name: 'b', compliance: 'warning', forbidden: { 'tags.team': ['x'] } },
    ],
    'warning tag-key-variant /layers/1/forbidden/tags.team',
  ),
  layers(
    'a required tag in another spelling than the tag policy has it',
    [{ name: 'a', required: { 'tags.costcenter': ['*'] }, tagPolicies }],
    'error tag-key-variant /layers/0/required/tags.costcenter',
  ),
];

const requirements: readonly CheckCase[] = [
  ...(
    [
      [{ description: ['a*'] }, { allowed: { description: ['b*', 'c'] } }],
      [{ description: ['a', 'ab*'] }, { forbidden: { description: ['a*'] } }],
      [{ description: ['*'] }, { forbidden: { description: ['*'] } }],
      [{ description: ['a'] }, { required: { description: ['b'] } }],
      [
        { 'workflows[].onFailure': ['ABORT'] },
        { allowed: { 'workflows[].onFailure': ['CONTINUE'] } },
      ],
    ] satisfies [Layer['required'], Partial<Layer>][]
  ).flatMap(([required, other]) => [
    layers(
      `${JSON.stringify(required)} and ${JSON.stringify(other)}`,
      [
        { name: 'a', ...other },
        { name: 'b', applies: web, required },
      ],
      ...Object.keys(required).map(
        (path) => `error required-contradiction /layers/1/required/${path}`,
      ),
    ),
    layers(`${JSON.stringify(required)} and ${JSON.stringify(other)}, not always together`, [
      { name: 'a', applies: payments, ...other },
      { name: 'b', applies: web, required },
    ]),
  ]),
  layers('lists that some value satisfies', [
    { name: 'a', required: { description: ['a*', 'b'], 'workflows[].workflowArn': ['*/a/*'] } },
    { name: 'b', allowed: { description: ['*c'], status: ['ENABLED'] } },
    { name: 'c', forbidden: { description: ['b', 'x*'], status: ['DISABLED'] } },
    { name: 'd', required: { 'workflows[].workflowArn': ['*/b/*'], status: ['*'] } },
    { name: 'e', required: { 'imageScanningConfiguration.imageScanningEnabled': ['*'] } },
  ]),
  layers(
    'enforced values and defaults that are forbidden, or not what is required',
    [
      {
        name: 'a',
        enforced: { status: 'ENABLED', description: 'x', tags: { A: 'for ${caller}', B: '1' } },
        defaults: { tags: { C: '1', D: '1' } },
      },
      {
        name: 'b',
        applies: web,
        required: { description: ['y*'], 'tags.B': ['*'], 'tags.C': ['2'] },
        forbidden: { status: ['ENABLED'], 'tags.A': ['for *'], 'tags.D': ['*'], 'tags.B': ['2'] },
      },
    ],
    'error required-contradiction /layers/0/enforced/description',
    'error required-contradiction /layers/0/enforced/status',
    'error required-contradiction /layers/0/enforced/tags/A',
    'warning default-not-allowed /layers/0/defaults/tags/C',
    'warning default-not-allowed /layers/0/defaults/tags/D',
  ),
  layers('a variable that may come to what is forbidden or required', [
    {
      name: 'a',
      enforced: { tags: { A: '${caller}', B: '${account}' } },
      forbidden: { 'tags.A': ['jwt:*'] },
      required: { 'tags.B': ['1*'] },
    },
  ]),
  layers('one item of an enforced list that is what is required', [
    {
      name: 'a',
      enforced: {
        executionRole: 'arn:aws:iam::123456789012:role/build',
        workflows: [
          { workflowArn: 'arn:aws:imagebuilder:eu-west-1:aws:workflow/build/a/x.x.x' },
          { workflowArn: 'arn:aws:imagebuilder:eu-west-1:aws:workflow/test/a/x.x.x' },
        ],
      },
      required: { 'workflows[].workflowArn': ['*:workflow/test/*'] },
    },
  ]),
  layers(
    'values that no request can have',
    [
      {
        name: 'a',
        required: { status: ['on'], 'imageScanningConfiguration.imageScanningEnabled': ['*'] },
        forbidden: { status: ['off', 'DISABLED'], 'schedule.timezone': ['Berlin'] },
      },
      { name: 'b', compliance: 'warning', required: { status: ['on'] } },
    ],
    'error allowed-value-impossible /layers/0/required/status/0',
    'warning allowed-value-impossible /layers/0/forbidden/status/0',
    'error allowed-value-impossible /layers/0/forbidden/schedule.timezone/0',
    'warning allowed-value-impossible /layers/1/required/status/0',
  ),
  layers(
    'sections with nothing in them, and variables',
    [{ name: 'a', required: {}, forbidden: { 'tags.By': ['${caller}'] } }],
    'warning empty /layers/0/required',
    'warning variable-not-filled-in /layers/0/forbidden/tags.By/0',
  ),
];

const exception = (name: string, applies: Layer['applies'], ...found: string[]): CheckCase =>
  layers(
    `an exception for ${name}`,
    [
      { name: 'other', applies: { request: { name: ['x'] } }, enforced: { description: 'x' } },
      { name: 'exception', ...(applies && { applies }) },
      { name: 'a', applies: { unless: ['ex*'] }, allowed: { status: ['ENABLED'] } },
    ],
    ...found,
  );
const byRequest = { request: { 'tags.Urgent': ['yes'] } };
const escaped = 'error exception-by-request /layers/2';

const exceptions: readonly CheckCase[] = [
  exception('a group', web),
  exception('whoever asks', byRequest, escaped),
  exception('whoever asks in a Region', { ...byRequest, targets: { regions: ['eu-*'] } }, escaped),
  exception('any caller that asks', { ...byRequest, callers: ['*'] }, escaped),
  exception(
    'any group that asks, in one set of two',
    [web, { ...byRequest, groups: ['a', '*'] }],
    escaped,
  ),
  exception('a group that asks', { ...byRequest, ...web }),
  exception('a target', { targets: { accounts: ['333333333333'] } }),
  exception('a kind of recipe', { recipe: ['container'] }),
];

const foreign: readonly CheckCase[] = [
  {
    ...layers(
      'patterns of other languages, everywhere',
      [
        {
          name: 'a',
          applies: [{ groups: ['img-[ab]'], request: { description: ['^x'] } }, web],
          allowed: { 'tags.Ticket': ['/JIRA-[0-9]+/', 'ok'], description: ['^payments-.*$'] },
          required: { 'tags.Kind': ['web?', 'a'] },
          forbidden: {
            'imageScanningConfiguration.ecrConfiguration.containerTags[]': ['!latest', 'latest'],
          },
        },
      ],
      'warning pattern-looks-foreign /layers/0/applies/0/groups/0',
      'warning pattern-looks-foreign /layers/0/applies/0/request/description/0',
      'warning pattern-looks-foreign /layers/0/allowed/tags.Ticket/0',
      'warning pattern-looks-foreign /layers/0/allowed/description/0',
      'warning pattern-looks-foreign /layers/0/required/tags.Kind/0',
      'warning pattern-looks-foreign /layers/0/forbidden/imageScanningConfiguration.ecrConfiguration.containerTags[]/0',
    ),
    rest: {
      grants: [
        { name: 'a', to: [{ groups: ['web', '!web'] }], allowed: { description: ['a$'] } },
        { name: 'b', to: { callers: ['jwt:a?'] } },
      ],
    },
  },
  layers('what only resembles them', [
    {
      name: 'a',
      applies: { callers: ['jwt:auth0|ana', 'bot:slack/*', 'arn:aws:sts::*:assumed-role/ci/*'] },
      allowed: {
        'schedule.scheduleExpression': ['cron(0 3 ? * SUN *)', 'rate(* day*)'],
        'loggingConfiguration.pipelineLogGroupName': ['/aws/imagebuilder/', '/aws/imagebuilder/*/'],
        'tags.Note': ['1.*', 'a!', 'a+b', '(a)', 'a^b', '/a/b/'],
      },
    },
  ]),
].map((one, index): CheckCase =>
  index > 0
    ? one
    : {
        ...one,
        found: [
          ...one.found,
          'warning pattern-looks-foreign /grants/0/to/0/groups/1',
          'warning pattern-looks-foreign /grants/0/allowed/description/0',
          'warning pattern-looks-foreign /grants/1/to/callers/0',
        ],
      },
);

/** Cases of what a layer demands, of whom and when, by what they are about. */
export const languageCases: readonly (readonly [string, readonly CheckCase[]])[] = [
  ['sets of matchers', sets],
  ['days', days],
  ['layers that only warn', warnings],
  ['required and forbidden values', requirements],
  ['exceptions', exceptions],
  ['patterns of other languages', foreign],
];
