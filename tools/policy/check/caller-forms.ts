import { anonymousWord } from '../../../src/policy/document.ts';
import { literally, overlap, type Step, stepsOfGlob } from './overlap.ts';

/**
 * Who can stand behind a caller's id: IAM, whose callers have an account; a token, which may name groups;
 * a bot, or a user of whom a bot says which groups it is in; nobody that is known.
 */
export type IdentityKind = 'iam' | 'jwt' | 'bot' | 'botUser' | 'anonymous';

const digit = /[0-9]/;
const nameCharacter = /[\w+=,.@-]/;

const form = (...parts: readonly (string | readonly Step[])[]): readonly Step[] =>
  parts.flatMap((part) => (typeof part === 'string' ? literally(part) : part));

const oneOrMore = (takes: RegExp): Step[] => [
  { takes, repeats: false },
  { takes, repeats: true },
];

/**
 * The ARNs that IAM gives callers. A role is never one: who assumes it has the ARN of a session,
 * which names the role without its path.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
const iamForms = (account: readonly Step[]): readonly (readonly Step[])[] => {
  const arn = (service: string): readonly Step[] =>
    form('arn:', oneOrMore(/[a-z-]/), `:${service}::`, account);
  const name = oneOrMore(nameCharacter);
  return [
    form(arn('sts'), ':assumed-role/', name, '/', name),
    form(arn('sts'), ':federated-user/', name),
    // A path may hold other characters; a colon in one would make a user of what is written like a role.
    form(arn('iam'), ':user/', oneOrMore(/[\w+=,.@/-]/)),
    form(arn('iam'), ':root'),
  ];
};

const anyAccount: readonly Step[] = Array.from({ length: 12 }, () => ({
  takes: digit,
  repeats: false,
}));
const anyIamCaller = iamForms(anyAccount);
const anyText = [{ takes: undefined, repeats: true }];
const anyToken = form('jwt:', anyText);
/** The name of an alias: https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html */
const anyBot = form('bot:', oneOrMore(/[\w-]/));
const anyBotUser = form(anyBot, '/', oneOrMore(/[^/]/));

/** The kinds of caller that a pattern of `callers` can match; none where no caller has such an id. */
export const identityKindsOf = (pattern: string): readonly IdentityKind[] => {
  const steps = stepsOfGlob(pattern);
  const kinds: IdentityKind[] = [];
  if (anyIamCaller.some((iamForm) => overlap(steps, iamForm))) kinds.push('iam');
  if (overlap(steps, anyToken)) kinds.push('jwt');
  if (overlap(steps, anyBot)) kinds.push('bot');
  if (overlap(steps, anyBotUser)) kinds.push('botUser');
  if (pattern === anonymousWord) kinds.push('anonymous');
  return kinds;
};

/** Tells whether some caller matches both of two patterns of `callers`. */
export const canBeOneCaller = (left: string, right: string): boolean => {
  // The anonymous caller is matched by that word alone, never by `*`.
  if (left === anonymousWord || right === anonymousWord) return left === right;
  const [leftSteps, rightSteps] = [stepsOfGlob(left), stepsOfGlob(right)];
  // Most patterns part at once; only those that meet as texts have to be checked against the forms.
  if (!overlap(leftSteps, rightSteps)) return false;
  return [...anyIamCaller, anyToken, anyBot, anyBotUser].some((callerForm) =>
    overlap(leftSteps, rightSteps, callerForm),
  );
};

/** Tells whether an IAM caller that a pattern of `callers` matches can be of an account that one of `accounts` does. */
export const canHaveAccount = (callerPattern: string, accountPattern: string): boolean => {
  const steps = stepsOfGlob(callerPattern);
  return iamForms(stepsOfGlob(accountPattern, digit)).some((iamForm) => overlap(steps, iamForm));
};

/** Tells whether a pattern of `accounts` can match an account id at all. */
export const isAccountPattern = (pattern: string): boolean =>
  overlap(stepsOfGlob(pattern), anyAccount);

/** The account that every caller has whom a pattern matches, where the pattern spells it out. */
export const accountOf = (callerPattern: string): string | undefined =>
  /^arn:[^*:]+:(?:sts|iam)::([0-9]{12}):/.exec(callerPattern)?.[1];

/** What somebody most likely meant by a pattern that matches no caller. */
export const suggestCaller = (pattern: string): string | undefined => {
  const role = /^arn:([^:]+):(?:iam|sts)::([^:]*):(?:assumed-)?role\/(?:.*\/)?([^/]+)$/.exec(
    pattern,
  );
  if (role === null) return undefined;
  const [, partition = '', account = '', name = ''] = role;
  const suggestion = `arn:${partition}:sts::${account}:assumed-role/${name}/*`;
  return identityKindsOf(suggestion).length === 0 ? undefined : suggestion;
};
