import { quote, quoteChoice } from '../../json/issue.ts';
import { suggest } from '../../json/suggest.ts';
import { recapitalized } from './value-pattern.ts';

/** As many as a person reads; the policy may list hundreds. */
const mostShown = 10;

/** A sentence that names the values a tag may have, the first ten of them. */
export const allowedValuesSentence = (allowed: readonly string[]): string => {
  if (allowed.length === 0) return 'No value is allowed.';
  if (allowed.includes('*')) return 'Any value is allowed.';
  const more = allowed.length - mostShown;
  const shown =
    more > 0
      ? `${allowed.slice(0, mostShown).map(quote).join(', ')} and ${more} more`
      : quoteChoice(allowed);
  const legend = allowed.some((value) => value.includes('*')) ? ', "*" being any characters' : '';
  return `Allowed values: ${shown}${legend}.`;
};

// A request may have a hundred wrong tags, and each is compared with so many.
const mostCandidates = 400;

/**
 * The allowed value that somebody who wrote `value` most likely meant: the same but for case, or one
 * typo away, of the first four hundred. An entry with a `*` stands for too many values to guess a typo from.
 */
export const suggestValue = (value: string, allowed: readonly string[]): string | undefined => {
  const candidates = allowed.slice(0, mostCandidates);
  const sameButForCase = new Set(candidates.flatMap((entry) => recapitalized(entry, value) ?? []));
  // Where there are several, any one would be a guess.
  if (sameButForCase.size > 0) return suggest(value, [...sameButForCase], 0);
  return suggestTypo(
    value,
    candidates.filter((entry) => !entry.includes('*')),
  );
};

// Below three characters nearly everything is one typo away from everything else.
const shortest = 3;

/** The candidate that is one typo away from `word`. */
export const suggestTypo = (word: string, candidates: readonly string[]): string | undefined =>
  suggest(
    word,
    candidates.filter(({ length }) => length >= shortest),
    1,
  );
