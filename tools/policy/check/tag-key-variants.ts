import { quote } from '../../../src/json/issue.ts';
import { toPointer } from '../../../src/json/pointer.ts';
import { foldTagKey, tagKeysOf, type PolicyTagKey } from '../../../src/policy/tag-keys.ts';
import { whyNever } from './conditions.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import { effectiveTagPolicyOf } from './evaluate.ts';
import type { PlacedLayer, Reachability } from './reachability.ts';

/** A tag key and the layer that names it. */
interface PlacedKey extends PolicyTagKey {
  readonly placed: PlacedLayer;
}

/** Tag keys that differ only in case or outer spaces from one of the same layer, or of one that can apply with it. */
export const tagKeyVariants = ({ reachable }: Reachability): Diagnostic[] => {
  const byKey = new Map<string, PlacedKey[]>();
  return reachable
    .flatMap((placed) => tagKeysOf(placed.layer).map((key): PlacedKey => ({ ...key, placed })))
    .flatMap((one) => {
      const folded = `${one.member} ${foldTagKey(one.key)}`;
      const before = byKey.get(folded) ?? [];
      byKey.set(folded, before);
      const other = before.find(
        ({ key, placed }) =>
          key !== one.key && whyNever(placed.condition, one.placed.condition) === undefined,
      );
      before.push(one);
      return other === undefined ? [] : [variant(one, other)];
    });
};

const variant = (one: PlacedKey, { key, layer }: PlacedKey): Diagnostic =>
  diagnostic(
    'error',
    'tag-key-variant',
    pointerOf(one),
    `The tag key ${quote(one.key)} and ${quote(key)} of the layer "${layer}" differ only in case or in the spaces around them and are one key: a request that has either is refused where both are named. Write it the same way everywhere.`,
  );

/** Tag keys of `allowed` lists that the tag policy wants in another capitalization, so that no tag can have both. */
export const allowedAgainstTagPolicy = ({ policy, reachable }: Reachability): Diagnostic[] => {
  const { tagPolicyCompliance } = policy;
  if (tagPolicyCompliance === 'disabled') return [];
  return reachable.flatMap(({ always }) => {
    const { tags = {} } = effectiveTagPolicyOf(always);
    const wanted = new Map(
      Object.values(tags).map(({ tag_key: key }) => [foldTagKey(key), key] as const),
    );
    if (wanted.size === 0) return [];
    return always
      .flatMap((placed) => tagKeysOf(placed.layer).map((key): PlacedKey => ({ ...key, placed })))
      .filter(({ demand }) => demand === 'allowed')
      .flatMap((one) => {
        const key = wanted.get(foldTagKey(one.key));
        if (key === undefined || key === one.key) return [];
        const outcome =
          tagPolicyCompliance === 'warning'
            ? 'a request with the tag is refused or gets a warning.'
            : 'every request with the tag is refused.';
        return [
          diagnostic(
            tagPolicyCompliance === 'warning' ? 'warning' : 'error',
            'tag-key-variant',
            pointerOf(one),
            `This names the tag key ${quote(one.key)}, and the tag policy of the layers that apply wants ${quote(key)}: ${outcome} Write ${quote(key)} here.`,
          ),
        ];
      });
  });
};

const pointerOf = ({ member, key, demand, placed: { pointer } }: PlacedKey): string =>
  demand === 'allowed'
    ? `${pointer}${toPointer([demand, `${member}.${key}`])}`
    : `${pointer}${toPointer([demand, member, key])}`;
