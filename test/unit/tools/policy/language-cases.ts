import type { Applies, Layer } from '../../../../src/policy/document.ts';
import type { CheckCase } from './check-cases.ts';

/** The day on which the cases are looked at. */
export const today = '2026-03-01';

const web = { groups: ['web'] };
const payments = { groups: ['payments'] };
const ci = { callers: ['arn:aws:sts::111122223333:assumed-role/ci/*'] };
const enabled = { defaults: { status: 'ENABLED' } } as const;
const byTag = (path: string, value: string): Applies => ({ request: { [path]: [value] } });
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
const meeting = (
  name: string,
  one: Layer['applies'],
  other: Layer['applies'],
  meets: boolean,
  ...besides: readonly string[]
) =>
  layers(
    `${name}: ${meets ? 'may' : 'never'} apply together`,
    [
      { name: 'a', ...(one && { applies: one }), enforced: { status: 'DISABLED' } },
      { name: 'b', ...(other && { applies: other }), allowed: { status: ['ENABLED'] } },
    ],
    ...(meets ? ['error enforced-not-allowed /layers/0/enforced/status'] : []),
    ...besides,
  );

/** What is said of a layer for certain names alone: whoever chooses another is out of it. */
const leftByName = ({ request }: Applies, position: number): string[] =>
  request === undefined ? [] : [`warning left-by-request /layers/${position}/applies/request/name`];

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
    'warning left-by-request /layers/0/applies/request/tags.Env',
    'warning left-by-request /layers/1/applies/request/tags.Env',
  ),
  meeting(
    'requests for other items of a list',
    { request: { 'workflows[].workflowArn': ['*a'] } },
    { request: { 'workflows[].workflowArn': ['*b'] } },
    true,
    'warning left-by-request /layers/0/applies/request/workflows[].workflowArn',
    'warning left-by-request /layers/1/applies/request/workflows[].workflowArn',
  ),
  meeting(
    'any number',
    { request: { 'schedule.autoDisablePolicy.failureCount': [1] } },
    web,
    true,
    'warning left-by-request /layers/0/applies/request/schedule.autoDisablePolicy.failureCount',
  ),
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
      [{ request: { name: ['api'] } }, { request: { name: ['api'] } }],
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
      ...leftByName(wide, 0),
      ...leftByName(narrow, 1),
    ),
    layers(
      `${JSON.stringify(wide)} beside another matcher`,
      [
        { name: 'a', applies: wide, enforced: { description: 'x' } },
        { name: 'b', applies: web, enforced: { description: 'x' } },
      ],
      ...leftByName(wide, 0),
    ),
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
  layers(
    'lists of a layer that only warns',
    [
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
    ],
    'warning enforced-not-allowed /layers/1/enforced/status',
    'warning required-contradiction /layers/1/enforced/description',
  ),
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
    {
      name: 'a',
      required: { description: ['a*', 'b'], 'workflows[].workflowArn': ['*:aws:*/a/*'] },
    },
    { name: 'b', allowed: { description: ['*c'], status: ['ENABLED'] } },
    { name: 'c', forbidden: { description: ['b', 'x*'], status: ['DISABLED'] } },
    { name: 'd', required: { 'workflows[].workflowArn': ['*:aws:*/b/*'], status: ['*'] } },
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
      required: { 'workflows[].workflowArn': ['*:aws:workflow/test/*'] },
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
      { name: 'other', applies: web, enforced: { description: 'x' } },
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
        { name: 'b', to: { callers: ['jwt:a?'] }, in: { regions: ['*'] } },
      ],
    },
  },
  layers('what only resembles them', [
    {
      name: 'a',
      applies: { callers: ['jwt:auth0|ana', 'bot:slack/*', 'arn:aws:sts::*:assumed-role/ci/*'] },
      allowed: {
        'schedule.scheduleExpression': ['cron(0 3 ? 1-12 SUN 2000-2199)', 'rate(* day*)'],
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

const names: readonly CheckCase[] = [
  {
    ...layers(
      'the name of a session, which whoever assumes the role chooses',
      [
        {
          name: 'a',
          applies: {
            callers: [
              'arn:aws:sts::111122223333:assumed-role/*-admin',
              'arn:aws:sts::111122223333:assumed-role/ci/release',
              'arn:aws:sts::111122223333:assumed-role/*ops*',
              '*-admin',
            ],
          },
          defaults: { description: 'x' },
        },
      ],
      ...[0, 1, 2, 3].map(
        (entry) => `warning pattern-trusts-session-name /layers/0/applies/callers/${entry}`,
      ),
    ),
    rest: {
      grants: [
        {
          name: 'g',
          to: { callers: ['arn:aws:sts::*:assumed-role/*/ana'] },
          in: { regions: ['*'] },
        },
      ],
    },
  },
  layers('roles, users and sessions that nobody chooses', [
    {
      name: 'a',
      applies: {
        callers: [
          '*',
          'arn:*',
          'arn:aws:sts::111122223333:*',
          'arn:aws:sts::111122223333:assumed-role/*',
          'arn:aws:sts::111122223333:assumed-role/payments-*',
          'arn:aws:sts::111122223333:assumed-role/*-admin/*',
          'arn:aws:sts::*:assumed-role/AWSReservedSSO_Images_0123456789abcdef/ana@example.com',
          'arn:aws:iam::111122223333:user/ana',
          'jwt:*-admin',
          'bot:slack/*-admin',
        ],
      },
      defaults: { description: 'x' },
    },
  ]),
  layers(
    'callers of any account, where the pattern spells one out',
    [
      {
        name: 'a',
        applies: [
          { callers: ['arn:aws*:sts::111122223333:assumed-role/ci/*'] },
          {
            accounts: ['111122223333'],
            callers: ['arn:aws*:sts::111122223333:assumed-role/payments/*'],
          },
        ],
        defaults: { description: 'x' },
      },
    ],
    'warning pattern-trusts-any-account /layers/0/applies/0/callers/0',
  ),
  layers(
    'resources of an account that is not named',
    [
      {
        name: 'a',
        allowed: {
          imageRecipeArn: [
            'arn:aws:imagebuilder:*:*:image-recipe/golden/*',
            'arn:aws:imagebuilder:eu-west-1:111122223333:image-recipe/golden/*',
            'arn:aws:imagebuilder:*:aws:image-recipe/*',
            '*:image-recipe/golden/*',
            '*',
          ],
          infrastructureConfigurationArn: ['*:infrastructure-configuration/standard'],
        },
        required: {
          'workflows[].workflowArn': [
            'arn:aws:imagebuilder:*:1111*:workflow/test/cis/*',
            '*:111122223333:workflow/test/cis/*',
          ],
        },
        forbidden: { 'workflows[].workflowArn': ['arn:aws:imagebuilder:*:*:workflow/build/old/*'] },
      },
    ],
    'warning pattern-trusts-any-account /layers/0/allowed/imageRecipeArn/0',
    'warning pattern-trusts-any-account /layers/0/allowed/imageRecipeArn/3',
    'warning pattern-trusts-any-account /layers/0/required/workflows[].workflowArn/0',
  ),
  layers(
    'the "*" of a cron expression',
    [
      {
        name: 'a',
        allowed: {
          'schedule.scheduleExpression': ['cron(0 3 ? * SUN *)', 'cron(0 3 ? 1 SUN *-1)'],
        },
        forbidden: { 'schedule.scheduleExpression': ['cron(* * * * ? *)'] },
      },
    ],
    'warning pattern-looks-foreign /layers/0/allowed/schedule.scheduleExpression/0',
    'warning pattern-looks-foreign /layers/0/forbidden/schedule.scheduleExpression/0',
  ),
].map((one, index): CheckCase =>
  index > 0
    ? one
    : {
        ...one,
        found: [...one.found, 'warning pattern-trusts-session-name /grants/0/to/callers/0'],
      },
);

const leftOut: readonly CheckCase[] = [
  layers(
    'what Image Builder takes where the member is left out',
    [
      {
        name: 'a',
        allowed: {
          status: ['DISABLED'],
          'imageScanningConfiguration.imageScanningEnabled': [true],
          'schedule.timezone': ['Europe/*'],
          'schedule.pipelineExecutionStartCondition': ['EXPRESSION_MATCH_ONLY'],
        },
        forbidden: { 'imageTestsConfiguration.imageTestsEnabled': [true] },
      },
      { name: 'b', compliance: 'warning', forbidden: { enhancedImageMetadataEnabled: [true] } },
    ],
    ...[
      'allowed/status',
      'allowed/imageScanningConfiguration.imageScanningEnabled',
      'allowed/schedule.timezone',
      'allowed/schedule.pipelineExecutionStartCondition',
      'forbidden/imageTestsConfiguration.imageTestsEnabled',
    ].map((list) => `warning service-default-not-allowed /layers/0/${list}`),
    'warning service-default-not-allowed /layers/1/forbidden/enhancedImageMetadataEnabled',
  ),
  layers('what a layer supplies, asks for, or forbids altogether, and other words for one value', [
    {
      name: 'a',
      defaults: { status: 'DISABLED' },
      enforced: { imageScanningConfiguration: { imageScanningEnabled: true } },
      required: { 'imageTestsConfiguration.imageTestsEnabled': ['*'] },
    },
    {
      name: 'b',
      applies: web,
      allowed: {
        status: ['DISABLED'],
        'imageScanningConfiguration.imageScanningEnabled': [true],
        'imageTestsConfiguration.imageTestsEnabled': [false],
        'schedule.timezone': ['Etc/UTC'],
      },
      forbidden: { enhancedImageMetadataEnabled: ['*'] },
    },
  ]),
  layers(
    'a layer that a request leaves',
    [
      { name: 'a', allowed: { 'tags.Stage': ['live', 'test'] }, defaults: { description: 'x' } },
      {
        name: 'another word',
        applies: byTag('tags.Env', 'prod'),
        required: { description: ['x'] },
      },
      { name: 'no word', applies: byTag('tags.Stage', 'live'), forbidden: { description: ['y'] } },
      { name: 'anything', applies: byTag('tags.Freeze', '*'), enforced: { status: 'ENABLED' } },
      { name: 'supplies', applies: byTag('tags.Other', 'x'), defaults: { status: 'ENABLED' } },
      {
        name: 'by caller',
        applies: [byTag('tags.Other', 'x'), web],
        enforced: { status: 'ENABLED' },
      },
    ],
    'warning left-by-request /layers/1/applies/request/tags.Env',
    'warning left-by-request /layers/2/applies/request/tags.Stage',
    'warning left-by-request /layers/3/applies/request/tags.Freeze',
    'warning default-without-effect /layers/4/defaults/status',
  ),
  layers('layers that no request leaves', [
    {
      name: 'a',
      allowed: { 'tags.Stage': ['live', 'test'] },
      required: { 'tags.Stage': ['*'] },
      enforced: { tags: { Env: 'prod' } },
      defaults: { tags: { Class: 'internal' } },
      tagPolicies: [
        {
          tags: {
            class: {
              tag_key: { '@@assign': 'Class' },
              tag_value: { '@@assign': ['internal', 'public'] },
            },
          },
        },
      ],
    },
    { name: 'held', applies: byTag('tags.Stage', 'live'), required: { description: ['x'] } },
    { name: 'enforced', applies: byTag('tags.Env', 'prod'), forbidden: { description: ['y'] } },
    { name: 'tag policy', applies: byTag('tags.Class', 'public'), allowed: { description: ['*'] } },
    {
      name: 'excepted',
      applies: { ...web, ...byTag('tags.X', 'x') },
      allowed: { description: ['x'] },
    },
    { name: 'others', applies: { unless: ['excepted'] }, allowed: { description: ['x*'] } },
  ]),
  layers(
    'entries of a request that there cannot be',
    [
      { name: 'a', applies: { request: { name: ['a', 'abc'] } }, defaults: { tags: { A: 'x' } } },
      { name: 'b', applies: { request: { status: ['ON'] } }, defaults: { description: 'x' } },
    ],
    'warning entry-never-matches /layers/0/applies/request/name/0',
    'warning entry-never-matches /layers/1/applies/request/status/0',
  ),
  ...(
    [
      ['a token without the groups', { callers: ['*'] }, true],
      ['a bot', { callers: ['bot:slack'] }, true],
      ['other groups', { groups: ['img-*'] }, true],
      ['an account', { accounts: ['4*'] }, true],
      ['nobody known', { callers: ['anonymous'] }, true],
      ['a group that a layer is for', { groups: ['web'] }, false],
    ] as const
  ).map(([name, to, isOutside]): CheckCase => ({
    ...layers(
      `a caller without layers: ${name}`,
      [{ name: 'a', applies: web, forbidden: { description: ['x'] } }],
      ...(isOutside ? ['warning caller-without-layers /grants/0'] : []),
    ),
    rest: { grants: [{ name: 'a', to }] },
  })),
  {
    ...layers(
      'callers without layers where a grant says what they may do, and where no layer narrows anything',
      [{ name: 'a', applies: web, forbidden: { description: ['x'] } }],
    ),
    rest: { grants: [{ name: 'a', to: { callers: ['*'] }, allowed: { name: ['a-*'] } }] },
  },
  {
    ...layers('callers without layers where no layer narrows anything', [
      { name: 'a', applies: web, defaults: { description: 'x' } },
    ]),
    rest: { grants: [{ name: 'a', to: { callers: ['*'] } }] },
  },
];

const acknowledged: readonly CheckCase[] = [
  layers(
    'what a layer accepts with a reason, without one, and where nothing is said',
    [
      { name: 'a', defaults: {}, description: 'CHG-1', accepted: ['empty'] },
      { name: 'b', defaults: {}, accepted: ['empty'] },
      { name: 'c', defaults: {}, description: 'CHG-1', accepted: ['never-applies', 'empty'] },
      { name: 'd', defaults: {} },
    ],
    'warning accepted-without-reason /layers/1/accepted',
    'warning empty /layers/1/defaults',
    'warning accepted-without-effect /layers/2/accepted/0',
    'warning empty /layers/3/defaults',
  ),
  {
    ...layers('what a grant accepts', [{ name: 'a', defaults: { description: 'x' } }]),
    rest: {
      grants: [
        {
          name: 'odd',
          description: 'CHG-2',
          accepted: ['never-applies'],
          to: { groups: ['img'], accounts: ['111122223333'] },
        },
      ],
    },
  },
];

/** Cases of what a layer demands, of whom and when, by what they are about. */
export const languageCases: readonly (readonly [string, readonly CheckCase[]])[] = [
  ['sets of matchers', sets],
  ['days', days],
  ['layers that only warn', warnings],
  ['required and forbidden values', requirements],
  ['exceptions', exceptions],
  ['patterns of other languages', foreign],
  ['names that anybody may choose', names],
  ['members that a request leaves out', leftOut],
  ['what its owner accepts', acknowledged],
];
