import { describe, expect, it } from 'vitest';
import { checkAccess, madeGrants } from '../../../src/core/access.ts';
import { decide, type Decision } from '../../../src/core/decide.ts';
import type { Caller, Grant, OrganizationPolicy } from '../../../src/policy/document.ts';
import { noSupplier } from '../../../src/policy/issue-source.ts';
import { effortOfRequest } from '../../../src/policy/patterns.ts';
import { checkShape } from '../../../src/schema/request-schema.ts';
import { compiledPolicyOf } from '../../support/policy.ts';

const account = '111122223333';
const arn = (resource: string, region = 'us-east-1', owner = account): string =>
  `arn:aws:imagebuilder:${region}:${owner}:${resource}`;
const smallest = (members: object = {}, region?: string, owner?: string) => ({
  name: 'web-base',
  imageRecipeArn: arn('image-recipe/al2023/1.0.0', region, owner),
  infrastructureConfigurationArn: arn('infrastructure-configuration/standard', region, owner),
  ...members,
});
const served = { account, region: 'us-east-1', targetRegions: ['us-east-1', 'eu-west-1'] };
const person = (...groups: string[]): Caller => ({ id: 'jwt:ana', groups });
const role = (id: string, of = account): Caller => ({
  id: `arn:aws:sts::${of}:assumed-role/${id}`,
  account: of,
  groups: [],
});
const anonymous: Caller = { groups: [] };

const decided = (
  policy: Omit<OrganizationPolicy, 'layers'> & Partial<OrganizationPolicy>,
  caller: Caller,
  sent: object = smallest(),
  requestTime = '2026-11-25T10:00:00.000Z',
): Decision => {
  const members = { ...sent };
  const { issues: shapeIssues } = checkShape(members);
  const compiled = compiledPolicyOf({ layers: [{ name: 'organization' }], ...policy });
  return decide(compiled, { caller, requestTime, sent: members, shapeIssues }, served);
};

/** `created` with the grant, or the code of the refusal. */
const outcome = (decision: Decision): string =>
  decision.refusal ?? `created by ${decision.grant ?? 'no grant'}`;

const textOf = (decision: Decision): string =>
  decision.refusal === undefined ? '' : JSON.stringify(decision.issues);

const grants: readonly Grant[] = [
  {
    name: 'of-payments',
    contact: '#payments-platform',
    to: [
      { groups: ['img-payments'] },
      { callers: ['arn:aws:sts::222222222222:assumed-role/payments-ci/*'] },
    ],
    in: { accounts: [account], regions: ['us-east-1'] },
    allowed: { name: ['payments-*'], 'tags.Team': ['payments'] },
  },
  {
    name: 'of-web',
    to: { groups: ['img-web'] },
    in: { accounts: [account] },
    allowed: { name: ['web-*'] },
  },
  {
    name: 'of-finance',
    contact: '#finance-room',
    to: { groups: ['grp-finance'] },
    in: { accounts: ['333333333333'] },
    allowed: { name: ['fin-*'] },
  },
];
const payments = { name: 'payments-api', tags: { Team: 'payments' } };
const foreign = /of-finance|finance-room|grp-finance|fin-|333333333333/;

