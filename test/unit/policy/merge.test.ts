import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepFreeze } from '../../../src/json/deep-freeze.ts';
import { isJsonObject } from '../../../src/json/json-value.ts';
import { fromPointer, toPointer } from '../../../src/json/pointer.ts';
import {
  empty,
  merge,
  otherRecipe,
  type Addition,
  type Merged,
} from '../../../src/policy/merge.ts';
import type { Members } from '../../../src/policy/document.ts';

/** Additions of sources called a, b, c, … */
const additionsOf = (all: readonly Members[]): Addition[] =>
  all.map((members, index) => ({ members, sourceOf: () => String.fromCharCode(97 + index) }));

const merged = (...all: Members[]): Merged => merge(empty, additionsOf(all));

interface MergeCase {
  readonly name: string;
  readonly additions: readonly Members[];
  readonly members: Members;
  readonly provenance: Readonly<Record<string, string>>;
}

const image = { imageRecipeArn: 'i' };
const container = { containerRecipeArn: 'c' };

const cases: readonly MergeCase[] = [
  { name: 'nothing at all', additions: [], members: {}, provenance: {} },
  {
    name: 'objects are merged deep, member by member',
    additions: [
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
    additions: [
      { workflows: [{ workflowArn: 'x', onFailure: 'ABORT' }, 2] },
      { workflows: [{ workflowArn: 'y' }] },
    ],
    members: { workflows: [{ workflowArn: 'y' }] },
    provenance: { '/workflows': 'b' },
  },
  {
    name: 'an empty list is a value',
    additions: [{ workflows: [1] }, { workflows: [] }],
    members: { workflows: [] },
    provenance: { '/workflows': 'b' },
  },
  {
    name: 'false, null and "" are values',
    additions: [
      { a: true, b: 'x', c: 1 },
      { a: false, b: '', c: null },
    ],
    members: { a: false, b: '', c: null },
    provenance: { '/a': 'b', '/b': 'b', '/c': 'b' },
  },
  {
    name: 'a later image recipe displaces a container recipe',
    additions: [container, image],
    members: image,
    provenance: { '/imageRecipeArn': 'b' },
  },
  {
    name: 'a later container recipe displaces an image recipe',
    additions: [image, container],
    members: container,
    provenance: { '/containerRecipeArn': 'b' },
  },
  {
    name: 'and back again',
    additions: [image, container, { imageRecipeArn: 'i2' }],
    members: { imageRecipeArn: 'i2' },
    provenance: { '/imageRecipeArn': 'c' },
  },
  {
    name: 'both recipes of one addition stay, for the rules to name',
    additions: [{}, { ...image, ...container }],
    members: { ...image, ...container },
    provenance: { '/imageRecipeArn': 'b', '/containerRecipeArn': 'b' },
  },
  {
    name: 'a recipe deeper down is no recipe',
    additions: [{ tags: image }, { tags: container }],
    members: { tags: { ...image, ...container } },
    provenance: { '/tags/imageRecipeArn': 'a', '/tags/containerRecipeArn': 'b' },
  },
  {
    name: '{} adds nothing to an object that is there',
    additions: [{ schedule: { timezone: 'A' } }, { schedule: {} }],
    members: { schedule: { timezone: 'A' } },
    provenance: { '/schedule/timezone': 'a' },
  },
  {
    name: '{} gives way to an object',
    additions: [{ schedule: {} }, { schedule: { timezone: 'A' } }],
    members: { schedule: { timezone: 'A' } },
    provenance: { '/schedule/timezone': 'b' },
  },
  {
    name: '{} by itself is a leaf',
    additions: [{ schedule: {} }],
    members: { schedule: {} },
    provenance: { '/schedule': 'a' },
  },
  {
    name: 'a value of another type replaces an object with the sources of all in it, and the other way round',
    additions: [
      { a: { x: 1, y: { z: 2 } }, ab: 1, b: 'text' },
      { a: 'text', b: { x: 1 } },
    ],
    members: { a: 'text', ab: 1, b: { x: 1 } },
    provenance: { '/a': 'b', '/ab': 'a', '/b/x': 'b' },
  },
  {
    name: 'an unknown value counts as present, and is its sender’s until another is merged into its place',
    additions: [
      { status: 'ENABLED', tags: { A: '1' } },
      { status: undefined, tags: undefined },
      { tags: { B: '2' } },
    ],
    members: { status: undefined, tags: { B: '2' } },
    provenance: { '/status': 'b', '/tags/B': 'c' },
  },
  {
    name: 'pointers are escaped',
    additions: [{ tags: { 'a/b': '1', 'c~d': '2', '': '3' } }, { tags: { 'a/b': '4' } }],
    members: { tags: { 'a/b': '4', 'c~d': '2', '': '3' } },
    provenance: { '/tags/a~1b': 'b', '/tags/c~0d': 'a', '/tags/': 'a' },
  },
];

describe('members that are merged', () => {
  it.each(cases)('$name', ({ additions, members, provenance }) => {
    expect(merged(...additions)).toStrictEqual({ members, provenance });
  });

  it('may have a member named __proto__, constructor or toString like any other', () => {
    const one = JSON.parse('{"tags": {"__proto__": "1", "constructor": "2"}}') as Members;
    const other = JSON.parse('{"tags": {"__proto__": "3", "toString": "4"}}') as Members;
    const { members, provenance } = merged(one, other);
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

  it('have the source that their addition names for each leaf', () => {
    const members = { tags: { 'a/b': '1' }, workflows: [1] };
    const { provenance } = merge(empty, [{ members, sourceOf: (pointer) => `of ${pointer}` }]);
    expect(provenance).toEqual({ '/tags/a~1b': 'of /tags/a~1b', '/workflows': 'of /workflows' });
  });

  it('share the objects of the base that nothing is added to, and no other', () => {
    const base = merged({
      tags: { A: '1' },
      schedule: { timezone: 'A', autoDisablePolicy: { n: 1 } },
    });
    const before = JSON.stringify(base);
    const plus = (members: Members): Members =>
      merge(base, [{ members, sourceOf: () => 'b' }]).members;
    const named = plus({ name: 'x', schedule: {} });
    expect(named['tags']).toBe(base.members['tags']);
    expect(named['schedule']).toBe(base.members['schedule']);
    const tagged = plus({ tags: { B: '2' }, schedule: { timezone: 'B' } });
    expect(tagged['tags']).toEqual({ A: '1', B: '2' });
    expect(tagged['schedule']).toMatchObject({ timezone: 'B' });
    const innerOf = ({ schedule }: Members): unknown =>
      isJsonObject(schedule) ? schedule['autoDisablePolicy'] : undefined;
    expect(innerOf(tagged)).toBe(innerOf(base.members));
    expect(JSON.stringify(base)).toBe(before);
  });
});

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('x', 'y', false, null),
    fc.constant({}),
    fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'ab', 'b/c', '__proto__'), tie('any'), { maxKeys: 3 }),
  ),
})).any;
const anyMembers: fc.Arbitrary<Members> = fc.dictionary(
  fc.constantFrom('tags', 'schedule', 'imageRecipeArn', 'containerRecipeArn', '__proto__'),
  value,
  { maxKeys: 4, noNullPrototype: true },
);
const anyAdditions = fc.array(anyMembers, { maxLength: 5 });

