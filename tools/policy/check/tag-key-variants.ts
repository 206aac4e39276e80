import { quote } from '../../../src/json/issue.ts';
import { toPointer } from '../../../src/json/pointer.ts';
import { foldTagKey, tagKeysOf, type PolicyTagKey } from '../../../src/policy/tag-keys.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import { effectiveTagPolicyOf, tagComplianceOf } from './evaluate.ts';
import { canJoin } from './layer-conditions.ts';
import type { PlacedLayer, Reachability, ReachableLayer } from './reachability.ts';

/** A tag key and the layer that names it. */
interface PlacedKey<T extends PlacedLayer = PlacedLayer> extends PolicyTagKey {
  readonly placed: T;
}

const keysOf = <T extends PlacedLayer>(placed: T): PlacedKey<T>[] =>
  tagKeysOf(placed).map((key) => ({ ...key, placed }));

/** Tag keys that differ only in case or outer spaces from one of the same layer, or of one that can apply with it. */
export const tagKeyVariants = ({ reachable }: Reachability): Diagnostic[] => {
  const byKey = new Map<string, PlacedKey<ReachableLayer>[]>();
  return reachable
    .flatMap((placed) => keysOf(placed))
    .flatMap((one) => {
      const folded = `${one.member} ${foldTagKey(one.key)}`;
      const before = byKey.get(folded) ?? [];
      byKey.set(folded, before);
      const others = before.filter(
        ({ key, placed }) =>
          key !== one.key && (placed.index === one.placed.index || canJoin(placed, one.placed)),
      );
      before.push(one);
      const other = others.find(({ source }) => source.isError) ?? others[0];
      return other === undefined ? [] : [variant(one, other)];
    });
};

const variant = (one: PlacedKey, { key, source }: PlacedKey): Diagnostic => {
  const isRefused = one.source.isError && source.isError;
  return diagnostic(
    isRefused ? 'error' : 'warning',
    'tag-key-variant',
    pointerOf(one),
    `The tag key ${quote(one.key)} and ${quote(key)} of the layer "${source.layer.name}" differ only in case or in the spaces around them and are one key: a request that has either is refused${isRefused ? '' : ' or gets a warning'} where both are named. Write it the same way everywhere.`,
  );
};

/** Tag keys of lists that the tag policy wants in another capitalization, so that no tag can have both. */
export const allowedAgainstTagPolicy = ({ policy, reachable }: Reachability): Diagnostic[] =>
  reachable.flatMap(({ always }) => {
    const { tags = {} } = effectiveTagPolicyOf(always);
    const wanted = new Map(
      Object.values(tags).map(({ tag_key: key }) => [foldTagKey(key), key] as const),
    );
    if (wanted.size === 0) return [];
    const complianceOf = tagComplianceOf(policy, always);
    return always
      .flatMap((placed) => keysOf(placed))
      .filter(({ demand }) => demand === 'allowed' || demand === 'required')
      .flatMap((one) => {
        const key = wanted.get(foldTagKey(one.key));
        if (key === undefined || key === one.key) return [];
        const compliance = complianceOf(
          one.member,
          { [one.key]: 'x' },
          'tag-key-capitalization',
          one.key,
        );
        if (compliance === 'disabled') return [];
        const isRefused = compliance === 'error' && one.source.isError;
        const outcome = isRefused
          ? 'every request with the tag is refused.'
          : 'a request with the tag is refused or gets a warning.';
        return [
          diagnostic(
            isRefused ? 'error' : 'warning',
            'tag-key-variant',
            pointerOf(one),
            `This names the tag key ${quote(one.key)}, and the tag policy of the layers that apply wants ${quote(key)}: ${outcome} Write ${quote(key)} here.`,
          ),
        ];
      });
  });

const pointerOf = ({ member, key, demand, placed: { pointer } }: PlacedKey): string =>
  demand === 'enforced' || demand === 'defaults'
    ? `${pointer}${toPointer([demand, member, key])}`
    : `${pointer}${toPointer([demand, `${member}.${key}`])}`;
