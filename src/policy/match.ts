import { matchesGlob } from './glob.ts';
import { remember } from './remember.ts';
import type { Applies, Caller, Layer, Members, RecipeKind } from './document.ts';

/**
 * The layers that hold for a caller and what it sent, in the order of the policy.
 *
 * The kind of recipe that a `recipe` matcher asks for is the one the caller sent or, where it sent
 * none, the one that the layers without such a matcher supply: what they enforce before what they
 * default to.
 */
export const layersThatApply = (
  layers: readonly Layer[],
  caller: Caller,
  sent: Members,
): readonly Layer[] => {
  const candidates = layers.filter(({ applies }) => matchesCaller(applies, caller));
  if (candidates.every(({ applies }) => applies?.recipe === undefined)) {
    return sameSelection(layers, candidates);
  }
  const general = candidates.filter(({ applies }) => applies?.recipe === undefined);
  const kind = recipeKind(sent) ?? enforcedKind(general) ?? defaultKind(general);
  const applying = candidates.filter(({ applies }) => {
    const { recipe } = applies ?? {};
    return recipe === undefined || (kind !== undefined && recipe.includes(kind));
  });
  return sameSelection(layers, applying);
};

/** The selections of a policy's layers so far. */
const selections = remember<readonly Layer[], Map<string, readonly Layer[]>>(() => new Map());

// A policy has few kinds of callers; whoever finds more of them only loses what is remembered.
const mostSelections = 64;

/** Gives the same list for the same selection, so that what is made of it can be remembered by it. */
const sameSelection = (layers: readonly Layer[], applying: readonly Layer[]): readonly Layer[] => {
  if (applying.length === layers.length) return layers;
  const chosen = new Set(applying);
  const key = layers.map((layer) => (chosen.has(layer) ? '1' : '0')).join('');
  const known = selections(layers);
  const same = known.get(key);
  if (same !== undefined) return same;
  if (known.size >= mostSelections) known.clear();
  known.set(key, applying);
  return applying;
};

/** The kind of recipe that some members name; an image recipe where they name both. */
export const recipeKind = (members: Members | undefined): RecipeKind | undefined => {
  if (members === undefined) return undefined;
  if (Object.hasOwn(members, 'imageRecipeArn')) return 'image';
  return Object.hasOwn(members, 'containerRecipeArn') ? 'container' : undefined;
};

const enforcedKind = (layers: readonly Layer[]): RecipeKind | undefined =>
  layers.map(({ enforced }) => recipeKind(enforced)).find((kind) => kind !== undefined);

const defaultKind = (layers: readonly Layer[]): RecipeKind | undefined =>
  layers.map(({ defaults }) => recipeKind(defaults)).findLast((kind) => kind !== undefined);

const matchesCaller = (applies: Applies | undefined, caller: Caller): boolean => {
  if (applies === undefined) return true;
  const { callers, accounts, groups } = applies;
  const { id, account } = caller;
  return (
    (callers === undefined || (id !== undefined && callers.some((p) => matchesGlob(p, id)))) &&
    (accounts === undefined ||
      (account !== undefined && accounts.some((p) => matchesGlob(p, account)))) &&
    (groups === undefined || groups.some((p) => caller.groups.some((g) => matchesGlob(p, g))))
  );
};
