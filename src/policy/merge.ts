import { isEmptyObject, isJsonObject } from '../json/json-value.ts';
import { childPointer } from '../json/pointer.ts';
import type { Members } from './document.ts';

/** Members with the source of each leaf, by its JSON Pointer. A list is one leaf, and so is `{}`. */
export interface Merged {
  readonly members: Members;
  readonly provenance: Readonly<Record<string, string>>;
}

/** The leaf that is at a pointer, or that what is there stands in; undefined where there is none. */
export const leafAt = (provenance: Merged['provenance'], pointer: string): string | undefined => {
  let leaf = pointer;
  while (leaf !== '' && !Object.hasOwn(provenance, leaf)) {
    leaf = leaf.slice(0, leaf.lastIndexOf('/'));
  }
  return leaf === '' ? undefined : leaf;
};

/** Members to merge, and where each of their leaves comes from: a layer or the caller. */
export interface Addition {
  readonly members: Members;
  readonly sourceOf: (pointer: string) => string;
}

/** No members at all. */
export const empty: Merged = Object.freeze({
  members: Object.freeze({}),
  provenance: Object.freeze({}),
});

/** The two members of which one displaces the other. */
export const otherRecipe: Readonly<Record<string, string>> = {
  imageRecipeArn: 'containerRecipeArn',
  containerRecipeArn: 'imageRecipeArn',
};

/**
 * Merges additions into a base, a later one before an earlier one: objects deep, lists whole, and a
 * recipe of one kind in the place of one of the other.
 *
 * Pure: nothing that is given is written to, and objects that no addition touches are shared. Linear
 * in the number of leaves.
 */
export const merge = (base: Merged, additions: readonly Addition[]): Merged => {
  // What this merge has made itself: it may be written to until it is frozen.
  const made = new Set<object>();
  const provenance: Record<string, string> = { ...base.provenance };

  const writable = (members: Members): Record<string, unknown> => {
    if (made.has(members)) return members;
    const copy = { ...members };
    made.add(copy);
    return copy;
  };

  const remove = (pointer: string, value: unknown): void => {
    Reflect.deleteProperty(provenance, pointer);
    if (!isJsonObject(value) || isEmptyObject(value)) return;
    for (const leaf of Object.keys(provenance)) {
      if (leaf.startsWith(`${pointer}/`)) Reflect.deleteProperty(provenance, leaf);
    }
  };

  const displaceRecipe = (into: Record<string, unknown>, members: Members): void => {
    for (const [member, other] of Object.entries(otherRecipe)) {
      // Who gives both kinds makes a mistake that the rules name; it must stay visible.
      if (!Object.hasOwn(members, other) || Object.hasOwn(members, member)) continue;
      if (!Object.hasOwn(into, member)) continue;
      remove(`/${member}`, into[member]);
      Reflect.deleteProperty(into, member);
    }
  };

  const add = (
    into: Record<string, unknown>,
    { members, sourceOf }: Addition,
    at: string,
  ): void => {
    for (const [member, value] of Object.entries(members)) {
      const pointer = childPointer(at, member);
      const isThere = Object.hasOwn(into, member);
      const before = isThere ? into[member] : undefined;
      const holdsMembers = isJsonObject(before) && !isEmptyObject(before);
      if (isJsonObject(value) && !isEmptyObject(value)) {
        if (isThere && !holdsMembers) remove(pointer, before);
        const inner = writable(holdsMembers ? before : {});
        define(into, member, inner);
        add(inner, { members: value, sourceOf }, pointer);
      } else if (!holdsMembers || !isEmptyObject(value)) {
        if (holdsMembers) remove(pointer, before);
        define(into, member, value);
        provenance[pointer] = sourceOf(pointer);
      }
    }
  };

  const members = writable(base.members);
  for (const addition of additions) {
    displaceRecipe(members, addition.members);
    add(members, addition, '');
  }
  for (const object of made) Object.freeze(object);
  return Object.freeze({ members, provenance: Object.freeze(provenance) });
};

/** Sets a member, one named `__proto__` like any other. */
export const define = (into: Record<string, unknown>, name: string, value: unknown): void => {
  if (name !== '__proto__') into[name] = value;
  else
    Object.defineProperty(into, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
};
