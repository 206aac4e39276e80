import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../src/policy-source/parse-policy.ts';
import documents from '../../fixtures/policy-documents.json' with { type: 'json' };

const issuesOf = (policy: object): readonly string[] =>
  parsePolicy(JSON.stringify(policy)).issues.map(({ pointer, code }) => `${pointer} ${code}`);

describe('a document that is refused when it is loaded', () => {
  it.each(documents)('$what', ({ policy, at, mended }) => {
    const pointers = parsePolicy(JSON.stringify(policy)).issues.map(({ pointer }) => pointer);
    expect(pointers.some((pointer) => at.some((place) => pointer.startsWith(place)))).toBe(true);
    expect(issuesOf(mended)).toEqual([]);
  });
});

describe('the matchers of a layer', () => {
  const exception = { name: 'exception', applies: { groups: ['g'] } };

  it('may stand in a list, each of whose sets is looked at where it stands', () => {
    expect(
      issuesOf({
        layers: [
          exception,
          {
            name: 'b',
            applies: [
              { groups: ['x'], unless: ['exception', 'nowhere'] },
              { request: { 'tag.Stage': ['prod'] }, from: '2027-02-30' },
              {},
            ],
          },
        ],
      }).toSorted(),
    ).toEqual([
      '/layers/1/applies/0/unless/1 unknown-layer',
      '/layers/1/applies/1/from no-such-day',
      '/layers/1/applies/1/request/tag.Stage unknown-path',
      '/layers/1/applies/2 too-few-members',
    ]);
  });

  it.each([
    ['by its name', ['exception']],
    ['by a pattern', ['exc*']],
    ['by one that names several', ['*']],
  ])('may except from a layer above, %s', (_, unless) => {
    expect(issuesOf({ layers: [exception, { name: 'b', applies: { unless } }] })).toEqual([]);
  });

  it('say what was meant by a layer that is not above', () => {
    const details = (unless: string) =>
      parsePolicy(
        JSON.stringify({
          layers: [exception, { name: 'b', applies: { unless: [unless] } }, { name: 'below' }],
        }),
      ).issues.map(({ detail }) => detail);
    expect([details('exeption'), details('below'), details('b')]).toEqual([
      ['"unless" names "exeption". There is no such layer above. Did you mean "exception"?'],
      [
        '"unless" names "below". It is a layer of this place or below, and "unless" looks at those above alone: move the exception up.',
      ],
      [
        '"unless" names "b". It is a layer of this place or below, and "unless" looks at those above alone: move the exception up.',
      ],
    ]);
  });
});

describe('a layer that depends on the request', () => {
  const looking = (request: object) => ({ name: 'looking', applies: { request } });
  const arn = 'arn:aws:imagebuilder:eu-west-1:123456789012:image-recipe/a/1.0.0';

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
      'Whether this layer applies depends on the request, so it cannot supply what the recipe matcher of the layer "a" looks at. Supply it in a layer without "recipe", "targets" and "request".',
    );
  });
});
