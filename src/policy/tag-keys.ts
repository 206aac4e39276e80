import { quote, type Issue } from '../json/issue.ts';
import { isJsonObject } from '../json/json-value.ts';
import { toPointer } from '../json/pointer.ts';
import type { Layer, Members } from './document.ts';
import { stepsOf } from './member-path.ts';

/** The members that are maps of tags. */
export const tagMembers = ['tags', 'imageTags'] as const;
export type TagMember = (typeof tagMembers)[number];

/** What a policy has to say about a tag: the members of a layer that name tag keys. */
export const tagDemands = ['enforced', 'allowed', 'defaults'] as const;
export type TagDemand = (typeof tagDemands)[number];

/** A tag key as a layer of the policy writes it. */
export interface PolicyTagKey {
  readonly member: TagMember;
  readonly key: string;
  readonly demand: TagDemand;
  /** The name of the layer. */
  readonly layer: string;
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
export const tagKeysOf = ({ name, enforced, allowed, defaults }: Layer): PolicyTagKey[] =>
  tagMembers.flatMap((member) => {
    const named = {
      enforced: keysIn(enforced?.[member]),
      allowed: Object.keys(allowed ?? {}).flatMap((path) => {
        const [head, key] = stepsOf(path);
        return head === member && key !== undefined ? [key] : [];
      }),
      defaults: keysIn(defaults?.[member]),
    };
    return tagDemands.flatMap((demand) =>
      named[demand].map((key) => ({ member, key, demand, layer: name })),
    );
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

/** What stands against the tag keys of a request. */
export interface TagKeyIssues {
  /** Keys of the caller's own that are one key. */
  readonly mistakes: readonly Issue[];
  /** Keys that are variants of one that the policy names: beside it, or in its place, they would evade it. */
  readonly breaches: readonly Issue[];
}

/**
 * Looks for tag keys that differ only in case or in the spaces around them, each named once.
 *
 * @param members - The resolved request.
 * @param sent - What the caller sent itself.
 */
export const checkTagKeys = (
  keys: PolicyTagKeys,
  members: Members,
  sent: Members,
): TagKeyIssues => {
  const mistakes = repeatedTagKeys(sent);
  const named = new Set(mistakes.map(({ pointer }) => pointer));
  const breaches = variantTagKeys(keys, members, sent);
  return { mistakes, breaches: breaches.filter(({ pointer }) => !named.has(pointer)) };
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

const variantTagKeys = (keys: PolicyTagKeys, members: Members, sent: Members): Issue[] =>
  tagMembers.flatMap((member) => {
    const own = new Set(keysIn(sent[member]));
    return keysIn(members[member]).flatMap((key) => {
      const spellings = keys[member].get(foldTagKey(key)) ?? [];
      const meant = spellings.find((spelling) => spelling.key !== key);
      if (meant === undefined) return [];
      const supplier = own.has(key)
        ? undefined
        : spellings.find((spelling) => spelling.key === key);
      const advice =
        supplier === undefined
          ? `Did you mean ${quote(meant.key)}?`
          : `The policy layer "${supplier.layer}" supplies ${quote(key)}.`;
      const detail = `The policy layer "${meant.layer}" ${verbs[meant.demand]} the tag key ${quote(meant.key)}; it and ${quote(key)} ${areOneKey}. ${advice}`;
      return [{ pointer: toPointer([member, key]), code: 'tag-key-variant', detail }];
    });
  });

const areOneKey = 'differ only in case or in the spaces around them and are one key';

const verbs: Readonly<Record<TagDemand, string>> = {
  enforced: 'enforces',
  allowed: 'restricts',
  defaults: 'supplies',
};

const keysIn = (tags: unknown): readonly string[] => (isJsonObject(tags) ? Object.keys(tags) : []);
