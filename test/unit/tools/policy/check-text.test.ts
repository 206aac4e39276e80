import { describe, expect, it } from 'vitest';
import type { Grant, Layer } from '../../../../src/policy/document.ts';
import {
  checkPolicyText,
  type PlacedDiagnostic,
} from '../../../../tools/policy/check/check-text.ts';
import { passes } from '../../../../tools/policy/check/diagnostic.ts';

const known: Grant = { name: 'everybody known', to: { callers: ['*'] } };
const organization: Layer = {
  name: 'organization',
  enforced: { schedule: { scheduleExpression: 'rate(7 days)', timezone: 'Etc/UTC' } },
};
const described: Layer = { name: 'organization', defaults: { description: 'x' } };
const containers: Layer = {
  name: 'containers',
  applies: { recipe: ['container'] },
  defaults: { schedule: { timezone: 'Europe/Berlin' }, description: 'containers' },
};
const accepted = ['default-without-effect'];
const description = 'Kept for the day the enforced time zone goes, CHG-7.';
const web: Layer = { name: 'web', applies: { groups: ['web'] }, allowed: { name: ['web-*'] } };
const payments: Layer = {
  name: 'payments',
  applies: { groups: ['payments'] },
  allowed: { name: ['payments-*'] },
};
const odd: Grant = { name: 'odd', to: { groups: ['img'], accounts: ['111122223333'] } };

const checked = (layers: readonly Layer[], grants: readonly Grant[] = [known]) =>
  checkPolicyText(JSON.stringify({ grants, layers }));
const said = (diagnostics: readonly PlacedDiagnostic[]): string[] =>
  diagnostics.map(({ severity, code, pointer }) => `${severity} ${code} ${pointer}`);

describe('what the owner of a policy accepts', () => {
  it.each<[string, PlacedDiagnostic[], plain: boolean, strict: boolean]>([
    ['nothing to say', checked([{ name: 'a', defaults: { description: 'x' } }]), true, true],
    ['a warning', checked([organization, containers]), true, false],
    [
      'a warning, accepted',
      checked([organization, { ...containers, accepted, description }]),
      true,
      true,
    ],
    [
      'a warning, accepted without a reason',
      checked([organization, { ...containers, accepted }]),
      true,
      false,
    ],
    [
      'a warning, accepted by another layer',
      checked([{ ...organization, accepted, description }, containers]),
      true,
      false,
    ],
    [
      'a warning in two layers, accepted by one',
      checked([
        organization,
        { ...containers, accepted, description },
        { ...containers, name: 'web', applies: { groups: ['web'] } },
      ]),
      true,
      false,
    ],
    ['an error', checked([web, { ...payments, description }]), false, false],
    [
      'an error, accepted',
      checked([described, web, { ...payments, description, accepted: ['allowed-contradiction'] }]),
      true,
      true,
    ],
    [
      'what keeps the document from being loaded, accepted',
      checked([
        { ...organization, description, accepted: ['unknown-path'], required: { x: ['*'] } },
      ]),
      false,
      false,
    ],
    ['a grant to nobody', checked([described], [known, odd]), false, false],
    [
      'a grant to nobody, accepted',
      checked([described], [known, { ...odd, description, accepted: ['never-applies'] }]),
      true,
      true,
    ],
    ['no JSON', checkPolicyText('{ "layers": ['), false, false],
  ])('%s', (_, diagnostics, plain, strict) => {
    expect(
      [passes(diagnostics, false), passes(diagnostics, true)],
      said(diagnostics).join(),
    ).toEqual([plain, strict]);
  });
});

describe('diagnostics that are alike', () => {
  const team = (n: number): Layer => ({
    name: `team ${n}`,
    applies: { groups: [`team-${n}`] },
    defaults: { schedule: { timezone: 'Europe/Berlin' } },
  });
  const teams = (count: number) => Array.from({ length: count }, (_, n) => team(n));

  it('stand one by one where they are a handful', () => {
    expect(checked([organization, ...teams(5)])).toHaveLength(5);
  });

  it('are one where they are more, with the places of the others', () => {
    const [first, ...others] = checked([organization, ...teams(400)]);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      code: 'default-without-effect',
      pointer: '/layers/1/defaults/schedule/timezone',
    });
    expect(first?.detail).toMatch(/ Leave it out\. And 399 more like it\.$/);
    expect(first?.alike?.at(-1)).toBe('/layers/400/defaults/schedule/timezone');
  });

  it('are not one with those of another member', () => {
    const others = teams(6).map((layer, n): Layer => ({
      ...layer,
      name: `other ${n}`,
      defaults: { status: 'ENABLED' },
    }));
    const layers = [
      { ...organization, enforced: { ...organization.enforced, status: 'ENABLED' } },
      ...teams(6),
      ...others,
    ];
    expect(said(checked(layers))).toEqual([
      'warning default-without-effect /layers/1/defaults/schedule/timezone',
      'warning default-without-effect /layers/7/defaults/status',
    ]);
  });
});

