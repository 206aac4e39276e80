import { quote } from '../json/issue.ts';

/** A part of an ARN as it was meant, and what is wrong with it as it stands; without `meant` nobody can tell. */
export interface Part {
  readonly meant?: string;
  readonly wrong?: string;
}

/** A part that is as it should be. */
export const right = (meant: string): Part => ({ meant });

/** A part that is written in lower case. */
export const lowerCase = (text: string, what: string): Part => {
  const meant = text.toLowerCase();
  return meant === text ? right(meant) : { meant, wrong: `${what} is not in lower case` };
};

/** A part that has to be there, in a form of its own. */
export const namedOf = (text: string, what: string, form: RegExp): Part => {
  if (text === '') return { wrong: `${what} is missing` };
  return form.test(text.toLowerCase())
    ? lowerCase(text, what)
    : { wrong: `${what} cannot be ${quote(text)}` };
};

/** The service that the resource belongs to. */
export const serviceOf = (text: string, needed: string): Part =>
  text.toLowerCase() === needed
    ? lowerCase(text, 'the service')
    : { wrong: `the service is ${quote(text)} in place of "${needed}"` };

/** IAM is global. */
export const noRegion = (region: string): Part =>
  region === '' ? right('') : { meant: '', wrong: 'IAM has no Region' };

/** The account, or AWS itself. */
export const accountOf = (account: string): Part => {
  if (/^(?:\d{12}|aws(?:-[a-z-]+)?)$/.test(account)) return right(account);
  if (account === '') return { wrong: 'the account is missing' };
  const digits = account.replace(/[ -]/g, '');
  if (/^\d{12}$/.test(digits)) {
    return { meant: digits, wrong: 'the 12 digits of the account are written together' };
  }
  return {
    wrong: /^\d+$/.test(digits)
      ? `the account has ${digits.length} digits in place of 12`
      : `the account ${quote(account)} is not a number of 12 digits`,
  };
};
