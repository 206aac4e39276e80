import { childPointer } from '../../../src/json/pointer.ts';
import { valuesAt } from '../../../src/policy/member-path.ts';
import { foldTagKey } from '../../../src/policy/tag-keys.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import { effectiveTagPolicyOf } from './evaluate.ts';
import { narrows } from './lists.ts';
import type { PlacedSet, Reachability, ReachableLayer } from './reachability.ts';

/**
 * Layers that narrow what a caller may do and that it leaves by sending something else: they look at a
 * member of the request that nothing holds to certain values.
 */
export const leftByRequest = ({ layers, reachable }: Reachability): Diagnostic[] => {
  // Whoever leaves a layer that the "unless" of another names is met by that other one.
  const excepted = new Set(
    layers.flatMap(({ conditions }) => conditions.flatMap(({ exceptions }) => exceptions)),
  );
  return reachable.flatMap((one) => {
    if (excepted.has(one.index) || !narrows(one)) return [];
    const ways = one.sets
      .filter(({ condition }) => one.conditions.includes(condition))
      .map((set) => wayOut(one, set));
    const [way] = ways;
    return way === undefined || ways.includes(undefined) ? [] : [left(one, way)];
  });
};

interface WayOut {
  readonly path: string;
  readonly pointer: string;
  readonly by: 'another value' | 'nothing';
}

/** How a request comes out of a set; `undefined` where it does not by a member that the set looks at. */
const wayOut = (one: ReachableLayer, { condition, pointer }: PlacedSet): WayOut | undefined =>
  Object.entries(condition.request ?? {})
    .flatMap(([path, values]): WayOut[] => {
      const others = one.always.filter(({ index }) => index !== one.index);
      if (others.some(({ layer }) => valuesAt(layer.enforced ?? {}, path).length > 0)) return [];
      const at = childPointer(`${pointer}/request`, path);
      const isHeld = values.includes('*') || others.some(({ layer }) => layer.allowed?.[path]);
      if (!isHeld && !isHeldByTagPolicy(one, path))
        return [{ path, pointer: at, by: 'another value' }];
      const isThere =
        path === 'name' ||
        others.some(
          ({ layer }) => layer.required?.[path] ?? valuesAt(layer.defaults ?? {}, path).length > 0,
        );
      return isThere ? [] : [{ path, pointer: at, by: 'nothing' }];
    })
    .at(0);

const isHeldByTagPolicy = ({ always }: ReachableLayer, path: string): boolean => {
  const [, key] = /^(?:tags|imageTags)\.(.*)$/s.exec(path) ?? [];
  if (key === undefined) return false;
  const { tags = {} } = effectiveTagPolicyOf(always);
  return Object.values(tags).some(
    (rule) => foldTagKey(rule.tag_key) === foldTagKey(key) && !rule.tag_value.includes('*'),
  );
};

const left = ({ layer }: ReachableLayer, { path, pointer, by }: WayOut): Diagnostic =>
  diagnostic(
    'warning',
    'left-by-request',
    pointer,
    by === 'nothing'
      ? `A request without "${path}" is out of the layer ${JSON.stringify(layer.name)} and of what it demands. Ask for "${path}" in "required" of a layer that always applies.`
      : `A request with another value for "${path}" is out of the layer ${JSON.stringify(layer.name)} and of what it demands. Name the values that there may be in "allowed" of a layer that always applies, or look at "targets", "recipe" or the caller instead.`,
  );
