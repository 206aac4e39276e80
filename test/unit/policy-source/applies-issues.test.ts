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

  it('are named once where their shape and their meaning are both wrong', () => {
    const applies = { request: { colour: [] }, from: 5, unless: ['', 7] };
    expect(issuesOf({ layers: [exception, { name: 'b', applies }] }).toSorted()).toEqual([
      '/layers/1/applies/from wrong-type',
      '/layers/1/applies/request/colour too-few-items',
      '/layers/1/applies/unless/0 too-short',
      '/layers/1/applies/unless/1 wrong-type',
    ]);
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
        '"unless" names "below". The layer "below" stands below, and "unless" looks at those above alone: move it up.',
      ],
      ['"unless" names "b". It is this layer itself; only a layer above can be an exception.'],
    ]);
  });
});
