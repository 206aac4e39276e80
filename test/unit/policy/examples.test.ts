import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/core/decide.ts';
import type { JsonObject } from '../../../src/json/json-value.ts';
import { compilePolicy } from '../../../src/policy/compile.ts';
import { isAllowed } from '../../../src/policy/allowed.ts';
import type { Caller, OrganizationPolicy } from '../../../src/policy/document.ts';
import { parsePolicy } from '../../../src/policy-source/parse-policy.ts';
import { checkShape } from '../../../src/schema/request-schema.ts';
import { checkPolicy } from '../../../tools/policy/check/check-policy.ts';
import { accountOf } from '../../../tools/policy/check/caller-forms.ts';
import { readText } from '../../support/markdown.ts';
import { root } from '../../support/packaged-proxy.ts';

const documentsIn = (folder: string) =>
  globSync(`${folder}/*.json`, { cwd: root })
    .filter((path) => !/\.(?:tests|schema)\.json$/.test(path))
    .sort();
const examples = documentsIn('policy/examples');
const policyIn = (path: string) => {
  const { policy, issues } = parsePolicy(readText(path));
  expect(issues).toEqual([]);
  if (policy === undefined) throw new TypeError(path);
  return policy;
};

const caller = (id: string | undefined, ...groups: string[]): Caller => {
  const account = accountOf(id ?? '');
  return { ...(id !== undefined && { id }), ...(account !== undefined && { account }), groups };
};
const infrastructure = (account: string): string =>
  `arn:aws:imagebuilder:eu-west-1:${account}:infrastructure-configuration/standard`;

/** The grant under which a request is created, or the code of what it is refused for. */
const outcome = (example: string, who: Caller, members: JsonObject): string => {
  const sent = {
    imageRecipeArn: 'arn:aws:imagebuilder:eu-west-1:123456789012:image-recipe/web/1.0.0',
    ...members,
  };
  const decision = decide(compilePolicy(policyIn(`policy/examples/${example}.json`)), {
    caller: who,
    requestTime: '2026-11-25T12:00:00.000Z',
    sent,
    shapeIssues: checkShape(sent).issues,
  });
  return decision.refusal ?? `created by ${String(decision.grant)}`;
};

describe('an example of a policy', () => {
  it.each([...examples, 'policy/organization-policy.json'])('%s passes the check', (path) => {
    expect(checkPolicy(policyIn(path))).toEqual([]);
  });
});

