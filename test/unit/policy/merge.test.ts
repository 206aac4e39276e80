import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOver, type LastWord, type Statement } from '../../../src/policy/merge.ts';
import type { Members } from '../../../src/policy/document.ts';

/** Statements of layers called a, b, c, … */
const layered = (lastWord: LastWord, ...all: Members[]) =>
  layOver(
    all.map((members, index): Statement => ({ members, origin: String.fromCharCode(97 + index) })),
    lastWord,
  );

interface LayeringCase {
  readonly name: string;
  readonly lastWord?: LastWord;
  readonly statements: readonly Members[];
  readonly members: Members;
  readonly provenance: Readonly<Record<string, string>>;
}

const image = { imageRecipeArn: 'i' };
const container = { containerRecipeArn: 'c' };

const cases: readonly LayeringCase[] = [
  { name: 'nothing at all', statements: [], members: {}, provenance: {} },
  {
    name: 'objects are merged deep, member by member',
    statements: [
      { schedule: { timezone: 'Etc/UTC', autoDisablePolicy: { failureCount: 3 } } },
      { schedule: { timezone: 'Europe/Berlin', scheduleExpression: 'rate(1 day)' } },
    ],
    members: {
      schedule: {
        timezone: 'Europe/Berlin',
        autoDisablePolicy: { failureCount: 3 },
        scheduleExpression: 'rate(1 day)',
      },
    },
    provenance: {
      '/schedule/timezone': 'b',
      '/schedule/autoDisablePolicy/failureCount': 'a',
      '/schedule/scheduleExpression': 'b',
    },
  },
  {
    name: 'lists are taken whole',
    statements: [
      { workflows: [{ workflowArn: 'x', onFailure: 'ABORT' }, 2] },
      { workflows: [{ workflowArn: 'y' }] },
    ],
    members: { workflows: [{ workflowArn: 'y' }] },
    provenance: { '/workflows': 'b' },
  },
  {
    name: 'an empty list is a value',
    statements: [{ workflows: [1] }, { workflows: [] }],
    members: { workflows: [] },
    provenance: { '/workflows': 'b' },
  },
  {
    name: 'false and "" are values',
    statements: [
      { a: true, b: 'x' },
      { a: false, b: '' },
    ],
    members: { a: false, b: '' },
    provenance: { '/a': 'b', '/b': 'b' },
  },
  {
    name: 'with the first word kept, later ones only add',
    lastWord: 'first',
    statements: [
      { schedule: { timezone: 'A' } },
      { schedule: { timezone: 'B', scheduleExpression: 'e' } },
    ],
    members: { schedule: { timezone: 'A', scheduleExpression: 'e' } },
    provenance: { '/schedule/timezone': 'a', '/schedule/scheduleExpression': 'b' },
  },
  {
    name: 'a later image recipe displaces a container recipe',
    statements: [container, image],
    members: image,
    provenance: { '/imageRecipeArn': 'b' },
  },
  {
    name: 'a later container recipe displaces an image recipe',
    statements: [image, container],
    members: container,
    provenance: { '/containerRecipeArn': 'b' },
  },
  {
    name: 'and back again',
    statements: [image, container, { imageRecipeArn: 'i2' }],
    members: { imageRecipeArn: 'i2' },
    provenance: { '/imageRecipeArn': 'c' },
  },
  {
    name: 'with the first word kept, a container recipe stays in place of a later image recipe',
    lastWord: 'first',
    statements: [container, { ...image, status: 'ENABLED' }],
    members: { ...container, status: 'ENABLED' },
    provenance: { '/containerRecipeArn': 'a', '/status': 'b' },
  },
  {
    name: 'with the first word kept, an image recipe stays in place of a later container recipe',
    lastWord: 'first',
    statements: [image, container],
    members: image,
    provenance: { '/imageRecipeArn': 'a' },
  },
  {
    name: 'both recipes of one statement stay, for the rules to name',
    statements: [{}, { ...image, ...container }],
    members: { ...image, ...container },
    provenance: { '/imageRecipeArn': 'b', '/containerRecipeArn': 'b' },
  },
  {
    name: '{} adds nothing to an object that is there',
    statements: [{ schedule: { timezone: 'A' } }, { schedule: {} }],
    members: { schedule: { timezone: 'A' } },
    provenance: { '/schedule/timezone': 'a' },
  },
  {
    name: '{} gives way to an object',
    statements: [{ schedule: {} }, { schedule: { timezone: 'A' } }],
    members: { schedule: { timezone: 'A' } },
    provenance: { '/schedule/timezone': 'b' },
  },
  {
    name: '{} gives way to an object even where it has the first word',
    lastWord: 'first',
    statements: [{ schedule: {} }, { schedule: { timezone: 'A' } }],
    members: { schedule: { timezone: 'A' } },
    provenance: { '/schedule/timezone': 'b' },
  },
  {
    name: '{} by itself is a leaf',
    statements: [{ schedule: {} }],
    members: { schedule: {} },
    provenance: { '/schedule': 'a' },
  },
  {
    name: 'a value of another type replaces an object, and the other way round',
    statements: [
      { a: { x: 1 }, b: 'text' },
      { a: 'text', b: { x: 1 } },
    ],
    members: { a: 'text', b: { x: 1 } },
    provenance: { '/a': 'b', '/b/x': 'b' },
  },
  {
    name: 'with the first word kept, a value of another type changes nothing',
    lastWord: 'first',
    statements: [
      { a: { x: 1 }, b: 'text' },
      { a: 'text', b: { x: 1 } },
    ],
    members: { a: { x: 1 }, b: 'text' },
    provenance: { '/a/x': 'a', '/b': 'a' },
  },
  {
    name: 'pointers are escaped',
    statements: [{ tags: { 'a/b': '1', 'c~d': '2', '': '3' } }, { tags: { 'a/b': '4' } }],
    members: { tags: { 'a/b': '4', 'c~d': '2', '': '3' } },
    provenance: { '/tags/a~1b': 'b', '/tags/c~0d': 'a', '/tags/': 'a' },
  },
];

