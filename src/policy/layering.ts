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

/** A tree of statements while they are laid over each other; it never leaves the functions that grow it. */
type Branch = Map<string, Branch | Leaf>;

/** The branches that one laying-over has made, which it may write to; any other is shared with what is remembered. */
type Own = Set<Branch>;

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
 * remembered by the list, since a policy's defaults are the same for many requests; objects that no
 * other statement adds to are the very same ones each time.
 */
export const layOver = (
  statements: readonly Statement[],
  lastWord: LastWord,
  under: readonly Statement[] = nothing,
): Sourced => {
  const base = grownUnder(under);
  const touchesBase = statements.some(({ members }) => touches(members, base));
  const tree: Branch = new Map(touchesBase ? base : []);
  const own: Own = new Set([tree]);
  grow(tree, statements, lastWord, own);
  const laid = harvest(tree, '', own);
  if (touchesBase) return laid;
  // What lies under it is there already, whole.
  const known = sharedHarvest(base, '');
  return {
    members: Object.freeze({ ...known.members, ...laid.members }),
    provenance: { ...known.provenance, ...laid.provenance },
  };
};

/** Whether members change anything that a tree holds, and do not only add to it. */
const touches = (members: Members, tree: Branch): boolean =>
  Object.keys(members).some((member) => {
    const other = otherRecipe[member];
    return tree.has(member) || (other !== undefined && tree.has(other));
  });

const nothing: readonly Statement[] = [];

const grownUnder = remember((statements: readonly Statement[]) => {
  const tree: Branch = new Map();
  grow(tree, statements, 'last', new Set([tree]));
  return tree;
});

const grow = (
  tree: Branch,
  statements: readonly Statement[],
  lastWord: LastWord,
  own: Own,
): void => {
  for (const { members, origin } of statements) {
    settleRecipe(tree, members, lastWord);
    const settled = lastWord === 'first' ? withoutDisplaced(tree, members) : members;
    lay(tree, settled, { origin, lastWord, own }, 1);
  }
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

/** Whose statement is laid over a tree, and how. */
interface Laying {
  readonly origin: string;
  readonly lastWord: LastWord;
  readonly own: Own;
}

const lay = (tree: Branch, members: Members, laying: Laying, depth: number): void => {
  const { origin, lastWord } = laying;
  for (const [member, value] of Object.entries(members)) {
    const before = tree.get(member);
    if (isJsonObject(value) && Object.keys(value).length > 0 && depth < deepest) {
      const branch = branchAt(before, laying);
      if (branch === undefined) continue;
      tree.set(member, branch);
      lay(branch, value, laying, depth + 1);
    } else if (before === undefined || (lastWord === 'last' && !saysNothingNew(before, value))) {
      tree.set(member, { value, origin });
    }
  }
};

const isEmptyObject = (value: unknown): boolean =>
  isJsonObject(value) && Object.keys(value).length === 0;

/** The branch to lay an object on, or `undefined` where an earlier statement has another kind of value and the last word. */
const branchAt = (
  before: Branch | Leaf | undefined,
  { lastWord, own }: Laying,
): Branch | undefined => {
  if (before instanceof Map) return own.has(before) ? before : owned(new Map(before), own);
  const free = before === undefined || isEmptyObject(before.value) || lastWord === 'last';
  return free ? owned(new Map(), own) : undefined;
};

const owned = (branch: Branch, own: Own): Branch => {
  own.add(branch);
  return branch;
};

/** `{}` adds nothing to an object that is there. */
const saysNothingNew = (before: Branch | Leaf, value: unknown): boolean =>
  isEmptyObject(value) && before instanceof Map;

const harvest = (branch: Branch, pointer: string, own: Own): Sourced => {
  const members: [string, unknown][] = [];
  // No pointer has a name that an object treats in a way of its own: each begins with a slash.
  const provenance: Record<string, string> = {};
  for (const [member, node] of branch) {
    const here = `${pointer}/${escapeSegment(member)}`;
    if (node instanceof Map) {
      const inner = own.has(node) ? harvest(node, here, own) : sharedHarvest(node, here);
      members.push([member, inner.members]);
      Object.assign(provenance, inner.provenance);
    } else {
      members.push([member, node.value]);
      provenance[here] = node.origin;
    }
  }
  // fromEntries defines its members, so one named __proto__ is a member like any other.
  return { members: Object.freeze(Object.fromEntries(members)), provenance };
};

const nobodys: Own = new Set();

/** The harvest of a branch that nobody writes to any more; it stands at the same place in every tree that shares it. */
const sharedHarvest = (branch: Branch, pointer: string): Sourced => {
  const known = harvests(branch);
  if (known.harvest === undefined) {
    const { members, provenance } = harvest(branch, pointer, nobodys);
    // V8 keeps what grew name by name as a dictionary, and a copy of it as an object with a shape, which
    // it copies again in a fiftieth of the time.
    known.harvest = { members, provenance: { ...provenance } };
  }
  return known.harvest;
};

const harvests = remember<Branch, { harvest?: Sourced }>(() => ({}));
