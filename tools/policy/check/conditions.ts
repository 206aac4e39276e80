import { sameJson } from '../../../src/json/json-value.ts';
import { matchesGlob } from '../../../src/policy/glob.ts';
import { anonymousWord } from '../../../src/policy/document.ts';
import type { Applies, TargetMatchers } from '../../../src/policy/document.ts';
import {
  accountOf,
  canBeOneCaller,
  canHaveAccount,
  identityKindsOf,
  isAccountPattern,
  type IdentityKind,
} from './caller-forms.ts';
import { globsOverlap } from './overlap.ts';
import { listsMeet } from './value-lists.ts';

/** One set of matchers of a layer or of a grant, read once: each is compared with all the others. */
export interface Condition extends Applies {
  /** The kinds of caller that its `callers` let through. */
  readonly kinds: readonly IdentityKind[];
  /** The positions of the layers of which none may apply. */
  readonly exceptions: readonly number[];
}

const everyKind: readonly IdentityKind[] = ['iam', 'jwt', 'bot', 'botUser', 'anonymous'];

/**
 * Reads a set of matchers; one without any always matches.
 *
 * @param exceptions - The positions of the layers that its `unless` names.
 */
export const conditionOf = (
  applies: Applies = {},
  exceptions: readonly number[] = [],
): Condition => {
  const kinds = applies.callers?.flatMap(identityKindsOf);
  return {
    ...applies,
    exceptions,
    kinds: everyKind.filter((kind) => kinds?.includes(kind) !== false),
  };
};

/**
 * Tells whether one set matches whenever another does: every matcher it has is one that the other's
 * matchers fulfil. `true` is certain; `false` may only mean that it cannot be told.
 */
export const isImpliedBy = (implied: Condition, by: Condition): boolean => {
  const { callers, accounts, groups, recipe, targets, request, from, until } = implied;
  return (
    (callers === undefined || coversCallers(callers, callersOf(by))) &&
    (accounts === undefined ||
      matchesAll(accounts, by.accounts) ||
      matchesAll(accounts, accountsOf(by.callers))) &&
    (groups === undefined || matchesAll(groups, by.groups)) &&
    (recipe === undefined || by.recipe?.every((kind) => recipe.includes(kind)) === true) &&
    (['accounts', 'regions'] as const).every((part) => {
      const patterns = targets?.[part];
      return patterns === undefined || matchesAll(patterns, by.targets?.[part]);
    }) &&
    (request === undefined || (by.request !== undefined && sameJson(request, by.request))) &&
    implied.exceptions.every((layer) => by.exceptions.includes(layer)) &&
    (from === undefined || (by.from !== undefined && from <= by.from)) &&
    (until === undefined || (by.until !== undefined && by.until <= until))
  );
};

/** A `*` of the narrower pattern can only be taken in by a `*` of the wider one, so it is enough to match it as text. */
export const matchesAll = (
  wider: readonly string[],
  narrower: readonly string[] | undefined,
): boolean =>
  narrower?.every((pattern) => wider.some((other) => matchesGlob(other, pattern))) === true;

/** As `matchesAll`, but that no `*` takes in the anonymous caller. */
const coversCallers = (
  wider: readonly string[],
  narrower: readonly string[] | undefined,
): boolean =>
  matchesAll(wider, narrower) &&
  (!narrower?.includes(anonymousWord) || wider.includes(anonymousWord));

/** Patterns of all callers that a condition lets through; `undefined` where it asks for none. */
const callersOf = ({ callers, accounts, groups }: Condition): readonly string[] | undefined => {
  if (callers !== undefined) return callers;
  if (accounts !== undefined) return ['arn:*'];
  return groups === undefined ? undefined : ['jwt:*', 'bot:*/*'];
};

const accountsOf = (callers: readonly string[] | undefined): readonly string[] | undefined => {
  const accounts = callers?.map(accountOf);
  return accounts?.every((account) => account !== undefined) === true ? accounts : undefined;
};

const withGroups: ReadonlySet<IdentityKind> = new Set(['jwt', 'botUser']);

/** What some conditions ask for together. */
interface Asked {
  readonly conditions: readonly Condition[];
  readonly callers: readonly (readonly string[])[];
  readonly accounts: readonly (readonly string[])[];
  readonly recipes: readonly (readonly string[])[];
  readonly targets: readonly TargetMatchers[];
  readonly hasGroups: boolean;
  /** The kinds of caller that all of the conditions let through. */
  readonly kinds: readonly IdentityKind[];
}

