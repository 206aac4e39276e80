import { describe, expect, it } from 'vitest';
import { decide, type Decision } from '../../../src/core/decide.ts';
import { deepFreeze } from '../../../src/json/deep-freeze.ts';
import { compilePolicy } from '../../../src/policy/compile.ts';
import type { Layer, OrganizationPolicy } from '../../../src/policy/document.ts';
import { checkShape } from '../../../src/schema/request-schema.ts';

const jane = 'arn:aws:sts::111122223333:assumed-role/dev/jane';
const prefix = 'arn:aws:imagebuilder:eu-west-1:123456789012';

type Tags = Readonly<Record<string, unknown>>;

/** What becomes of a request with these tags. */
const decided = (
  layers: readonly Layer[],
  sent: Readonly<Record<string, unknown>>,
  rest: Partial<OrganizationPolicy> = {},
): Decision => {
  const request = {
    name: 'web',
    imageRecipeArn: `${prefix}:image-recipe/web/1.0.0`,
    infrastructureConfigurationArn: `${prefix}:infrastructure-configuration/standard`,
    ...sent,
  };
  return decide(
    compilePolicy(deepFreeze({ layers, ...rest })),
    deepFreeze({
      caller: { id: jane, account: '111122223333', groups: [] },
      requestTime: '2026-08-01T12:00:00.000Z',
      sent: request,
      shapeIssues: checkShape(request).issues,
    }),
  );
};

/** The code of a refusal and all that stands against the request, as `pointer code`. */
const outcome = (decision: Decision): readonly string[] =>
  decision.refusal === undefined
    ? ['created']
    : [decision.refusal, ...decision.issues.map(({ pointer, code }) => `${pointer} ${code}`)];

const organization: Layer = {
  name: 'organization',
  enforced: { tags: { CreatedBy: '${caller}', Team: 'platform' }, imageTags: { Origin: 'proxy' } },
  allowed: { 'tags.CostCenter': ['100', '200'], 'imageTags.CostCenter': ['100', '200'] },
};

describe('a variant of a tag key that the policy enforces or restricts', () => {
  it.each<['tags' | 'imageTags', string, string]>([
    ['tags', 'createdby', 'ceo'],
    ['tags', 'CREATEDBY', 'ceo'],
    ['tags', 'CreatedBy ', 'ceo'],
    ['tags', ' CreatedBy', 'ceo'],
    ['tags', '\u00a0createdBY\t', 'ceo'],
    ['tags', 'createdby', jane],
    ['tags', 'TEAM', 'payments'],
    ['tags', 'costcenter', '999'],
    ['tags', 'costcenter', '100'],
    ['tags', 'CostCenter ', '999'],
    ['imageTags', 'origin', 'me'],
    ['imageTags', 'Origin ', 'me'],
    ['imageTags', 'COSTCENTER', '100'],
  ])('is refused in %s: %j with %j', (member, key, value) => {
    expect(outcome(decided([organization], { [member]: { [key]: value } }))).toEqual([
      'policy-violation',
      `/${member}/${key} tag-key-variant`,
    ]);
  });

  it.each(['Co\u017ftCenter', '\u212aey'])(
    'is no key at all with letters that tags do not have: %j',
    (key) => {
      expect(outcome(decided([organization], { tags: { [key]: 'x' } }))[0]).toBe(
        'validation-failed',
      );
    },
  );

  it('is refused beside the key itself, as a mistake of the request', () => {
    const both = { CostCenter: '100', COSTCENTER: '999' };
    expect(outcome(decided([organization], { tags: both }))).toEqual([
      'validation-failed',
      '/tags/COSTCENTER tag-key-variant',
    ]);
    const turned = { COSTCENTER: '999', CostCenter: '100' };
    expect(outcome(decided([organization], { tags: turned }))).toEqual([
      'validation-failed',
      '/tags/CostCenter tag-key-variant',
      '/tags/COSTCENTER tag-key-variant',
    ]);
  });

  it('is named beside what is wrong with the key itself', () => {
    const tags = { CreatedBy: 'ceo', createdby: 'ceo' };
    expect(outcome(decided([organization], { tags }))).toEqual([
      'validation-failed',
      '/tags/createdby tag-key-variant',
      '/tags/CreatedBy enforced',
    ]);
  });

  it('is told which layer names the key, and how to write it', () => {
    const details = ['createdby', 'costcenter'].map((key) => {
      const decision = decided([organization], { tags: { [key]: '100' } });
      return decision.refusal && decision.issues[0]?.detail;
    });
    expect(details).toEqual([
      'The policy layer "organization" enforces the tag key "CreatedBy"; it and "createdby" differ only in case or in the spaces around them and are one key. Did you mean "CreatedBy"?',
      'The policy layer "organization" restricts the tag key "CostCenter"; it and "costcenter" differ only in case or in the spaces around them and are one key. Did you mean "CostCenter"?',
    ]);
  });

  it.each<[string, Tags, Tags]>([
    ['the keys themselves', { CostCenter: '100', Team: 'platform' }, { CostCenter: '200' }],
    [
      'keys that only look like them',
      { 'Cost Center': '999', CreatedByTeam: 'x', Teams: 'y' },
      { Origins: 'z' },
    ],
    [
      'keys of the other map',
      { Origin: 'free here', origin2: 'x' },
      { CreatedBy: 'free', team: 'x' },
    ],
  ])('is none of %s', (_, tags, imageTags) => {
    const decision = decided([organization], { tags, imageTags });
    expect(outcome(decision)).toEqual(['created']);
    expect(decision.request).toMatchObject({
      tags: { ...tags, CreatedBy: jane, Team: 'platform' },
      imageTags: { ...imageTags, Origin: 'proxy' },
    });
  });

  it('counts only for those to whom the layer applies', () => {
    const layer = { ...organization, applies: { accounts: ['999999999999'] } };
    expect(outcome(decided([layer], { tags: { createdby: 'ceo' } }))).toEqual(['created']);
  });

  it('is refused where a value is malformed too', () => {
    const tags = { createdby: 5, TEAM: 'x' };
    expect(outcome(decided([organization], { tags }))).toEqual([
      'validation-failed',
      '/tags/createdby wrong-type',
      '/tags/TEAM tag-key-variant',
    ]);
  });
});