describe('Where the policy has grants', () => {
  it.each<[string, Caller, object, string]>([
    ['a member of the group', person('img-payments'), payments, 'created by of-payments'],
    [
      'a role of the list',
      role('payments-ci/build', '222222222222'),
      payments,
      'created by of-payments',
    ],
    ['another name', person('img-payments'), { ...payments, name: 'web-shop' }, 'not-granted'],
    ['a missing value', person('img-payments'), { name: 'payments-api' }, 'not-granted'],
    ['another value', person('img-payments'), { ...payments, tags: { Team: 'x' } }, 'not-granted'],
    ['two teams, the one', person('img-payments', 'img-web'), payments, 'created by of-payments'],
    [
      'two teams, the other',
      person('img-payments', 'img-web'),
      { name: 'web-a' },
      'created by of-web',
    ],
    ['two teams, neither', person('img-payments', 'img-web'), { name: 'other-a' }, 'not-granted'],
    ['a stranger', person('img-other'), payments, 'not-granted'],
    ['a token without groups', person(), payments, 'not-granted'],
    ['a group named *', person('*'), payments, 'not-granted'],
    [
      'the same role of a third account',
      role('payments-ci/build', '999999999999'),
      payments,
      'not-granted',
    ],
    ['an anonymous caller', anonymous, payments, 'not-granted'],
  ])('%s', (_, caller, members, expected) => {
    const decision = decided({ grants }, caller, smallest(members));
    expect(outcome(decision)).toBe(expected);
    expect(textOf(decision)).not.toMatch(foreign);
  });

  it('a refusal names the grants of the caller with what each would take, and whom to ask', () => {
    const decision = decided(
      { grants },
      person('img-payments', 'img-web'),
      smallest({ name: 'other', tags: { Team: 'x' } }),
    );
    expect(decision).toMatchObject({
      refusal: 'not-granted',
      issues: [
        {
          pointer: '/name',
          code: 'not-granted',
          grant: 'of-payments',
          contact: '#payments-platform',
          detail:
            'The grant "of-payments" takes account "111122223333", Region "us-east-1", "name" of "payments-*", "tags.Team" of "payments"; "name" is "other" here, "tags.Team" is "x" here. Ask #payments-platform',
        },
        {
          pointer: '/name',
          code: 'not-granted',
          grant: 'of-web',
          detail:
            'The grant "of-web" takes account "111122223333", "name" of "web-*"; "name" is "other" here.',
        },
      ],
    });
  });

  it('a stranger hears that, its own mistakes, and nothing of the policy', () => {
    const layers = [
      {
        name: 'secret-layer',
        defaults: { infrastructureConfigurationArn: arn('infrastructure-configuration/hidden') },
        allowed: { executionRole: ['hidden-*'] },
        enforced: { status: 'ENABLED' as const },
      },
    ];
    const sent = {
      name: 'x!',
      schedule: { timezone: 'Berlin' },
      executionRole: 'mine',
      status: 'DISABLED',
    };
    const decision = decided({ grants, layers }, person('img-other'), sent);
    expect(decision).toMatchObject({
      refusal: 'validation-failed',
      layers: [],
      provenance: {},
      warnings: [],
    });
    expect(decision.refusal && decision.issues.map(({ pointer, code }) => [pointer, code])).toEqual(
      [
        ['/name', 'pattern-mismatch'],
        ['/schedule/timezone', 'unknown-time-zone'],
        ['', 'not-granted'],
      ],
    );
    expect(textOf(decision)).not.toMatch(/hidden|secret-layer|of-|img-/);
    expect(textOf(decision)).toContain('No grant of the policy is made to \\"jwt:ana\\".');
    const right = decided({ grants, layers }, person('img-other'), { name: 'right-one' });
    expect(outcome(right)).toBe('not-granted');
  });

  it('a mistake is 400 before what is not granted, and that before the policy; all of it is named', () => {
    const layers = [{ name: 'organization', enforced: { status: 'ENABLED' as const } }];
    const sent = smallest({ name: 'other-one', status: 'DISABLED' });
    const refused = decided({ grants, layers }, person('img-web'), sent);
    expect(outcome(refused)).toBe('not-granted');
    expect(refused.refusal && refused.issues.map(({ code }) => code)).toEqual([
      'not-granted',
      'enforced',
    ]);
    const mistaken = decided({ grants, layers }, person('img-web'), { ...sent, description: '' });
    expect(mistaken.refusal && mistaken.issues.map(({ code }) => code)).toEqual([
      'too-short',
      'not-granted',
      'enforced',
    ]);
    expect(outcome(mistaken)).toBe('validation-failed');
  });

  it('no grant is judged by a malformed member', () => {
    const decision = decided({ grants }, person('img-web'), smallest({ name: 7 }));
    expect(decision.refusal && decision.issues.map(({ code }) => code)).toEqual(['wrong-type']);
  });

  it('a default of a layer may supply what a grant takes', () => {
    const layers = [{ name: 'organization', defaults: { tags: { Team: 'payments' } } }];
    const sent = smallest({ name: 'payments-api' });
    expect(outcome(decided({ grants, layers }, person('img-payments'), sent))).toBe(
      'created by of-payments',
    );
  });

  const valued = (values: readonly string[]) =>
    smallest({
      executionRole: `arn:aws:iam::${account}:role/build`,
      workflows: [
        { workflowArn: arn('workflow/test/x/1.0.0'), parameters: [{ name: 'p', value: values }] },
      ],
    });
  const parameters = 'workflows[].parameters[].value[]';
  const numbered = (count: number, word: (index: number) => string): string[] =>
    Array.from({ length: count }, (_, index) => word(index));
  const toEach = { to: { callers: ['*'] } };

  it('a refusal names a hundred of them at most, ten values of each list, one value of the request', () => {
    const many = Array.from({ length: 200 }, (_, index) => ({
      name: `grant-${index}`,
      ...toEach,
      in: { accounts: [account, ...numbered(50, (index) => String(222_222_222_222 + index))] },
      allowed: { [parameters]: numbered(1_000, (index) => `allowed-${index}`) },
    }));
    const decision = decided(
      { grants: many },
      role('x/y'),
      valued(numbered(1_000, (index) => `sent-${index}`)),
    );
    const issues = decision.refusal === undefined ? [] : decision.issues;
    expect(issues).toHaveLength(100);
    expect(issues[99]).toMatchObject({ code: 'not-granted', grant: 'grant-99' });
    const facts = { caller: role('x/y'), requestTime: '2026-11-25T10:00:00.000Z' };
    const policy = compiledPolicyOf({ layers: [{ name: 'organization' }], grants: many });
    const resolved = { members: smallest(), supplierOf: noSupplier };
    const made = madeGrants(policy, facts.caller);
    const access = checkAccess(policy, facts, resolved, made, served, effortOfRequest());
    expect(access.issues).toHaveLength(100);
    const [{ detail } = { detail: '' }] = issues;
    expect(detail.match(/"\d+"/g)).toHaveLength(10);
    expect(detail.match(/"allowed-\d+"/g)).toHaveLength(10);
    expect(detail).toContain('and 41 more');
    expect(detail).toContain('and 990 more');
    expect(detail.match(/"sent-\d+"/g)).toEqual(['"sent-0"']);
  });

  it('what would take too long to compare is refused, and so where grants and layers take it together', () => {
    const patterns = numbered(50, (index) => `*b${index}*`);
    const grant = (name: string, list: readonly string[]) => ({
      name,
      ...toEach,
      allowed: { [parameters]: list },
    });
    const long = valued(numbered(80, () => 'a'.repeat(1_000)));
    const granted = { grants: [grant('one', [...patterns, 'a*'])] };
    expect(outcome(decided(granted, role('x/y'), long))).toBe('created by one');
    const codes = (decision: Decision) =>
      decision.refusal === undefined ? [] : decision.issues.map(({ code }) => code);
    const refused = decided(
      { grants: [grant('one', [...patterns, ...patterns])] },
      role('x/y'),
      long,
    );
    expect([refused.refusal, codes(refused)]).toEqual(['not-granted', ['not-granted']]);
    const over = Array.from({ length: 100 }, (_, index) =>
      grant(`grant-${index}`, [...patterns, `*c${index}`]),
    );
    const tooMuch = decided({ grants: over }, role('x/y'), long);
    expect([tooMuch.refusal, codes(tooMuch)]).toEqual(['not-granted', ['too-much-to-compare']]);
    const layers = [{ name: 'l', allowed: { [parameters]: [...patterns, 'a*'] } }];
    expect(outcome(decided({ layers }, role('x/y'), long))).toBe('created by no grant');
    const both = decided({ ...granted, layers }, role('x/y'), long);
    expect([both.refusal, codes(both)]).toEqual(['policy-violation', ['too-much-to-compare']]);
  });

  it('an empty list opens nothing', () => {
    expect(outcome(decided({ grants: [] }, role('x/y')))).toBe('not-granted');
  });
});