const partsOf = (
  targets: readonly TargetMatchers[],
  part: keyof TargetMatchers,
): (readonly string[])[] => targets.flatMap(({ [part]: patterns }) => (patterns ? [patterns] : []));

/** Whether two conditions ask for values of a member that it cannot both have; a list may have both. */
const asksForDifferentValues = ({ conditions }: Asked): boolean =>
  conditions.some(({ request }, index) =>
    Object.entries(request ?? {}).some(
      ([path, values]) =>
        !path.includes('[]') &&
        conditions
          .slice(index + 1)
          .some(
            ({ request: { [path]: others } = {} }) => others && !listsMeet(path, values, others),
          ),
    ),
  );

const haveCommonDay = (conditions: readonly Condition[]): boolean =>
  conditions.every(({ from }) =>
    conditions.every(({ until }) => from === undefined || until === undefined || from < until),
  );

/** What keeps conditions from being met, most telling first, as the end of a sentence. */
const obstacles: readonly [reason: string, isThere: (asked: Asked) => boolean][] = [
  [
    'no caller has such an id: it is the ARN of an IAM user or of a role\'s session, "jwt:" and the subject of a token, "bot:" and the name of a bot, or "anonymous"',
    ({ conditions }) => conditions.some(({ kinds }) => kinds.length === 0),
  ],
  [
    'an account id has 12 digits',
    ({ accounts }) => accounts.some((list) => !list.some(isAccountPattern)),
  ],
  [
    'only a caller with a token or the user of a bot has groups, and only a caller of IAM has an account',
    ({ hasGroups, accounts }) => hasGroups && accounts.length > 0,
  ],
  [
    '"callers" asks for callers without groups: only a caller with a token or the user of a bot has groups',
    ({ hasGroups, kinds }) => hasGroups && !kinds.some((kind) => withGroups.has(kind)),
  ],
  [
    '"callers" asks for callers without an account: only a caller of IAM has one',
    ({ accounts, kinds }) => accounts.length > 0 && !kinds.includes('iam'),
  ],
  [
    '"callers" ask for different callers',
    ({ callers, kinds }) => kinds.length === 0 || !allMeet(callers, canBeOneCaller),
  ],
  ['"accounts" ask for different accounts', ({ accounts }) => !allMeet(accounts, globsOverlap)],
  [
    'no caller that "callers" asks for is of an account that "accounts" asks for',
    ({ callers, accounts }) =>
      callers.some((list) => accounts.some((others) => !meet(list, others, canHaveAccount))),
  ],
  [
    '"recipe" asks for both kinds at once',
    ({ recipes }) => !allMeet(recipes, (left, right) => left === right),
  ],
  [
    '"targets" ask for different accounts',
    ({ targets }) => !allMeet(partsOf(targets, 'accounts'), globsOverlap),
  ],
  [
    '"targets" ask for different Regions',
    ({ targets }) => !allMeet(partsOf(targets, 'regions'), globsOverlap),
  ],
  ['"request" asks for different values of one member', asksForDifferentValues],
  ['"from" and "until" leave no day', ({ conditions }) => !haveCommonDay(conditions)],
];

/**
 * Why no request can meet all of some conditions, as the end of a sentence, or `undefined` where one
 * may. A reason is certain.
 */
export const whyNever = (...conditions: readonly Condition[]): string | undefined => {
  const asked: Asked = {
    conditions,
    callers: conditions.flatMap(({ callers }) => (callers ? [callers] : [])),
    accounts: conditions.flatMap(({ accounts }) => (accounts ? [accounts] : [])),
    recipes: conditions.flatMap(({ recipe }) => (recipe ? [recipe] : [])),
    targets: conditions.flatMap(({ targets }) => (targets ? [targets] : [])),
    hasGroups: conditions.some(({ groups }) => groups !== undefined),
    kinds: everyKind.filter((kind) => conditions.every(({ kinds }) => kinds.includes(kind))),
  };
  return obstacles.find(([, isThere]) => isThere(asked))?.[0];
};

type Meet = (left: string, right: string) => boolean;

const meet = (left: readonly string[], right: readonly string[], one: Meet): boolean =>
  left.some((a) => right.some((b) => one(a, b)));

/** Whether each two of some lists have entries that meet. */
const allMeet = (lists: readonly (readonly string[])[], one: Meet): boolean =>
  lists.every((list, index) => lists.slice(index + 1).every((other) => meet(list, other, one)));