describe('two tag keys of one request that are one key', () => {
  it('are a mistake of the request, whatever the policy', () => {
    const sent = { tags: { Note: '1', note: '2' }, imageTags: { ' a': '1', a: '2' } };
    expect(outcome(decided([], sent))).toEqual([
      'validation-failed',
      '/tags/note tag-key-variant',
      '/imageTags/a tag-key-variant',
    ]);
  });

  it('may stand one in each map', () => {
    expect(outcome(decided([], { tags: { Note: '1' }, imageTags: { note: '2' } }))).toEqual([
      'created',
    ]);
  });

  const withDefault: Layer = { name: 'organization', defaults: { tags: { Team: 'web' } } };

  it('are not made of a default and what the caller sends', () => {
    const decision = decided([withDefault], { tags: { team: 'x' } });
    expect(outcome(decision)).toEqual(['policy-violation', '/tags/team tag-key-variant']);
    expect(decision.refusal && decision.issues[0]?.detail).toContain(
      'The policy layer "organization" supplies the tag key "Team"; ',
    );
    expect(outcome(decided([withDefault], { tags: { Team: 'x' } }))).toEqual(['created']);
  });

  it.each<[string, Layer]>([
    ['enforced', { name: 'payments', enforced: { tags: { team: 'x' } } }],
    ['allowed', { name: 'payments', allowed: { 'tags.team': ['x'] } }],
    ['default', { name: 'payments', defaults: { tags: { ' Team': 'x' } } }],
  ])('are not made of what layers say either: a default and one %s', (_, layer) => {
    const decision = decided([withDefault, layer], {});
    expect(outcome(decision)).toContain('/tags/Team tag-key-variant');
    const detail = decision.refusal && decision.issues[0]?.detail;
    expect(detail).toContain('The policy layer "organization" supplies "Team".');
    expect(detail).toContain('The policy layer "payments" ');
  });

  it('leave no spelling that meets one of two lists and evades the other', () => {
    const layers: Layer[] = [
      { name: 'a', allowed: { 'tags.CostCenter': ['100'] } },
      { name: 'b', allowed: { 'tags.costcenter': ['200'] } },
    ];
    for (const [key, value] of [
      ['CostCenter', '100'],
      ['costcenter', '200'],
      ['COSTCENTER', '1'],
    ] as const) {
      expect(outcome(decided(layers, { tags: { [key]: value } }))).toEqual([
        'policy-violation',
        `/tags/${key} tag-key-variant`,
      ]);
    }
  });
});

describe('a tag policy', () => {
  const rule = {
    tag_key: { '@@assign': 'CostCenter' },
    tag_value: { '@@assign': ['100', '200*'] },
  };
  const tagPolicies = [{ tags: { costcenter: rule } }];

  it.each(['error', 'warning'] as const)(
    'does not say again what is said of a variant: %s',
    (tagPolicyCompliance) => {
      const layers = [{ ...organization, tagPolicies }];
      const own = decided(layers, { tags: { costcenter: '100' } }, { tagPolicyCompliance });
      expect(outcome(own)).toEqual(['policy-violation', '/tags/costcenter tag-key-variant']);
      expect(own.warnings).toEqual([]);
      const repeated = { CostCenter: '100', costcenter: '100' };
      const both = decided(
        [{ name: 'a', tagPolicies }],
        { tags: repeated },
        { tagPolicyCompliance },
      );
      expect(outcome(both)).toEqual(['validation-failed', '/tags/costcenter tag-key-variant']);
      expect(both.warnings).toEqual([]);
    },
  );

  it('says it where nothing else does', () => {
    const decision = decided([{ name: 'a', tagPolicies }], { tags: { costcenter: '300' } });
    expect(outcome(decision)).toEqual([
      'policy-violation',
      '/tags/costcenter tag-key-capitalization',
      '/tags/costcenter tag-value-not-allowed',
    ]);
  });

  it.each([
    ['100', 'created', 0],
    ['999', 'refused', 0],
    ['999 {{imagebuilder:buildDate}}', 'refused', 0],
    ['free-of-charge{{imagebuilder:buildVersion}}', 'refused', 0],
    ['2x{{imagebuilder:buildDate}}', 'refused', 0],
    ['200{{imagebuilder:unknown}}', 'created', 0],
    ['{{imagebuilder:unknown}}', 'refused', 0],
    ['{{imagebuilder:buildDate}}', 'created', 1],
    ['200-{{imagebuilder:buildVersion}}', 'created', 1],
    ['200{{ imagebuilder:buildDate }} of {{imagebuilder:buildVersion}}', 'created', 1],
  ])('has %j of imageTags %s', (value, expected, warnings) => {
    const decision = decided([{ name: 'a', tagPolicies }], { imageTags: { CostCenter: value } });
    expect(decision.refusal === undefined ? 'created' : 'refused').toBe(expected);
    expect(decision.warnings).toHaveLength(warnings);
  });
});
