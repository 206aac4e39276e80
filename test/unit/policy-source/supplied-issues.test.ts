import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../src/policy-source/parse-policy.ts';

const issuesOf = (policy: object): readonly string[] =>
  parsePolicy(JSON.stringify(policy)).issues.map(({ pointer, code }) => `${pointer} ${code}`);

describe('a layer that depends on the request', () => {
  const looking = (request: object) => ({ name: 'looking', applies: { request } });
  const arn = 'arn:aws:imagebuilder:eu-west-1:123456789012:image-recipe/a/1.0.0';
  const infrastructure =
    'arn:aws:imagebuilder:eu-west-1:123456789012:infrastructure-configuration/a';

  it.each<[string, object[], string[]]>([
    [
      'by a recipe, may not supply one',
      [{ name: 'a', applies: { recipe: ['image'] }, defaults: { imageRecipeArn: arn } }],
      ['/layers/0/defaults/imageRecipeArn'],
    ],
    [
      'in any of its sets, may not supply what it looks at',
      [
        {
          name: 'a',
          applies: [{ groups: ['g'] }, { request: { 'schedule.timezone': ['Etc/UTC'] } }],
          enforced: { schedule: { timezone: 'Etc/UTC' }, status: 'ENABLED' },
        },
      ],
      ['/layers/0/enforced/schedule/timezone'],
    ],
    [
      'may not supply a list with what another looks at in it',
      [
        looking({ 'workflows[].workflowArn': ['*'] }),
        { name: 'b', applies: { recipe: ['image'] }, defaults: { workflows: [] } },
      ],
      ['/layers/1/defaults/workflows'],
    ],
    [
      'may not supply a tag under another spelling',
      [
        looking({ 'tags.Stage': ['prod'] }),
        {
          name: 'b',
          applies: { recipe: ['image'] },
          defaults: { tags: { 'stage ': 'x', Other: 'y' } },
        },
      ],
      ['/layers/1/defaults/tags/stage '],
    ],
    [
      'by an exception that does, may not either',
      [
        looking({ name: ['legacy-*'] }),
        { name: 'b', applies: { unless: ['looking'] }, defaults: { status: 'ENABLED' } },
        { name: 'c', applies: { request: { status: ['ENABLED'] } } },
      ],
      ['/layers/1/defaults/status'],
    ],
    [
      'by a target, may not supply it',
      [
        {
          name: 'a',
          applies: { targets: { regions: ['eu-west-1'] } },
          defaults: { infrastructureConfigurationArn: infrastructure },
        },
      ],
      ['/layers/0/defaults/infrastructureConfigurationArn'],
    ],
    [
      'may not supply a recipe in the place of the one that is looked at',
      [
        looking({ containerRecipeArn: ['*'] }),
        { name: 'b', applies: { targets: { accounts: ['*'] } }, enforced: { imageRecipeArn: arn } },
      ],
      ['/layers/1/enforced/imageRecipeArn'],
    ],
    [
      'is told of each member once, however many look at it',
      [
        looking({ status: ['ENABLED'], 'tags.A': ['1'], 'tags.B': ['1'] }),
        { ...looking({ 'tags.a': ['2'], status: ['ENABLED'] }), name: 'again' },
        {
          name: 'c',
          applies: { recipe: ['image'] },
          defaults: { status: 'ENABLED', tags: { A: '1', ' b': '1', C: '1' } },
          enforced: { status: 'ENABLED' },
        },
      ],
      [
        '/layers/2/defaults/status',
        '/layers/2/defaults/tags/A',
        '/layers/2/defaults/tags/ b',
        '/layers/2/enforced/status',
      ],
    ],
    [
      'may supply a tag whose key only begins as one that is looked at, or is one of the other map',
      [
        looking({ 'tags.a.b': ['1'] }),
        {
          name: 'b',
          applies: { recipe: ['image'] },
          defaults: { tags: { a: '1', 'a.b.c': '1' }, imageTags: { 'a.b': '1' } },
        },
      ],
      [],
    ],
    [
      'may supply anything else',
      [
        looking({ 'tags.Stage': ['prod'], status: ['ENABLED'] }),
        {
          name: 'b',
          applies: { recipe: ['image'] },
          defaults: { tags: { Other: 'y' }, description: 'x' },
          enforced: { schedule: {} },
        },
      ],
      [],
    ],
    [
      'does not keep a layer that does not from supplying it',
      [
        {
          name: 'a',
          applies: { groups: ['g'] },
          defaults: { tags: { Stage: 'prod' }, status: 'ENABLED' },
        },
        looking({ 'tags.Stage': ['prod'], status: ['ENABLED'] }),
      ],
      [],
    ],
  ])('%s', (_, layers, pointers) => {
    expect(issuesOf({ layers })).toEqual(
      pointers.map((pointer) => `${pointer} supplies-what-is-looked-at`),
    );
  });

  it('is told which layer looks at it, and what to do', () => {
    const { issues } = parsePolicy(
      JSON.stringify({
        layers: [{ name: 'a', applies: { recipe: ['image'] }, defaults: { imageRecipeArn: arn } }],
      }),
    );
    expect(issues[0]?.detail).toBe(
      'Whether this layer applies depends on the request, so it cannot supply what "recipe" of the layer "a" looks at. Supply it in a layer without "recipe", "targets" and "request", and without an "unless" that names one with them.',
    );
  });
});
