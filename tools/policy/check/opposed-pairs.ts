import { valueAt } from '../../../src/json/pointer.ts';
import { stepsOf, valuesAt } from '../../../src/policy/member-path.ts';
import type { Section } from './evaluate.ts';
import { breaking, codeOf, demandedLists, type List } from './lists.ts';
import type { PlacedLayer, ReachableLayer } from './reachability.ts';

/** Two layers, and the codes and places of what the first has against values of the second. */
type Pair = readonly [one: ReachableLayer, other: ReachableLayer, places: readonly string[]];

/**
 * The pairs of layers of which one has, by itself, a list that a value of the other breaks. Whether they can
 * meet is not looked at: most pairs are not even opposed.
 */
export function* opposedPairs(reachable: readonly ReachableLayer[]): Generator<Pair> {
  const suppliers = byName(reachable, ({ layer: { defaults, enforced } }) => [
    ...Object.keys({ ...defaults, ...enforced }),
  ]);
  for (const one of reachable) {
    for (const list of demandedLists(one)) {
      for (const other of suppliers.get(stepsOf(list.path)[0] ?? '') ?? []) {
        const places = other === one ? [] : brokenBy(list, other);
        if (places.length > 0) yield [one, other, places];
      }
    }
  }
}

/** Layers by each of their names of some kind. */
export const byName = (
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
