import { describe, expect, it } from 'vitest';
import { describePolicy } from '../../../src/core/describe-policy.ts';
import { compilePolicy } from '../../../src/policy/compile.ts';
import type { RequestFacts } from '../../../src/policy/variables.ts';

const facts: RequestFacts = {
  caller: { id: 'jwt:ana', account: '111122223333', groups: ['payments'] },
  requestTime: '2026-08-01T12:00:00.000Z',
};
const policy = compilePolicy({
  tagPolicyCompliance: 'warning',
  layers: [
    {
      name: 'organization',
      defaults: { status: 'ENABLED', tags: { By: '${account}' } },
      enforced: { imageTags: { By: '${caller}' } },
      allowed: { executionRole: ['build-*'] },
      tagPolicies: [{ tags: { team: { tag_key: { '@@assign': 'Team' } } } }],
    },
    {
      name: 'payments',
      applies: { groups: ['payments'] },
      defaults: { status: 'DISABLED' },
      allowed: { executionRole: ['build-web', 'other'] },
    },
    { name: 'containers', applies: { recipe: ['container'] }, defaults: { description: 'c' } },
    { name: 'images', applies: { recipe: ['image'] }, defaults: { description: 'i' } },
  ],
});

describe('the policy that holds for a caller', () => {
  it('is what the layers that apply come to, with variables filled in and the layer of each value', () => {
    expect(describePolicy(policy, facts)).toEqual({
      layers: ['organization', 'payments'],
      defaults: { status: 'DISABLED', tags: { By: '111122223333' } },
      enforced: { imageTags: { By: 'jwt:ana' } },
      allowed: { executionRole: ['build-web'] },
      required: {},
      forbidden: {},
      warned: [],
      dates: [],
      tagPolicy: { tags: { team: { tag_key: 'Team', tag_value: ['*'] } } },
      tagPolicyCompliance: 'warning',
      provenance: {
        defaults: { '/status': 'payments', '/tags/By': 'organization' },
        enforced: { '/imageTags/By': 'organization' },
      },
    });
  });

  it.each([
    ['image', 'images', 'i'],
    ['container', 'containers', 'c'],
  ] as const)('may be asked for with a kind of recipe: %s', (recipe, layer, description) => {
    const { layers, defaults } = describePolicy(policy, facts, { recipe });
    expect([layers.at(-1), defaults['description']]).toEqual([layer, description]);
    expect(defaults).not.toHaveProperty(`${recipe}RecipeArn`);
  });

  it('is the general part for whoever is not known', () => {
    const anonymous = { ...facts, caller: { groups: [] } };
    expect(describePolicy(policy, anonymous)).toMatchObject({
      layers: ['organization'],
      defaults: { status: 'ENABLED', tags: { By: 'unknown' } },
      enforced: { imageTags: { By: 'anonymous' } },
    });
  });

  it('has what is required and forbidden, by which layer, and whom to ask', () => {
    const demanding = compilePolicy({
      layers: [
        { name: 'a', contact: '#a', required: { description: ['*'] }, forbidden: { name: ['x*'] } },
        { name: 'b', required: { description: ['CHG-*'] } },
      ],
    });
    expect(describePolicy(demanding, facts)).toMatchObject({
      required: {
        description: [
          { values: ['*'], layer: 'a', contact: '#a' },
          { values: ['CHG-*'], layer: 'b' },
        ],
      },
      forbidden: { name: [{ values: ['x*'], layer: 'a', contact: '#a' }] },
      warned: [],
    });
  });

  it('tells what only warns apart from what is refused, and the days on which that changes', () => {
    const dated = compilePolicy({
      layers: [
        {
          name: 'paperwork',
          contact: '#change',
          compliance: 'warning',
          errorFrom: '2027-01-15',
          enforced: { status: 'ENABLED', tags: { Team: 'web' } },
          allowed: { executionRole: ['build-*'] },
          required: { description: ['*'] },
        },
        {
          name: 'freeze',
          applies: { until: '2026-12-01' },
          enforced: { tags: { By: '${caller}' } },
        },
      ],
    });
    const about = { layer: 'paperwork', contact: '#change', errorFrom: '2027-01-15' };
    expect(describePolicy(dated, facts)).toMatchObject({
      enforced: { tags: { By: 'jwt:ana' } },
      allowed: {},
      required: {},
      warned: [
        { demand: 'enforced', path: '/status', values: ['ENABLED'], ...about },
        { demand: 'enforced', path: '/tags/Team', values: ['web'], ...about },
        { demand: 'allowed', path: 'executionRole', values: ['build-*'], ...about },
        { demand: 'required', path: 'description', values: ['*'], ...about },
      ],
      dates: [
        { layer: 'paperwork', errorFrom: '2027-01-15' },
        { layer: 'freeze', until: '2026-12-01' },
      ],
    });
    const later = describePolicy(dated, { ...facts, requestTime: '2027-01-15T00:00:00.000Z' });
    expect(later).toMatchObject({
      layers: ['paperwork'],
      enforced: { status: 'ENABLED' },
      allowed: { executionRole: ['build-*'] },
      warned: [],
      dates: [],
    });
  });

  it('may be asked for a target, and where nothing is known of one is that of the defaults', () => {
    const byTarget = compilePolicy({
      layers: [
        {
          name: 'organization',
          defaults: {
            infrastructureConfigurationArn:
              'arn:aws:imagebuilder:eu-west-1:111111111111:infrastructure-configuration/a',
          },
        },
        { name: 'here', applies: { targets: { accounts: ['111111111111'] } } },
        { name: 'there', applies: { targets: { accounts: ['222222222222'], regions: ['us-*'] } } },
      ],
    });
    const layersIn = (target?: { account: string; region: string }) =>
      describePolicy(byTarget, facts, { target }).layers;
    expect([
      layersIn(),
      layersIn({ account: '222222222222', region: 'us-east-1' }),
      layersIn({ account: '222222222222', region: 'eu-west-1' }),
    ]).toEqual([['organization', 'here'], ['organization', 'there'], ['organization']]);
  });
});
