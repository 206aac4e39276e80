import { matchesGlob } from '../../../src/policy/glob.ts';
import type { Applies } from '../../../src/policy/document.ts';
import {
  accountOf,
  canBeOneCaller,
  canHaveAccount,
  identityKindsOf,
  isAccountPattern,
  type IdentityKind,
} from './caller-forms.ts';
import { globsOverlap } from './overlap.ts';

/** The matchers of a layer, read once: each layer is compared with all the others. */
export interface Condition extends Applies {
  /** The kinds of caller that its `callers` let through. */
  readonly kinds: readonly IdentityKind[];
}

const everyKind: readonly IdentityKind[] = ['iam', 'jwt'];

/** Reads the matchers of a layer; one without any applies always. */
export const conditionOf = (applies: Applies = {}): Condition => {
  const kinds = applies.callers?.flatMap(identityKindsOf);
  return { ...applies, kinds: everyKind.filter((kind) => kinds?.includes(kind) !== false) };
};

/**
 * Tells whether one layer applies whenever another does: every matcher it has is one that the other's
 * matchers fulfil. `true` is certain; `false` may only mean that it cannot be told.
 */
export const isImpliedBy = (implied: Condition, by: Condition): boolean => {
  const { callers, accounts, groups, recipe } = implied;
  return (
    (callers === undefined || covers(callers, by.callers)) &&
    (accounts === undefined ||
      covers(accounts, by.accounts) ||
      covers(accounts, accountsOf(by.callers))) &&
    (groups === undefined || covers(groups, by.groups)) &&
    (recipe === undefined || by.recipe?.every((kind) => recipe.includes(kind)) === true)
  );
};

/** A `*` of the narrower pattern can only be taken in by a `*` of the wider one, so it is enough to match it as text. */
const covers = (wider: readonly string[], narrower: readonly string[] | undefined): boolean =>
  narrower?.every((pattern) => wider.some((other) => matchesGlob(other, pattern))) === true;

const accountsOf = (callers: readonly string[] | undefined): readonly string[] | undefined => {
  const accounts = callers?.map(accountOf);
  return accounts?.every((account) => account !== undefined) === true ? accounts : undefined;
};

/** What some layers' conditions ask for together. */
interface Asked {
  readonly conditions: readonly Condition[];
  readonly callers: readonly (readonly string[])[];
  readonly accounts: readonly (readonly string[])[];
  readonly recipes: readonly (readonly string[])[];
  readonly hasGroups: boolean;
  /** The kinds of caller that all of the conditions let through. */
  readonly kinds: readonly IdentityKind[];
}

/** What keeps conditions from being met, most telling first, as the end of a sentence. */
const obstacles: readonly [reason: string, isThere: (asked: Asked) => boolean][] = [
  [
    'no caller has such an id: it is the ARN of an IAM user or of a role\'s session, or "jwt:" and the subject of a token',
    ({ conditions }) => conditions.some(({ kinds }) => kinds.length === 0),
  ],
  [
    'an account id has 12 digits',
    ({ accounts }) => accounts.some((list) => !list.some(isAccountPattern)),
  ],
  [
    'only a caller with a token has groups, and only one of IAM has an account',
    ({ hasGroups, accounts }) => hasGroups && accounts.length > 0,
  ],
  [
    '"callers" asks for an IAM caller, and only a caller with a token has groups',
    ({ hasGroups, kinds }) => hasGroups && !kinds.includes('jwt'),
  ],
  [
    '"callers" asks for a caller with a token, and only one of IAM has an account',
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