describe('A grant', () => {
  const of = (grant: Partial<Grant>): readonly Grant[] => [
    { name: 'one', to: { callers: ['*'] }, ...grant },
  ];

  it('to everybody is not to the anonymous caller, whom that word alone matches', () => {
    expect(outcome(decided({ grants: of({}) }, role('x/y')))).toBe('created by one');
    expect(outcome(decided({ grants: of({}) }, anonymous))).toBe('not-granted');
    const open = of({ to: { callers: ['anonymous'] } });
    expect(outcome(decided({ grants: open }, anonymous))).toBe('created by one');
    expect(outcome(decided({ grants: open }, { id: 'jwt:anonymous', groups: [] }))).toBe(
      'not-granted',
    );
    const partly = of({ to: { callers: ['anon*'] } });
    expect(outcome(decided({ grants: partly }, anonymous))).toBe('not-granted');
  });

  it.each<[string, Caller, string]>([
    ['both of a set', role('ci/b', '222222222222'), 'created by one'],
    ['the caller alone', role('ci/b', '555555555555'), 'not-granted'],
    ['the account alone', role('dev/b', '222222222222'), 'not-granted'],
    ['the other set', person('ops-eu'), 'created by one'],
    ['neither', person('dev'), 'not-granted'],
  ])('asks for all of a set and any of the sets: %s', (_, caller, expected) => {
    const to = [
      { callers: ['*assumed-role/ci/*'], accounts: ['222222222222'] },
      { groups: ['ops-*'] },
    ];
    expect(outcome(decided({ grants: of({ to }) }, caller))).toBe(expected);
  });

  it.each<[string, Partial<Grant>, string]>([
    ['over', { until: '2026-11-25' }, 'not-granted'],
    ['in its last day', { until: '2026-11-26' }, 'created by one'],
    ['begun today', { from: '2026-11-25' }, 'created by one'],
    ['to come', { from: '2026-11-26' }, 'not-granted'],
  ])('has its days in UTC, until exclusive: %s', (_, days, expected) => {
    const decision = decided(
      { grants: of(days) },
      role('x/y'),
      smallest(),
      '2026-11-25T23:59:59.999Z',
    );
    expect(outcome(decision)).toBe(expected);
    if (expected === 'not-granted') expect(textOf(decision)).toContain('today is 2026-11-25');
  });

  it('asks for a value at each path, and that all of them are allowed', () => {
    const tests = of({ allowed: { 'workflows[].workflowArn': ['*:workflow/test/*'] } });
    const flow = (kind: string) => ({ workflowArn: arn(`workflow/${kind}/a/1.0.0`) });
    const sent = (...workflows: object[]) => smallest({ workflows, executionRole: 'build' });
    const ask = (...workflows: object[]) =>
      outcome(decided({ grants: tests }, role('x/y'), sent(...workflows)));
    expect(ask(flow('test'), flow('test'))).toBe('created by one');
    expect(ask(flow('test'), flow('build'))).toBe('not-granted');
    expect(outcome(decided({ grants: tests }, role('x/y'), smallest()))).toBe('not-granted');
  });

  it('covers a whole request: halves of two do not', () => {
    const halves: readonly Grant[] = [
      {
        name: 'here',
        to: { callers: ['*'] },
        in: { regions: ['us-east-1'] },
        allowed: { name: ['aaa-*'] },
      },
      {
        name: 'there',
        to: { callers: ['*'] },
        in: { regions: ['eu-*'] },
        allowed: { name: ['bbb-*'] },
      },
    ];
    const ask = (name: string, region: string) =>
      outcome(decided({ grants: halves }, role('x/y'), smallest({ name }, region)));
    expect(ask('aaa-one', 'us-east-1')).toBe('created by here');
    expect(ask('bbb-one', 'eu-west-1')).toBe('created by there');
    expect(ask('aaa-one', 'eu-west-1')).toBe('not-granted');
    expect(ask('bbb-one', 'us-east-1')).toBe('not-granted');
  });

  it('decides who hears that a target is not served', () => {
    const elsewhere = smallest({ name: 'ccc-one' }, 'us-east-1', '444455556666');
    const covering = of({ to: { groups: ['g'] }, in: { accounts: ['444455556666'] } });
    expect(outcome(decided({ grants: covering }, person('g'), elsewhere))).toBe(
      'target-not-allowed',
    );
    const other = of({ to: { groups: ['g'] }, in: { accounts: [account] } });
    const refused = decided({ grants: other }, person('g'), elsewhere);
    expect(outcome(refused)).toBe('not-granted');
    expect(textOf(refused)).not.toContain('this proxy serves');
    expect(outcome(decided({ grants: covering }, person('h'), elsewhere))).toBe('not-granted');
  });
});