describe('a document with twenty mistakes', () => {
  const mistakes: Readonly<Record<string, string>> = {
    '/grants/0/to/callers/0': 'pattern-trusts-session-name',
    '/grants/1/until': 'applies-no-more',
    '/grants/2/to': 'never-applies',
    '/grants/3': 'grant-without-effect',
    '/layers/1/enforced/imageScanningConfiguration/imageScanningEnabled': 'enforced-redundant',
    '/layers/1/enforced/schedule/timezone': 'enforced-without-effect',
    '/layers/2/applies': 'never-applies',
    '/layers/4': 'exception-by-request',
    '/layers/4/allowed/status': 'service-default-not-allowed',
    '/layers/5/allowed/imageRecipeArn/0': 'pattern-trusts-any-account',
    '/layers/5/allowed/description': 'allowed-contradiction',
    '/layers/5/forbidden/imageScanningConfiguration.ecrConfiguration.containerTags[]/0':
      'pattern-looks-foreign',
    '/layers/5/allowed/tags.Owner/0': 'variable-not-filled-in',
    '/layers/6/applies/request/tags.Stage': 'left-by-request',
    '/layers/6/defaults/schedule/timezone': 'default-without-effect',
    '/layers/7/errorFrom': 'error-from-without-warning',
    '/layers/7/enforced/tags/At': 'request-time-in-tag',
    '/layers/7/required/tags.costcenter': 'tag-key-variant',
    '/layers/7/defaults/schedule/scheduleExpression': 'cron-without-question-mark',
    '/layers/8': 'empty',
  };
  const session = 'arn:aws:sts::111122223333:assumed-role';
  const document = {
    grants: [
      { name: 'admins', to: { callers: [`${session}/*-admin`] }, in: { regions: ['eu-*'] } },
      {
        name: 'contractor',
        to: { callers: ['jwt:eve'] },
        in: { regions: ['*'] },
        until: '2020-01-01',
      },
      { name: 'odd', to: { groups: ['img'], accounts: ['111122223333'] }, in: { regions: ['*'] } },
      { name: 'web', to: { groups: ['web'] }, in: { accounts: ['111122223333'] } },
      { name: 'everybody', to: { callers: ['*'] }, in: { accounts: ['1*', '2*'] } },
    ],
    layers: [
      {
        name: 'organization',
        enforced: {
          imageScanningConfiguration: { imageScanningEnabled: true },
          schedule: { timezone: 'Etc/UTC' },
        },
        allowed: { description: ['a*'] },
      },
      {
        name: 'groups',
        applies: { groups: ['web'] },
        enforced: {
          imageScanningConfiguration: { imageScanningEnabled: true },
          schedule: { timezone: 'Europe/Berlin' },
        },
      },
      {
        name: 'role',
        applies: { callers: ['arn:aws:iam::111122223333:role/ci'] },
        defaults: { status: 'ENABLED' },
      },
      { name: 'urgent', applies: { request: { 'tags.Urgent': ['yes'] } } },
      { name: 'off', applies: { unless: ['urgent*'] }, allowed: { status: ['DISABLED'] } },
      {
        name: 'recipes',
        applies: { callers: ['jwt:*'] },
        allowed: {
          imageRecipeArn: ['arn:aws:imagebuilder:*:*:image-recipe/golden/*'],
          description: ['b*'],
          'tags.Owner': ['${account}'],
        },
        forbidden: { 'imageScanningConfiguration.ecrConfiguration.containerTags[]': ['!stable'] },
      },
      {
        name: 'live',
        applies: { request: { 'tags.Stage': ['live'] } },
        forbidden: { 'tags.Debug': ['*'] },
        defaults: { schedule: { timezone: 'Europe/Paris' } },
      },
      {
        name: 'tags',
        errorFrom: '2999-01-01',
        defaults: { schedule: { scheduleExpression: 'cron(0 0 * * SUN *)' } },
        enforced: { tags: { At: '${requestTime}', CostCenter: '100' } },
        required: { 'tags.costcenter': ['*'] },
      },
      { name: 'nothing' },
    ],
  };

  it('is told of each of them once', () => {
    const found = checkPolicyText(JSON.stringify(document));
    expect(Object.fromEntries(found.map(({ pointer, code }) => [pointer, code]))).toEqual(mistakes);
    expect(found).toHaveLength(20);
  });
});
