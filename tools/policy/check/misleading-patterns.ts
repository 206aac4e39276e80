import { quote } from '../../../src/json/issue.ts';
import { identityKindsOf } from './caller-forms.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import type { PlacedPattern } from './patterns.ts';

/** What is easily meant otherwise in a pattern. */
export const misleadingPattern = (pattern: PlacedPattern): readonly Diagnostic[] =>
  [foreignPattern, sessionName, anyAccount, forgedCaller].flatMap((look) => look(pattern) ?? []);

/** A pattern that looks like one of another language: signs of exclusions, regular expressions and file names, or the `*` of cron. */
const foreignPattern = ({ text, pointer, of }: PlacedPattern): Diagnostic | undefined => {
  const detail = of.endsWith('.scheduleExpression') ? cronStar(text) : foreignSign(text);
  return detail === undefined
    ? undefined
    : diagnostic('warning', 'pattern-looks-foreign', pointer, detail);
};

/** Most telling first. */
const signs: readonly (readonly [sign: string, looksLike: RegExp])[] = [
  ['"!"', /^!/],
  ['"/" at both ends', /^\/.*(?:[[\](){}+?^$|\\]|\.\*).*\/[a-z]*$/s],
  ['"^"', /^\^/],
  ['"$"', /\$$/],
  ['"[…]"', /\[[^\]]+\]/],
  ['"?"', /\?/],
];

const foreignSign = (text: string): string | undefined => {
  const sign = signs.find(([, looksLike]) => looksLike.test(text))?.[0];
  return sign === undefined
    ? undefined
    : `In ${quote(text)} ${sign} stands for itself: in a policy "*" is the only sign that stands for other characters. Write what is meant with "*", or word by word.`;
};

/** In a cron expression `?` is a word of its own, and so is `*`, which a policy reads otherwise. */
const cronStar = (text: string): string | undefined => {
  const fields = /^cron\((.*)\)$/.exec(text)?.[1]?.split(' ');
  if (fields?.includes('*') !== true) return undefined;
  const other = fields.map((field, place) => (field === '*' ? (examples[place] ?? '1') : field));
  return `In ${quote(text)} "*" stands for any text, not for "every": ${quote(`cron(${other.join(' ')})`)} matches, too. Where that is not meant, leave "*" out.`;
};

/** A value for each field: minute, hour, day of the month, month, day of the week, year. */
const examples: readonly string[] = ['5', '4', '3', '2', 'MON', '2100'];

/**
 * A pattern of callers that the name of a role's session can meet, which whoever assumes the role chooses.
 *
 * Only IAM Identity Center fixes it, for the roles that it makes: it is the name of the user.
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (RoleSessionName)
 */
const sessionName = ({ text, pointer, of }: PlacedPattern): Diagnostic | undefined => {
  if (of !== 'callers' || !identityKindsOf(text).includes('iam')) return undefined;
  const why = whySession(text);
  return why === undefined
    ? undefined
    : diagnostic(
        'warning',
        'pattern-trusts-session-name',
        pointer,
        `Whoever assumes a role chooses the name of its session, and ${why}. Name the role and leave the session open, as in ${quote('arn:aws:sts::111122223333:assumed-role/payments-ci/*')}.`,
      );
};

const sessionCharacters = /^[\w+=,.@-]+$/;

const whySession = (text: string): string | undefined => {
  const [, role, session] = /:assumed-role\/([^/]*)(?:\/(.*))?$/s.exec(text) ?? [];
  if (session !== undefined) {
    if (session === '*' || role?.startsWith('AWSReservedSSO_') === true) return undefined;
    return `${quote(text)} asks for ${quote(session)} as that name`;
  }
  if (role !== undefined && !role.includes('*')) return undefined;
  // Without a "/" of its own, each "*" takes one in, and what stands behind it is looked for in the session as well.
  const [, ...behind] = (role ?? text).split('*');
  const name = behind.filter((part) => part !== '').at(-1);
  if (name === undefined || !sessionCharacters.test(name)) return undefined;
  return `"*" stands for "/" too, so ${quote(text)} finds ${quote(name)} in it as well as in a role's`;
};

/** The members whose resources another account can own, since they can be shared. */
const shareable = /^(?:imageRecipeArn|containerRecipeArn|workflows\[\]\.workflowArn)$/;

/**
 * A pattern of ARNs that leaves open whose account the resource is of: of a resource of the right name in
 * the caller's own account, too.
 */
const anyAccount = ({ text, pointer, of, kind }: PlacedPattern): Diagnostic | undefined =>
  (kind === 'allowed' || kind === 'required') && shareable.test(of) && isOfAnyAccount(text)
    ? diagnostic(
        'warning',
        'pattern-trusts-any-account',
        pointer,
        `${quote(text)} leaves the account open: a resource of that name in any account will do, and the caller's own team may make one. Name the account that owns it, or "aws" for what AWS manages.`,
      )
    : undefined;

/**
 * A pattern of callers whose `*` takes in the account before the one that it spells out: the path of a user
 * of any account may hold what follows, colons included.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html (paths)
 */
const forgedCaller = ({
  text,
  pointer,
  of,
  isOfAccounts,
}: PlacedPattern): Diagnostic | undefined =>
  of === 'callers' && isOfAccounts !== true && /^arn:.*\*.*:[0-9]{12}:/s.test(text)
    ? diagnostic(
        'warning',
        'pattern-trusts-any-account',
        pointer,
        `"*" stands for ":" and "/" too, so a user of any account, whose path is of its own choosing, can match ${quote(text)}. Write the partition out, or ask for "accounts" beside "callers".`,
      )
    : undefined;

const isOfAnyAccount = (text: string): boolean => {
  const [prefix, , , , account, ...resource] = text.split(':');
  if (prefix === 'arn' && account !== undefined && resource.length > 0) {
    return account.includes('*') && resource.join(':') !== '*';
  }
  // One "*" takes in several parts, the account among them, unless it stands there.
  return /^.*\*.*\//s.test(text) && !/(?<!^arn):(?:[0-9]{12}|aws):/.test(text);
};
