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
    const { layers, defaults } = describePolicy(policy, facts, recipe);
    expect([layers.at(-1), defaults['description']]).toEqual([layer, description]);
    expect(defaults).not.toHaveProperty(`${recipe}RecipeArn`);
  });

  it('is the general part for whoever is not known', () => {
    const anonymous = { ...facts, caller: { groups: [] } };
    expect(describePolicy(policy, anonymous)).toMatchObject({
      layers: ['organization'],
      defaults: { status: 'ENABLED', tags: { By: 'unknown' } },
      enforced: { imageTags: { By: 'unknown' } },
    });
  });
});
