import { isJsonObject } from '../document/json-object.ts';
import { escapeSegment } from '../document/json-pointer.ts';
import type { Members } from './organization-policy.ts';
import { remember } from './remember.ts';

/** What somebody says: a layer of the policy, or the caller. */
export interface Statement {
  readonly members: Members;
  /** Who says it: the name of a layer, or `caller`. */
  readonly origin: string;
}

/** Members with the origin of each leaf, by its JSON Pointer. A list is one leaf, and so is `{}`. */
export interface Sourced {
  readonly members: Members;
  readonly provenance: Readonly<Record<string, string>>;
}

/** Who has the last word where two statements differ. */
export type LastWord = 'last' | 'first';

/** One value and who said it. */
export interface Leaf {
  readonly value: unknown;
  readonly origin: string;
}

/** A tree of statements while they are laid over each other; it never leaves the function that grows it. */
type Branch = Map<string, Branch | Leaf>;

// The deepest member of the service stands four levels down; below this, an object is one value.
const deepest = 8;

/** The two members of which one displaces the other. */
export const otherRecipe: Readonly<Record<string, string>> = {
  imageRecipeArn: 'containerRecipeArn',
  containerRecipeArn: 'imageRecipeArn',
};

/**
 * Lays statements over each other, in one pass over all their leaves: objects merged deep, lists
 * whole, and a recipe of one kind in the place of one of the other.
 *
 * Pure: no statement is written to. Linear in the number of leaves.
 *
 * @param lastWord - `last`: a later statement goes before an earlier one (defaults, then the caller);
 * `first`: it only adds to it (what layers enforce).
 * @param under - Statements to begin with, the last of which has the last word. What they come to is
 * remembered by the list, since a policy's defaults are the same for many requests.
 */
export const layOver = (
  statements: readonly Statement[],
  lastWord: LastWord,
  under: readonly Statement[] = nothing,
): Sourced => {
  const tree = copyOf(grownUnder(under));
  grow(tree, statements, lastWord);
  const provenance: [string, string][] = [];
  const members = harvest(tree, '', provenance);
  return { members, provenance: Object.fromEntries(provenance) };
};

const nothing: readonly Statement[] = [];

const grownUnder = remember((statements: readonly Statement[]) => {
  const tree: Branch = new Map();
  grow(tree, statements, 'last');
  return tree;
});

const grow = (tree: Branch, statements: readonly Statement[], lastWord: LastWord): void => {
  for (const { members, origin } of statements) {
    settleRecipe(tree, members, lastWord);
    const settled = lastWord === 'first' ? withoutDisplaced(tree, members) : members;
    lay(tree, settled, origin, lastWord, 1);
  }
};

/** A tree that can be grown further; the leaves, which nobody writes to, are shared. */
const copyOf = (tree: Branch): Branch => {
  const copy: Branch = new Map(tree);
  for (const [member, node] of tree) if (node instanceof Map) copy.set(member, copyOf(node));
  return copy;
};

const settleRecipe = (tree: Branch, members: Members, lastWord: LastWord): void => {
  if (lastWord === 'first') return;
  for (const [member, other] of Object.entries(otherRecipe)) {
    // A statement with both kinds is a mistake that the rules name; it must stay visible.
    if (Object.hasOwn(members, other) && !Object.hasOwn(members, member)) tree.delete(member);
  }
};

const withoutDisplaced = (tree: Branch, members: Members): Members =>
  Object.fromEntries(
    Object.entries(members).filter(([member]) => {
      const other = otherRecipe[member];
      return other === undefined || !tree.has(other);
    }),
  );

const lay = (
  tree: Branch,
  members: Members,
  origin: string,
  lastWord: LastWord,
  depth: number,
): void => {
  for (const [member, value] of Object.entries(members)) {
    const before = tree.get(member);
    if (isJsonObject(value) && Object.keys(value).length > 0 && depth < deepest) {
      const branch = branchAt(before, lastWord);
      if (branch === undefined) continue;
      tree.set(member, branch);
      lay(branch, value, origin, lastWord, depth + 1);
    } else if (before === undefined || (lastWord === 'last' && !saysNothingNew(before, value))) {
      tree.set(member, { value, origin });
    }
  }
};

const isEmptyObject = (value: unknown): boolean =>
  isJsonObject(value) && Object.keys(value).length === 0;

/** The branch to lay an object on, or `undefined` where an earlier statement has another kind of value and the last word. */
const branchAt = (before: Branch | Leaf | undefined, lastWord: LastWord): Branch | undefined => {
  if (before instanceof Map) return before;
  const free = before === undefined || isEmptyObject(before.value) || lastWord === 'last';
  return free ? new Map<string, Branch | Leaf>() : undefined;
};

/** `{}` adds nothing to an object that is there. */
const saysNothingNew = (before: Branch | Leaf, value: unknown): boolean =>
  isEmptyObject(value) && before instanceof Map;

const harvest = (tree: Branch, pointer: string, provenance: [string, string][]): Members => {
  const members: [string, unknown][] = [];
  for (const [member, node] of tree) {
    const here = `${pointer}/${escapeSegment(member)}`;
    if (node instanceof Map) {
      members.push([member, harvest(node, here, provenance)]);
    } else {
      provenance.push([here, node.origin]);
      members.push([member, node.value]);
    }
  }
  // fromEntries defines its members, so one named __proto__ is a member like any other.
  return Object.freeze(Object.fromEntries(members));
};
