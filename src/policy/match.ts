import { compileGlob, globMatches, matchesGlob } from './glob.ts';
import type { Caller, CallerMatchers, Layer, Members, RecipeKind } from './document.ts';

/**
 * The layers that apply to a caller and what it sent, in the order of the policy.
 *
 * The kind of recipe that a `recipe` matcher asks for is the one the caller sent or, where it sent
 * none, the one that the layers without such a matcher supply: what they enforce before what they
 * default to.
 */
export const matchingLayers = (
  layers: readonly Layer[],
  caller: Caller,
  sent: Members,
): readonly Layer[] => {
  const candidates = layers.filter(({ applies }) => matchesCaller(applies, caller));
  const general = candidates.filter(({ applies }) => applies?.recipe === undefined);
  if (general.length === candidates.length) return candidates;
  const kind = recipeKind(sent) ?? enforcedKind(general) ?? defaultKind(general);
  return candidates.filter(({ applies }) => {
    const { recipe } = applies ?? {};
    return recipe === undefined || (kind !== undefined && recipe.includes(kind));
  });
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

/** The word that matches the anonymous caller in `callers`. */
export const anonymousWord = 'anonymous';

/** Whether a caller matches all the matchers that are present. No `*` matches the anonymous caller. */
export const matchesCaller = (matchers: CallerMatchers | undefined, caller: Caller): boolean => {
  if (matchers === undefined) return true;
  const { callers, accounts, groups } = matchers;
  const { id, account } = caller;
  return (
    (callers === undefined ||
      callers.some((pattern) =>
        id === undefined ? pattern === anonymousWord : matchesGlob(pattern, id),
      )) &&
    (accounts === undefined ||
      (account !== undefined && accounts.some((pattern) => matchesGlob(pattern, account)))) &&
    (groups === undefined ||
      groups.some((pattern) => {
        // Taken apart once: a relay may name two hundred groups of its user.
        const glob = compileGlob(pattern);
        return caller.groups.some((group) => globMatches(glob, group));
      }))
  );
};
