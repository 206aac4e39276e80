import { compileAnything, unbounded } from './allowed.ts';
import {
  anonymousWord,
  type Applies,
  type Caller,
  type CallerMatchers,
  type Members,
  type RecipeKind,
} from './document.ts';
import { compilePatterns } from './glob.ts';
import { valuesOfFirst } from './looked-at.ts';
import { memberPath } from './member-path.ts';
import { compileTarget, targetOf, type PossibleTarget } from './target.ts';

/** The kind of recipe that some members name; an image recipe where they name both. */
export const recipeKind = (members: Members | undefined): RecipeKind | undefined => {
  if (members === undefined) return undefined;
  if (Object.hasOwn(members, 'imageRecipeArn')) return 'image';
  return Object.hasOwn(members, 'containerRecipeArn') ? 'container' : undefined;
};

/** Prepares the matchers of callers: all that are present must match. No `*` matches the anonymous caller. */
export const compileCallerMatcher = ({
  callers,
  accounts,
  groups,
}: CallerMatchers): ((caller: Caller) => boolean) => {
  const isNamed = compilePatterns(callers);
  const isOfAccount = compilePatterns(accounts);
  const isInGroup = compilePatterns(groups);
  const isAnonymousNamed = callers?.includes(anonymousWord) !== false;
  return (caller) =>
    (caller.id === undefined ? isAnonymousNamed : isNamed === undefined || isNamed(caller.id)) &&
    (isOfAccount === undefined || (caller.account !== undefined && isOfAccount(caller.account))) &&
    (isInGroup === undefined || caller.groups.some(isInGroup));
};

/** Whether a caller matches all the matchers that are present. */
export const matchesCaller = (matchers: CallerMatchers | undefined, caller: Caller): boolean =>
  matchers === undefined || compileCallerMatcher(matchers)(caller);

/** Whether a set of matchers looks at the request itself. */
export const looksAtRequest = ({ recipe, targets, request }: Applies): boolean =>
  recipe !== undefined || targets !== undefined || request !== undefined;

/**
 * Whether what a request would be matches: what the caller sent or, where it sent nothing, what layers
 * without such a matcher supply.
 *
 * @param sources - What was sent, what such layers enforce, what they supply by default.
 * @param ownAccount - The function's own account, where it is known.
 */
export type RequestMatcher = (
  sources: readonly Members[],
  ownAccount: string | undefined,
) => boolean;

/** Prepares the matchers of a set that look at the request. */
export const compileRequestMatcher = ({ recipe, targets, request }: Applies): RequestMatcher => {
  const lists = Object.entries(request ?? {}).map(([path, values]) => ({
    along: memberPath(path),
    ...compileAnything(values),
  }));
  const isTarget = targets && compileTarget(targets);
  return (sources, ownAccount) =>
    (recipe === undefined || isOfKind(recipe, sources)) &&
    (isTarget === undefined || isTarget(targetIn(sources, ownAccount))) &&
    lists.every(({ along, holds }) =>
      valuesOfFirst(sources, along).some(
        (value) => value !== undefined && holds(value, unbounded()),
      ),
    );
};

const isOfKind = (kinds: readonly RecipeKind[], sources: readonly Members[]): boolean => {
  const kind = sources.map(recipeKind).find((known) => known !== undefined);
  return kind !== undefined && kinds.includes(kind);
};

const targetPath = memberPath('infrastructureConfigurationArn');

const targetIn = (sources: readonly Members[], ownAccount: string | undefined): PossibleTarget => {
  const [arn] = valuesOfFirst(sources, targetPath);
  return typeof arn === 'string' ? targetOf(arn, ownAccount) : {};
};
