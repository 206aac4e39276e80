import { quote, type Issue } from '../json/issue.ts';
import { isJsonObject } from '../json/json-value.ts';
import { toPointer } from '../json/pointer.ts';
import { demandKinds } from './demands.ts';
import type { Members } from './document.ts';
import {
  ofLayer,
  suppliedBy,
  type ActiveLayer,
  type Breaches,
  type SupplierOf,
} from './issue-source.ts';
import { stepsOf } from './member-path.ts';

/** The members that are maps of tags. */
export const tagMembers = ['tags', 'imageTags'] as const;
export type TagMember = (typeof tagMembers)[number];

/** What a policy has to say about a tag: the members of a layer that name tag keys. */
const tagDemands = ['enforced', ...demandKinds, 'defaults'] as const;
type TagDemand = (typeof tagDemands)[number];

/** A tag key as a layer of the policy writes it. */
export interface PolicyTagKey {
  readonly member: TagMember;
  readonly key: string;
  readonly demand: TagDemand;
  readonly source: ActiveLayer;
}

/** The spellings of each tag key that a policy names, by {@link foldTagKey}, for each map of tags. */
export type PolicyTagKeys = Readonly<
  Record<TagMember, ReadonlyMap<string, readonly PolicyTagKey[]>>
>;

/**
 * The form in which tag keys are compared: one key whatever its case, as in IAM's conditions, and
 * whatever spaces stand around it.
 *
 * Up and down again, since some letters have more than two forms: `ſ` is an `s`, the Kelvin sign a `k`.
 *
 * Source: IAM User Guide, "Controlling access to AWS resources using tags".
 */
export const foldTagKey = (key: string): string =>
  key.trim().toLowerCase().toUpperCase().toLowerCase();

/** The tag keys that a layer names, those it enforces first. */
export const tagKeysOf = (source: ActiveLayer): PolicyTagKey[] =>
  tagMembers.flatMap((member) =>
    tagDemands.flatMap((demand) => {
      const named = source.layer[demand];
      const keys =
        demand === 'enforced' || demand === 'defaults'
          ? keysIn(named?.[member])
          : tagKeysAt(member, Object.keys(named ?? {}));
      return keys.map((key) => ({ member, key, demand, source }));
    }),
  );

/** The tag keys that some paths lead to. */
const tagKeysAt = (member: TagMember, paths: readonly string[]): string[] =>
  paths.flatMap((path) => {
    const [head, key] = stepsOf(path);
    return head === member && key !== undefined ? [key] : [];
  });

/** The tag keys that a policy names by what they fold to, each spelling once. */
export const policyTagKeys = (keys: readonly PolicyTagKey[]): PolicyTagKeys => {
  const spellings = {
    tags: new Map<string, PolicyTagKey[]>(),
    imageTags: new Map<string, PolicyTagKey[]>(),
  };
  for (const one of keys) {
    const folded = foldTagKey(one.key);
    const known = spellings[one.member].get(folded) ?? [];
    if (!known.some(({ key }) => key === one.key))
      spellings[one.member].set(folded, [...known, one]);
  }
  return Object.freeze(spellings);
};

/** The tag keys of a caller, or of one layer, that repeat another one of theirs. */
export const repeatedTagKeys = (members: Members): Issue[] =>
  tagMembers.flatMap((member) => {
    const first = new Map<string, string>();
    return keysIn(members[member]).flatMap((key) => {
      const folded = foldTagKey(key);
      const other = first.get(folded);
      if (other === undefined) {
        first.set(folded, key);
        return [];
      }
      const detail = `The tag keys ${quote(other)} and ${quote(key)} ${areOneKey}: leave one of them out.`;
      return [{ pointer: toPointer([member, key]), code: 'tag-key-variant', detail }];
    });
  });

/**
 * The tag keys of a resolved request that are variants of one that the policy names: beside it, or in its
 * place, they would evade it.
 */
export const variantTagKeys = (
  keys: PolicyTagKeys,
  members: Members,
  supplierOf: SupplierOf,
): Breaches => {
  const found = tagMembers.flatMap((member) =>
    keysIn(members[member]).flatMap((key) => {
      const spellings = keys[member].get(foldTagKey(key)) ?? [];
      const meant = spellings.find((spelling) => spelling.key !== key);
      if (meant === undefined) return [];
      const { source } = meant;
      const pointer = toPointer([member, key]);
      const advice =
        suppliedBy(supplierOf(pointer), quote(key)) || ` Did you mean ${quote(meant.key)}?`;
      const detail = `The policy layer "${source.layer.name}" ${verbs[meant.demand]} the tag key ${quote(meant.key)}; it and ${quote(key)} ${areOneKey}.${advice}`;
      const issue = ofLayer(source, { pointer, code: 'tag-key-variant', detail });
      return [{ issue, isError: source.isError }];
    }),
  );
  return {
    issues: found.filter(({ isError }) => isError).map(({ issue }) => issue),
    warnings: found.filter(({ isError }) => !isError).map(({ issue }) => issue),
  };
};

const areOneKey = 'differ only in case or in the spaces around them and are one key';

const verbs: Readonly<Record<TagDemand, string>> = {
  enforced: 'enforces',
  allowed: 'restricts',
  required: 'requires',
  forbidden: 'forbids',
  defaults: 'supplies',
};

const keysIn = (tags: unknown): readonly string[] => (isJsonObject(tags) ? Object.keys(tags) : []);