interface Leaf {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly source: string;
}

const leavesOf = (inner: unknown, source: string, path: readonly string[] = []): Leaf[] =>
  isJsonObject(inner) && (path.length === 0 || Object.keys(inner).length > 0)
    ? Object.entries(inner).flatMap(([name, deeper]) => leavesOf(deeper, source, [...path, name]))
    : [{ path, value: inner, source }];

const isWithin = (path: readonly string[], parent: readonly string[]): boolean =>
  parent.every((segment, index) => path[index] === segment);

/** The slow and obvious way: a list of leaves, of which each new one drives out whatever is in its way. */
const flattened = (all: readonly Members[]): Leaf[] => {
  let leaves: Leaf[] = [];
  for (const { members, sourceOf } of additionsOf(all)) {
    leaves = leaves.filter(({ path: [root = ''] }) => {
      const other = otherRecipe[root];
      return other === undefined || !Object.hasOwn(members, other) || Object.hasOwn(members, root);
    });
    for (const leaf of leavesOf(members, sourceOf(''))) {
      const isBelow = ({ path }: Leaf): boolean =>
        path.length > leaf.path.length && isWithin(path, leaf.path);
      if (isJsonObject(leaf.value) && leaves.some(isBelow)) continue;
      leaves = leaves.filter(
        ({ path }) => !isWithin(path, leaf.path) && !isWithin(leaf.path, path),
      );
      leaves.push(leaf);
    }
  }
  return leaves;
};

