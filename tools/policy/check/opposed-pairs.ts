import { isJsonObject } from '../../../src/json/json-value.ts';
import { childPointer, valueAt } from '../../../src/json/pointer.ts';
import { stepsOf, valuesAt } from '../../../src/policy/member-path.ts';
import { foldTagKey, tagMembers } from '../../../src/policy/tag-keys.ts';
import type { Section } from './evaluate.ts';
import { breaking, codeOf, type List, listsOf } from './lists.ts';
import type { PlacedLayer, ReachableLayer } from './reachability.ts';

/** Two layers, and the codes and places of what the first has against values of the second, where they are known. */
type Pair = readonly [
  one: ReachableLayer,
  other: ReachableLayer,
  places: readonly string[] | undefined,
];

/**
 * The pairs of layers of which one has, by itself, a list that a value of the other breaks, or that have
 * tag policies and tags of one key. Whether they can meet is not looked at: most pairs are not even opposed.
 */
export function* opposedPairs(reachable: readonly ReachableLayer[]): Generator<Pair> {
  const suppliers = byName(reachable, ({ layer: { defaults, enforced } }) => [
    ...Object.keys({ ...defaults, ...enforced }),
  ]);
  for (const one of reachable) {
    for (const list of listsOf(one)) {
      for (const other of suppliers.get(stepsOf(list.path)[0] ?? '') ?? []) {
        const places = other === one ? [] : brokenBy(list, other);
        if (places.length > 0) yield [one, other, places];
      }
    }
  }
  const subjects = byName(reachable, (placed) => [...tagPolicyKeys(placed), ...tagKeys(placed)]);
  for (const one of reachable) {
    const others = new Set(tagPolicyKeys(one).flatMap((key) => subjects.get(key) ?? []));
    for (const other of others) {
      const isSeen = other.index <= one.index && sharesKey(tagPolicyKeys(other), one);
      if (!isSeen) yield [one, other, undefined];
    }
  }
}

const byName = (
  layers: readonly ReachableLayer[],
  namesOf: (placed: PlacedLayer) => readonly string[],
): ReadonlyMap<string, readonly ReachableLayer[]> => {
  const found = new Map<string, ReachableLayer[]>();
  for (const placed of layers) {
    for (const name of new Set(namesOf(placed))) {
      const known = found.get(name);
      if (known === undefined) found.set(name, [placed]);
      else known.push(placed);
    }
  }
  return found;
};

/** The codes and places of the values of a layer that break the list of another and that the other does not replace. */
const brokenBy = (list: List, other: PlacedLayer): string[] =>
  (['enforced', 'defaults'] as const).flatMap((section) => {
    const there = valuesAt(other.layer[section] ?? {}, list.path)
      .filter(({ pointer }) => !isReplaced(other, section, pointer, list.placed))
      .map(({ pointer, value }) => ({ written: value, value, pointer }));
    return breaking(list, there).map(
      ({ pointer }) => `${codeOf(list, other, section)} ${other.pointer}/${section}${pointer}`,
    );
  });

const isReplaced = (
  { isError, index }: PlacedLayer,
  section: Section,
  pointer: string,
  by: PlacedLayer,
): boolean => {
  const has = (each: Section): boolean => valueAt(by.layer[each], pointer) !== undefined;
  if (section === 'defaults') return has('enforced') || (has('defaults') && by.index > index);
  if (!has('enforced') || isError !== by.isError) {
    return has('enforced') && by.isError;
  }
  return by.index < index;
};

const tagPolicyKeys = ({ layer }: PlacedLayer): string[] =>
  (layer.tagPolicies ?? []).flatMap(({ tags }) => Object.keys(tags).map(tagSubject));

const tagKeys = ({ layer }: PlacedLayer): string[] =>
  (['defaults', 'enforced'] as const).flatMap((section) =>
    tagMembers.flatMap((member) => {
      const tags = layer[section]?.[member];
      return isJsonObject(tags) ? Object.keys(tags).map(tagSubject) : [];
    }),
  );

/** Whether a layer has a tag or a tag policy of one of some keys. */
const sharesKey = (keys: readonly string[], placed: PlacedLayer): boolean =>
  [...tagPolicyKeys(placed), ...tagKeys(placed)].some((key) => keys.includes(key));

const tagSubject = (key: string): string => childPointer('', foldTagKey(key));