/** The texts of what a document matches requests and callers with, by the place they stand at. */
const patternsIn = (policy: OrganizationPolicy): string[] =>
  [...policy.layers, ...(policy.grants ?? [])].flatMap((part) => {
    const { defaults: _, enforced: __, ...matching } = { defaults: {}, enforced: {}, ...part };
    return JSON.stringify(matching).match(/arn:[^"]*/g) ?? [];
  });

describe('the policies to start from', () => {
  const all = ['policy', 'policy/examples', 'policy/cookbook'].flatMap(documentsIn);

  it.each(all)('match in every partition, AWS GovCloud and China too: %s', (path) => {
    expect(patternsIn(policyIn(path)).filter((text) => !text.startsWith('arn:aws*:'))).toEqual([]);
  });

  it.each(all)('send no schedule that is a time zone alone: %s', (path) => {
    const codes = checkPolicy(policyIn(path)).map(({ code }) => code);
    expect(codes).not.toContain('schedule-time-zone-alone');
  });

  it.each([
    ['arn:aws-us-gov:iam::123456789012:role/imagebuilder/build', true],
    ['arn:aws-cn:iam::123456789012:role/imagebuilder/build', true],
    ['imagebuilder/build', true],
    ['arn:aws:iam::123456789012:role/admin', false],
    ['admin', false],
    ['other/imagebuilder/build', false],
  ])('let a pipeline have a role below imagebuilder/, by ARN and by name: %s', (name, expected) => {
    const { allowed } = policyIn('policy/organization-policy.json').layers[0] ?? {};
    expect(isAllowed(name, allowed?.['executionRole'] ?? [])).toBe(expected);
  });

  it('name a role in one account alone, though a user elsewhere has a path that looks like it', () => {
    const forged = caller(
      'arn:aws:iam::999999999999:user/:sts::123456789012:assumed-role/image-pipeline-proxy-web/x',
    );
    for (const [example, account] of [
      ['small-organization', '333333333333'],
      ['twelve-teams', '500000000002'],
    ] as const) {
      const own = { infrastructureConfigurationArn: infrastructure(account) };
      const members = { name: 'web-shop', tags: { Team: 'web' }, ...own };
      expect(outcome(example, forged, members), example).toBe('not-granted');
      expect(outcome(example, role('web'), members), example).toBe('created by web');
    }
  });
});

const role = (name: string, account = '123456789012'): Caller =>
  caller(`arn:aws:sts::${account}:assumed-role/image-pipeline-proxy-${name}/build-17`);
const ana = caller('jwt:ana', 'img-payments');
const bea = caller('jwt:bea', 'img-payments', 'img-web');
const pia = caller('jwt:pia', 'platform');

describe('a small organization', () => {
  it.each<[string, Caller, JsonObject, string]>([
    ['a person of a team', ana, { name: 'payments-api' }, 'created by payments'],
    ['the same, another name', ana, { name: 'web-shop' }, 'not-granted'],
    [
      'the same, another team’s tag',
      ana,
      { name: 'payments-api', tags: { Team: 'web' } },
      'not-granted',
    ],
    [
      'the same, another team’s account',
      ana,
      { name: 'payments-api', infrastructureConfigurationArn: infrastructure('333333333333') },
      'not-granted',
    ],
    ['the CI of payments', role('payments'), { name: 'payments-api' }, 'created by payments'],
    ['the CI of web', role('web'), { name: 'web-shop' }, 'created by web'],
    ['the CI of web, for payments', role('web'), { name: 'payments-api' }, 'not-granted'],
    ['the platform team, in its account', pia, { name: 'golden' }, 'created by platform'],
    [
      'the platform team, in the account of a team',
      pia,
      { name: 'golden', infrastructureConfigurationArn: infrastructure('222222222222') },
      'created by platform',
    ],
    [
      'the platform team, in another account',
      pia,
      { name: 'golden', infrastructureConfigurationArn: infrastructure('444444444444') },
      'not-granted',
    ],
    ['a role of another account', role('web', '333333333333'), { name: 'web-shop' }, 'not-granted'],
    ['a bot', caller('bot:payments'), { name: 'payments-api' }, 'created by payments'],
    ['another bot', caller('bot:web'), { name: 'web-shop' }, 'not-granted'],
    ['a person in two teams, the last one’s', bea, { name: 'web-shop' }, 'created by web'],
    [
      'a person in two teams, the other one’s',
      bea,
      {
        name: 'payments-api',
        infrastructureConfigurationArn: infrastructure('222222222222'),
        tags: { Team: 'payments' },
      },
      'created by payments',
    ],
    ['a person in two teams, halves of both', bea, { name: 'payments-api' }, 'not-granted'],
    ['a person in two teams, neither one’s', bea, { name: 'golden' }, 'not-granted'],
    ['a person in no team', caller('jwt:eve'), { name: 'web-shop' }, 'not-granted'],
    [
      'a subject that is spelled like a bot',
      caller('jwt:bot:payments'),
      { name: 'payments-api' },
      'not-granted',
    ],
    ['nobody that is known', caller(undefined), { name: 'payments-api' }, 'not-granted'],
    [
      'a person of a team, against what the organization allows',
      ana,
      { name: 'payments-api', executionRole: 'arn:aws:iam::222222222222:role/admin' },
      'policy-violation',
    ],
  ])('%s', (_, who, members, expected) => {
    expect(outcome('small-organization', who, members)).toBe(expected);
  });
});

describe('twelve teams', () => {
  const { grants = [], layers } = policyIn('policy/examples/twelve-teams.json');
  const teams = grants.map(({ name, in: target }) => ({
    team: name,
    account: target?.accounts?.[0] ?? '',
  }));
  /** What a member of a team sends that means it whichever other teams it is in. */
  const meant = ({ team, account }: (typeof teams)[number]): JsonObject => ({
    name: `${team}-base`,
    infrastructureConfigurationArn: infrastructure(account),
    tags: { Team: team },
  });

  it('are twelve, in thirteen layers', () => {
    expect([grants.length, layers.length]).toEqual([12, 13]);
    expect(new Set(teams.map(({ account }) => account)).size).toBe(12);
  });

  it.each(teams)('$team creates in its own account, by its people and its CI', (own) => {
    const person = caller('jwt:ana', `img-${own.team}`);
    for (const who of [person, role(own.team)]) {
      expect(outcome('twelve-teams', who, { name: `${own.team}-base` })).toBe(
        `created by ${own.team}`,
      );
    }
  });

  it.each(teams)('$team creates in the account of no other team', (own) => {
    const person = caller('jwt:ana', `img-${own.team}`);
    for (const other of teams.filter(({ team }) => team !== own.team)) {
      const infrastructureConfigurationArn = infrastructure(other.account);
      for (const members of [
        meant(other),
        { name: `${own.team}-base`, infrastructureConfigurationArn },
      ]) {
        expect(outcome('twelve-teams', person, members), other.team).toBe('not-granted');
        expect(outcome('twelve-teams', role(own.team), members), other.team).toBe('not-granted');
      }
    }
  });

  it('let whoever is in any two create for either', () => {
    for (const one of teams) {
      for (const other of teams.filter(({ team }) => team !== one.team)) {
        const both = caller('jwt:ana', `img-${one.team}`, `img-${other.team}`);
        expect(outcome('twelve-teams', both, meant(one))).toBe(`created by ${one.team}`);
      }
    }
  });

  it.each([caller('jwt:eve', 'img-guests'), role('guests'), caller(undefined)])(
    'refuse a stranger: %j',
    (who) => {
      for (const team of teams) {
        expect(outcome('twelve-teams', who, meant(team))).toBe('not-granted');
      }
    },
  );
});

describe('the platform team', () => {
  it.each<[string, Caller, string]>([
    [
      'payments',
      caller('arn:aws:sts::123456789012:assumed-role/payments-ci/build'),
      'created by payments',
    ],
    [
      'a role of another name',
      caller('arn:aws:sts::123456789012:assumed-role/web-ci/build'),
      'not-granted',
    ],
    ['a person of the platform', caller('jwt:ana', 'platform-eu'), 'created by platform'],
    ['a person of something else', caller('jwt:ana', 'web'), 'not-granted'],
    ['nobody that is known', caller(undefined), 'not-granted'],
  ])('%s', (_, who, expected) => {
    expect(outcome('platform-team', who, { name: 'web-server', tags: {} })).toBe(expected);
  });
});

describe('what npm start runs under', () => {
  it('is the packaged policy, but that its grant lets anonymous callers in', () => {
    const packaged = policyIn('policy/organization-policy.json');
    const local = policyIn('policy/examples/local.json');
    const { grants: packagedGrants, $schema: _, ...packagedRest } = packaged;
    const { grants: localGrants, $schema: __, ...localRest } = local;
    expect(localRest).toEqual(packagedRest);
    expect(packagedGrants?.map(({ name, to }) => ({ name, to }))).toEqual([
      { name: 'everybody', to: { callers: ['*'] } },
    ]);
    expect(localGrants?.map(({ description: ___, ...grant }) => grant)).toEqual([
      { name: 'everybody', to: { callers: ['*', 'anonymous'] } },
    ]);
  });

  it.each([caller(undefined), caller('bot:any'), caller('jwt:ana'), role('web')])(
    'lets everybody create: %j',
    (who) => {
      expect(outcome('local', who, { name: 'web-server' })).toBe('created by everybody');
    },
  );

  it('is to be replaced where it is packaged, as its description says', () => {
    const [grant] = policyIn('policy/organization-policy.json').grants ?? [];
    expect(grant?.description).toMatch(/^To be replaced/);
    expect(grant?.description).toContain('policy/examples/small-organization.json');
  });
});