/** Leaves as lines, which no name such as `__proto__` can disturb. */
const linesOf = (leaves: readonly Leaf[]): string[] =>
  leaves
    .map(({ path, value: leaf, source }) => `${toPointer(path)} ${JSON.stringify(leaf)} ${source}`)
    .sort();

/** What was merged, as leaves again. */
const leavesOfMerged = ({ members, provenance }: Merged): Leaf[] =>
  leavesOf(members, '').map((leaf) => {
    const pointer = toPointer(leaf.path);
    return {
      ...leaf,
      source: Object.hasOwn(provenance, pointer) ? (provenance[pointer] ?? '') : '',
    };
  });

const containersIn = (inner: unknown): object[] =>
  isJsonObject(inner) ? [inner, ...Object.values(inner).flatMap(containersIn)] : [];

describe('any members', () => {
  it('come to what a list of their leaves comes to, and every leaf has its source and no other has one', () => {
    fc.assert(
      fc.property(anyAdditions, (all) => {
        const result = merged(...all);
        expect(linesOf(leavesOfMerged(result))).toEqual(linesOf(flattened(all)));
        expect(Object.keys(result.provenance).sort()).toEqual(
          flattened(all)
            .map(({ path }) => toPointer(path))
            .sort(),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('come to the same one by one as all at once', () => {
    fc.assert(
      fc.property(anyAdditions, (all) => {
        const additions = additionsOf(all);
        const oneByOne = additions.reduce((base, addition) => merge(base, [addition]), empty);
        const atOnce = merge(empty, additions);
        // As text, so that the order counts as well, and no name is anything special.
        expect(JSON.stringify(oneByOne.members)).toBe(JSON.stringify(atOnce.members));
        expect(Object.entries(oneByOne.provenance).sort()).toEqual(
          Object.entries(atOnce.provenance).sort(),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('come to the same when the first of them were merged on their own', () => {
    fc.assert(
      fc.property(anyAdditions, fc.nat({ max: 5 }), (all, cut) => {
        const additions = additionsOf(all);
        const first = merge(empty, additions.slice(0, cut));
        const leaves = Object.entries(first.provenance).map(([pointer, source]) => ({
          members: fromPointer(pointer).reduceRight<unknown>(
            (inner, name) => ({ [name]: inner }),
            leavesOf(first.members, '').find(({ path }) => toPointer(path) === pointer)?.value,
          ) as Members,
          sourceOf: () => source,
        }));
        const bothRecipes = Object.keys(otherRecipe).every((name) =>
          Object.hasOwn(first.members, name),
        );
        fc.pre(!bothRecipes);
        const grouped = merge(empty, [...leaves, ...additions.slice(cut)]);
        expect(linesOf(leavesOfMerged(grouped))).toEqual(linesOf(flattened(all)));
      }),
    );
  });

  it('are never written to, and what comes out is frozen', () => {
    fc.assert(
      fc.property(anyMembers, anyAdditions, (under, all) => {
        const base = merged(deepFreeze(under));
        const before = JSON.stringify([base, all]);
        const result = merge(base, additionsOf(deepFreeze(all)));
        expect(JSON.stringify([base, all])).toBe(before);
        expect(Object.isFrozen(result) && Object.isFrozen(result.provenance)).toBe(true);
        for (const object of containersIn(result.members))
          expect(Object.isFrozen(object)).toBe(true);
      }),
    );
  });

  it('that are not frozen are not frozen by it either', () => {
    const addition = { tags: { A: '1' }, schedule: {} };
    merged({ name: 'x' }, addition);
    expect([addition, addition.tags].map(Object.isFrozen)).toEqual([false, false]);
  });
});
