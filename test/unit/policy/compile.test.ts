import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { childPointer, valueAt } from '../../../src/json/pointer.ts';
import { isJsonObject } from '../../../src/json/json-value.ts';
import { compileLayers, compilePolicy } from '../../../src/policy/compile.ts';
import type { Caller, Layer } from '../../../src/policy/document.ts';
import { empty, merge } from '../../../src/policy/merge.ts';
import { arbitraryPolicy } from '../../support/arbitrary-policy.ts';
import { active, factsOf } from '../../support/policy-facts.ts';

const ana: Caller = { id: 'jwt:ana', groups: ['payments'] };
const ben: Caller = { id: 'jwt:ben', groups: [] };
const caller = (group: string): Caller => ({ groups: [group] });

const layers: readonly Layer[] = [
  { name: 'organization', enforced: { status: 'ENABLED' }, defaults: { description: 'general' } },
  { name: 'payments', applies: { groups: ['payments'] }, defaults: { description: 'specific' } },
  { name: 'containers', applies: { recipe: ['container'] }, enforced: { status: 'DISABLED' } },
];
const container = { containerRecipeArn: 'c' };
const sourced = (name: string) => ({
  layer: expect.objectContaining({ name }) as Layer,
  isError: true,
});

describe('a compiled policy', () => {
  it('works out each selection of layers once, whoever it is for', () => {
    const policy = compilePolicy({ layers });
    const first = policy.layersFor(factsOf(ana), {});
    expect(first.names).toEqual(['organization', 'payments']);
    expect(
      policy.layersFor(factsOf({ id: 'jwt:eve', groups: ['payments', 'x'] }), { name: 'y' }),
    ).toBe(first);
    const others = [policy.layersFor(factsOf(ben), {}), policy.layersFor(factsOf(ana), container)];
    expect(others.map(({ names }) => names)).toEqual([
      ['organization'],
      ['organization', 'payments', 'containers'],
    ]);
    expect(policy.layersFor(factsOf(ana), {})).toBe(first);
  });

  it('is of its own document alone', () => {
    const [one, other] = [compilePolicy({ layers }), compilePolicy({ layers })];
    expect(one.policy.layers).toBe(layers);
    expect(one.layersFor(factsOf(ana), {})).not.toBe(other.layersFor(factsOf(ana), {}));
    expect(one.layersFor(factsOf(ana), {}).names).toEqual(other.layersFor(factsOf(ana), {}).names);
  });

  it('tells selections apart, whatever the names of their layers', () => {
    const policy = compilePolicy({
      layers: ['a', 'b', 'ab', '0', '1', '01'].map((name) => ({
        name,
        applies: { groups: [name] },
      })),
    });
    for (const groups of [['a', 'b'], ['ab'], ['0', '1'], ['01'], ['a', '0'], []]) {
      expect(policy.layersFor(factsOf({ groups }), {}).names).toEqual(groups);
    }
  });

  it('is right for more kinds of callers than it caches', () => {
    const many = Array.from({ length: 200 }, (_, index) => `g${index}`);
    const policy = compilePolicy({
      layers: many.map((name) => ({
        name,
        applies: { groups: [name] },
        defaults: { description: name },
      })),
    });
    const first = policy.layersFor(factsOf(caller('g0')), {});
    for (const name of [...many, ...many.toReversed(), ...many]) {
      const { names, defaults } = policy.layersFor(factsOf(caller(name)), {});
      expect([names, defaults.members]).toEqual([[name], { description: name }]);
      expect(policy.layersFor(factsOf(caller(name)), {}).defaults).toBe(defaults);
    }
    expect(policy.layersFor(factsOf(caller('g0')), {})).not.toBe(first);
    expect(policy.layersFor(factsOf(caller('g0')), {}).names).toEqual(first.names);
  });

  it('is frozen, and so is all that it works out', () => {
    const policy = compilePolicy({
      layers: [{ ...layers[0], name: 'all', allowed: { status: ['ENABLED'] } }],
    });
    const compiled = policy.layersFor(factsOf(ana), {});
    const { defaults, enforced, enforcedValues, demands } = compiled;
    for (const object of [
      ...[policy, compiled, compiled.layers, compiled.names, compiled.tagRules],
      ...[defaults, defaults.members, defaults.provenance, enforced, enforced.members],
      ...[enforcedValues, ...enforcedValues, ...enforcedValues.map(({ path }) => path)],
      ...[demands, ...demands],
    ]) {
      expect(Object.isFrozen(object)).toBe(true);
    }
  });

  it('has the tag policy that the account inherits as its most general level', () => {
    const inherited = { tags: { team: { tag_key: 'Team', tag_value: ['web'] } } };
    const own: Layer = {
      name: 'own',
      tagPolicies: [{ tags: { team: { tag_value: { '@@append': ['data'] } } } }],
    };
    const policy = compilePolicy({ layers: [own] });
    const { tagRules } = policy.withInherited(inherited).layersFor(factsOf(ana), {});
    expect(tagRules.policy.effective.tags?.['team']).toMatchObject({ tag_value: ['web', 'data'] });
    expect(
      compilePolicy({ layers: [] }).layersFor(factsOf(ana), {}).tagRules.policy.effective,
    ).toEqual({});
  });

  it('is compiled once for each tag policy that an account inherits, and keeps them apart', () => {
    const policy = compilePolicy({ layers, grants: [{ name: 'all', to: { callers: ['*'] } }] });
    const [one, other] = ['web', 'data'].map((value) => ({
      tags: { team: { tag_value: [value] } },
    }));
    const valuesUnder = (inherited = {}) =>
      policy.withInherited(inherited).layersFor(factsOf(ana), {}).tagRules.policy.effective.tags?.[
        'team'
      ]?.tag_value;
    expect([valuesUnder(one), valuesUnder(other), valuesUnder()]).toEqual([
      ['web'],
      ['data'],
      undefined,
    ]);
    const variant = policy.withInherited(one ?? {});
    expect(policy.withInherited(one ?? {})).toBe(variant);
    expect(variant.layersFor(factsOf(ana), {})).toBe(variant.layersFor(factsOf(ana), {}));
    expect(variant.grants).toBe(policy.grants);
    // Nothing is inherited twice.
    expect(variant.withInherited(other ?? {})).toBe(policy.withInherited(other ?? {}));
  });
});

