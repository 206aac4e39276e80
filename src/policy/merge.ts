import { isEmptyObject, isJsonObject } from '../json/json-value.ts';
import { escapeSegment } from '../json/pointer.ts';
import type { Members } from './document.ts';
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

/** One laying-over of statements. */
interface Work {
  /** The branches that it has made and may write to, each with the one that it is a copy of; any other is shared. */
  readonly own: Map<Branch, Branch | undefined>;
  /** Whether anything is gone, or is an object that was none or the other way round. */
  isReshaped: boolean;
}

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
  const tree: Branch = new Map(base);
  const work: Work = { own: new Map([[tree, base]]), isReshaped: false };
  grow(tree, statements, lastWord, work);
  const provenance: Record<string, string> = {};
  const members = gather(tree, '', work, provenance);
  return work.isReshaped
    ? { members, provenance }
    : { members, provenance: { ...harvest(base, '').provenance, ...provenance } };
};

const nothing: readonly Statement[] = [];

const grownUnder = remember((statements: readonly Statement[]) => {
  const tree: Branch = new Map();
  grow(tree, statements, 'last', { own: new Map([[tree, undefined]]), isReshaped: false });
  return tree;
});

const grow = (
  tree: Branch,
  statements: readonly Statement[],
  lastWord: LastWord,
  work: Work,
): void => {
  for (const { members, origin } of statements) {
    settleRecipe(tree, members, { origin, lastWord, work });
    const settled = lastWord === 'first' ? withoutDisplaced(tree, members) : members;
    lay(tree, settled, { origin, lastWord, work }, 1);
  }
};

const settleRecipe = (tree: Branch, members: Members, { lastWord, work }: Laying): void => {
  if (lastWord === 'first') return;
  for (const [member, other] of Object.entries(otherRecipe)) {
    // A statement with both kinds is a mistake that the rules name; it must stay visible.
    if (!Object.hasOwn(members, other) || Object.hasOwn(members, member)) continue;
    if (tree.delete(member)) work.isReshaped = true;
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
  readonly work: Work;
}

const lay = (tree: Branch, members: Members, laying: Laying, depth: number): void => {
  const { origin, lastWord, work } = laying;
  for (const [member, value] of Object.entries(members)) {
    const before = tree.get(member);
    if (isJsonObject(value) && Object.keys(value).length > 0 && depth < deepest) {
      const branch = branchAt(before, laying);
      if (branch === undefined) continue;
      tree.set(member, branch);
      lay(branch, value, laying, depth + 1);
    } else if (before === undefined || (lastWord === 'last' && !saysNothingNew(before, value))) {
      if (before instanceof Map) work.isReshaped = true;
      tree.set(member, { value, origin });
    }
  }
};

/** The branch to lay an object on, or `undefined` where an earlier statement has another kind of value and the last word. */
const branchAt = (
  before: Branch | Leaf | undefined,
  { lastWord, work }: Laying,
): Branch | undefined => {
  const source = before instanceof Map ? before : undefined;
  if (source !== undefined && work.own.has(source)) return source;
  if (before !== undefined && source === undefined) {
    const isFree = lastWord === 'last' || saysNothing(before);
    if (!isFree) return undefined;
    work.isReshaped = true;
  }
  const branch: Branch = new Map(source);
  work.own.set(branch, source);
  return branch;
};

const saysNothing = (node: Branch | Leaf): boolean =>
  !(node instanceof Map) && isEmptyObject(node.value);

/** `{}` adds nothing to an object that is there. */
const saysNothingNew = (before: Branch | Leaf, value: unknown): boolean =>
  isEmptyObject(value) && before instanceof Map;

/**
 * What a branch comes to: what it is a copy of came to, and what is new in it. Put together by spreading
 * one over the other: V8 then keeps the result an object with a shape.
 *
 * @param provenance - Takes the origins of what is new.
 */
const gather = (
  branch: Branch,
  pointer: string,
  work: Work,
  provenance: Record<string, string>,
): Members => {
  const source = work.isReshaped ? undefined : work.own.get(branch);
  const members: Record<string, unknown> = {};
  for (const [member, node] of branch) {
    if (node === source?.get(member)) continue;
    const here = `${pointer}/${escapeSegment(member)}`;
    if (!(node instanceof Map)) {
      provenance[here] = node.origin;
      define(members, member, node.value);
    } else if (work.own.has(node)) {
      define(members, member, gather(node, here, work, provenance));
    } else {
      const known = harvest(node, here);
      Object.assign(provenance, known.provenance);
      define(members, member, known.members);
    }
  }
  return Object.freeze(
    source === undefined ? members : { ...harvest(source, pointer).members, ...members },
  );
};

/** Sets a member, one named __proto__ like any other. */
const define = (members: Record<string, unknown>, name: string, value: unknown): void => {
  if (name !== '__proto__') members[name] = value;
  else Object.defineProperty(members, name, { value, enumerable: true, configurable: true });
};

/** What a branch that nobody writes to any more comes to; it stands at the same place in every tree that shares it. */
const harvest = (branch: Branch, pointer: string): Sourced => {
  const known = harvests(branch);
  if (known.harvest === undefined) {
    const provenance: Record<string, string> = {};
    const members = gather(branch, pointer, nobodys, provenance);
    // V8 keeps what grew name by name as a dictionary, and a copy of it as an object with a shape, which
    // it copies again in a fiftieth of the time.
    known.harvest = { members: Object.freeze({ ...members }), provenance: { ...provenance } };
  }
  return known.harvest;
};

const nobodys: Work = { own: new Map(), isReshaped: false };

const harvests = remember<Branch, { harvest?: Sourced }>(() => ({}));