describe('Without grants', () => {
  it.each<[string, Caller]>([
    ['a stranger', person('img-other')],
    ['a third account', role('any/x', '999999999999')],
    ['an anonymous caller', anonymous],
  ])('%s may create wherever the proxy serves', (_, caller) => {
    expect(outcome(decided({}, caller))).toBe('created by no grant');
  });

  it('a target that is not served is named beside every other mistake', () => {
    const sent = smallest({ status: 'ON' }, 'us-east-1', '444455556666');
    const decision = decided({}, person(), sent);
    expect(decision.refusal && decision.issues.map(({ code }) => code)).toEqual([
      'not-in-enum',
      'target-not-allowed',
    ]);
  });
});

describe('Groups that are unclear', () => {
  const unclear: Caller = { id: 'jwt:s', groups: [], hasUnclearGroups: true };

  it('are refused where a layer looks at groups', () => {
    const layers = [{ name: 'admins', applies: { groups: ['admins'] } }];
    expect(outcome(decided({ layers }, unclear))).toBe('groups-unclear');
    const mistaken = decided({ layers }, unclear, smallest({ name: 'x!' }));
    expect(outcome(mistaken)).toBe('validation-failed');
    expect(textOf(mistaken)).toContain('groups-unclear');
  });

  it('are refused where no grant covers the request without them', () => {
    const admins = [{ name: 'of-admins', to: { groups: ['admins'] } }];
    const decision = decided({ grants: admins }, unclear);
    expect(outcome(decision)).toBe('groups-unclear');
    expect(textOf(decision)).not.toContain('of-admins');
    const people = [
      ...admins,
      { name: 'people', to: { callers: ['jwt:*'] }, allowed: { name: ['web-*'] } },
    ];
    expect(outcome(decided({ grants: people }, unclear))).toBe('created by people');
    expect(outcome(decided({ grants: people }, unclear, smallest({ name: 'other' })))).toBe(
      'groups-unclear',
    );
  });

  it('matter to nothing else', () => {
    const layers = [
      { name: 'people', applies: { callers: ['jwt:*'] }, defaults: { description: 'P' } },
    ];
    expect(outcome(decided({ layers }, unclear))).toBe('created by no grant');
  });
});