describe('layers together', () => {
  it('default to what the last says, and enforce what the first says', () => {
    const { defaults, enforced, enforcedValues } = compileLayers(
      active([
        {
          name: 'a',
          defaults: { status: 'ENABLED', schedule: { timezone: 'A' } },
          enforced: { schedule: { timezone: 'A' }, containerRecipeArn: 'c' },
        },
        { name: 'b' },
        {
          name: 'c',
          defaults: { schedule: { timezone: 'C', scheduleExpression: 'e' } },
          enforced: { schedule: { timezone: 'C', scheduleExpression: 'e' }, imageRecipeArn: 'i' },
        },
      ]),
    );
    expect(defaults).toMatchObject({
      members: { status: 'ENABLED', schedule: { timezone: 'C', scheduleExpression: 'e' } },
      provenance: {
        '/status': 'a',
        '/schedule/timezone': 'c',
        '/schedule/scheduleExpression': 'c',
      },
    });
    expect(enforced).toMatchObject({
      members: { schedule: { timezone: 'A', scheduleExpression: 'e' }, containerRecipeArn: 'c' },
      provenance: {
        '/schedule/timezone': 'a',
        '/schedule/scheduleExpression': 'c',
        '/containerRecipeArn': 'a',
      },
    });
    expect(enforcedValues.toSorted((x, y) => x.pointer.localeCompare(y.pointer))).toEqual([
      { pointer: '/containerRecipeArn', path: ['containerRecipeArn'], source: sourced('a') },
      {
        pointer: '/schedule/scheduleExpression',
        path: ['schedule', 'scheduleExpression'],
        source: sourced('c'),
      },
      { pointer: '/schedule/timezone', path: ['schedule', 'timezone'], source: sourced('a') },
    ]);
  });

  it('enforce an object even where a more general layer enforces {}, which says nothing', () => {
    const { enforced } = compileLayers(
      active([
        { name: 'a', enforced: { schedule: {} } },
        { name: 'b', enforced: { schedule: { timezone: 'B' } } },
      ]),
    );
    expect(enforced).toMatchObject({
      members: { schedule: { timezone: 'B' } },
      provenance: { '/schedule/timezone': 'b' },
    });
  });

  it('name the unescaped path of each value that they enforce', () => {
    const tags = JSON.parse('{"a/b~c": "1", "__proto__": "2"}') as Record<string, string>;
    const { enforcedValues } = compileLayers(active([{ name: 'a', enforced: { tags } }]));
    expect(enforcedValues.map(({ pointer, path }) => [pointer, path])).toEqual([
      ['/tags/a~1b~0c', ['tags', 'a/b~c']],
      ['/tags/__proto__', ['tags', '__proto__']],
    ]);
  });

  /** The pointers of all leaves: whatever is not an object with members. */
  const leavesOf = (value: unknown, pointer = ''): string[] =>
    isJsonObject(value) && (pointer === '' || Object.keys(value).length > 0)
      ? Object.entries(value).flatMap(([name, inner]) =>
          leavesOf(inner, childPointer(pointer, name)),
        )
      : [pointer];

  it('enforce what the same merge makes of them the other way round', () => {
    fc.assert(
      fc.property(arbitraryPolicy, ({ layers: any }) => {
        const reversed = any
          .toReversed()
          .flatMap(({ name, enforced }) =>
            enforced === undefined ? [] : [{ members: enforced, sourceOf: () => name }],
          );
        const { enforced } = compileLayers(active(any));
        const { members, provenance } = enforced;
        expect(JSON.stringify({ members, provenance })).toBe(
          JSON.stringify(merge(empty, reversed)),
        );
      }),
    );
  });

  it('enforce each value that no more general layer says something else of', () => {
    fc.assert(
      fc.property(arbitraryPolicy, ({ layers: any }) => {
        const { enforced, enforcedValues } = compileLayers(active(any));
        const sources = new Map(
          enforcedValues.map(({ pointer, source }) => [pointer, source.layer.name]),
        );
        const taken = new Set<string>();
        const recipes = ['/imageRecipeArn', '/containerRecipeArn'];
        for (const { name, enforced: own = {} } of any) {
          for (const pointer of leavesOf(own)) {
            const value = valueAt(own, pointer);
            const places = recipes.includes(pointer) ? recipes : [pointer];
            if (places.some((place) => taken.has(place))) continue;
            if (isJsonObject(value)) continue; // {} says nothing.
            places.forEach((place) => taken.add(place));
            expect(valueAt(enforced.members, pointer)).toEqual(value);
            expect(sources.get(pointer)).toBe(name);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