describe('statements laid over each other', () => {
  it.each(cases)('$name', ({ lastWord = 'last', statements, members, provenance }) => {
    expect(layered(lastWord, ...statements)).toEqual({ members, provenance });
  });

  it('treat a member named __proto__, constructor or toString like any other', () => {
    const one = JSON.parse('{"tags": {"__proto__": "1", "constructor": "2"}}') as Members;
    const other = JSON.parse('{"tags": {"__proto__": "3", "toString": "4"}}') as Members;
    const { members, provenance } = layered('last', one, other);
    expect(JSON.stringify(members)).toBe(
      '{"tags":{"__proto__":"3","constructor":"2","toString":"4"}}',
    );
    expect(Object.entries(provenance)).toEqual([
      ['/tags/__proto__', 'b'],
      ['/tags/constructor', 'a'],
      ['/tags/toString', 'b'],
    ]);
    expect(Object.getPrototypeOf(members['tags'])).toBe(Object.prototype);
  });

  it('take an object below the eighth level as one value', () => {
    const nested = (depth: number, value: unknown): Members =>
      depth === 0 ? { leaf: value } : { in: nested(depth - 1, value) };
    const { provenance } = layered('last', nested(20, 1));
    expect(Object.keys(provenance)).toEqual([`/${'in/'.repeat(7)}in`]);
  });

  it('come out frozen', () => {
    const { members } = layered('last', { schedule: { timezone: 'A' } });
    expect(Object.isFrozen(members) && Object.isFrozen(members['schedule'])).toBe(true);
  });
});

describe('statements laid over others that are remembered', () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('x', 'y', false, null),
      fc.constant({}),
      fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom('a', 'b/c', '__proto__'), tie('any'), { maxKeys: 3 }),
    ),
  })).any;
  const members = fc.dictionary(
    fc.constantFrom('tags', 'schedule', 'imageRecipeArn', 'containerRecipeArn', '__proto__'),
    value,
    { maxKeys: 4 },
  );
  const statements = (origins: readonly string[]) =>
    fc.tuple(...origins.map((origin) => fc.record({ members, origin: fc.constant(origin) })));

  it('come to what all of them together come to, every time', () => {
    fc.assert(
      fc.property(
        statements(['a', 'b', 'c']),
        fc.array(statements(['d', 'e']), { minLength: 1, maxLength: 3 }),
        (under, requests) => {
          for (const over of requests) {
            const { members: laid, provenance } = layOver(over, 'last', under);
            const together = layOver([...under, ...over], 'last');
            // As text, so that the order counts as well, and no name is anything special.
            expect(JSON.stringify(laid)).toBe(JSON.stringify(together.members));
            expect(new Map(Object.entries(provenance))).toEqual(
              new Map(Object.entries(together.provenance)),
            );
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('share the objects that nobody adds to, and no other', () => {
    const under = [{ members: { tags: { A: '1' }, schedule: { timezone: 'A' } }, origin: 'a' }];
    const over = (members: Members) => layOver([{ members, origin: 'b' }], 'last', under).members;
    const [first, second, third] = [
      over({ name: 'x' }),
      over({ tags: { B: '2' } }),
      over({ name: 'y' }),
    ];
    expect(third['tags']).toBe(first['tags']);
    expect(second['schedule']).toBe(first['schedule']);
    expect(second['tags']).toEqual({ A: '1', B: '2' });
    expect(first['tags']).toEqual({ A: '1' });
    expect(Object.isFrozen(first['tags']) && Object.isFrozen(second['tags'])).toBe(true);
  });
});
