import { isJsonObject } from '../../../src/json/json-value.ts';
import { tagMembers } from '../../../src/policy/tag-keys.ts';
import { compileTagPolicy, tagCompliance } from '../../../src/policy/tags/comply.ts';
import { foldedKey } from '../../../src/policy/tags/tag-policy.ts';
import { effectiveTagPolicyOf } from './evaluate.ts';
import { byName } from './opposed-pairs.ts';
import type { PlacedLayer, ReachableLayer } from './reachability.ts';

/**
 * The pairs of layers that both have to do with a tag key of a tag policy, where with all that always apply
 * with them a tag of theirs does not comply. Whether they can meet is not looked at.
 */
export function* opposedTags(
  reachable: readonly ReachableLayer[],
): Generator<readonly [one: ReachableLayer, other: ReachableLayer]> {
  const known = new Map(
    reachable.map((placed) => [
      placed.index,
      { policies: policyKeys(placed), tags: tagsOf(placed) },
    ]),
  );
  const keysOf = ({ index }: PlacedLayer): readonly string[] => {
    const { policies = [], tags = [] } = known.get(index) ?? {};
    return [...policies, ...tags.map(({ key }) => key)];
  };
  const byKey = byName(reachable, keysOf);
  for (const one of reachable) {
    for (const key of new Set(known.get(one.index)?.policies)) {
      for (const other of byKey.get(key) ?? []) {
        const isSeen = other.index < one.index && known.get(other.index)?.policies.includes(key);
        if (other === one || isSeen === true) continue;
        const layers = together(one, other);
        const tags = layers.flatMap(({ index }) =>
          (known.get(index)?.tags ?? []).filter((tag) => tag.key === key),
        );
        if (tags.length > 0 && isBroken(layers, tags)) yield [one, other];
      }
    }
  }
}

interface WrittenTag {
  /** As tag policies compare it. */
  readonly key: string;
  readonly tags: Readonly<Record<string, unknown>>;
}

const policyKeys = ({ layer }: PlacedLayer): readonly string[] =>
  (layer.tagPolicies ?? []).flatMap(({ tags }) => Object.keys(tags).map(foldedKey));

const tagsOf = ({ layer }: PlacedLayer): readonly WrittenTag[] =>
  [layer.defaults, layer.enforced].flatMap((supplied) =>
    tagMembers.flatMap((member) => {
      const tags = supplied?.[member];
      return isJsonObject(tags)
        ? Object.entries(tags).map(([key, value]) => ({
            key: foldedKey(key),
            tags: { [key]: value },
          }))
        : [];
    }),
  );

const together = (one: ReachableLayer, other: ReachableLayer): readonly PlacedLayer[] =>
  [...new Map([...one.always, ...other.always].map((each) => [each.index, each])).values()].sort(
    (a, b) => a.index - b.index,
  );

const isBroken = (layers: readonly PlacedLayer[], written: readonly WrittenTag[]): boolean => {
  const policy = compileTagPolicy(effectiveTagPolicyOf(layers));
  return written.some(({ tags }) =>
    tagCompliance(policy, tags, 'imagebuilder:image-pipeline').some(({ code }) =>
      breachCodes.has(code),
    ),
  );
};

/** The codes of what is wrong with a tag that is there. */
export const breachCodes: ReadonlySet<string> = new Set([
  'tag-key-capitalization',
  'tag-value-not-allowed',
]);
