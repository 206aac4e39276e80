import { closestMatch } from 'leven';
import { quote } from './issue.ts';

// A longer word is no typing mistake, and measuring its distance would only cost time.
const longest = 256;

/**
 * The candidate that somebody who wrote `word` most likely meant: the same word in another case, or
 * one that is a few slips of the pen away. `undefined` when nothing is that close.
 *
 * @param typos - How many characters may be added, left out or changed: a third of the word's.
 */
export const suggest = (
  word: string,
  candidates: readonly string[],
  typos: number = Math.max(1, Math.floor(word.length / 3)),
): string | undefined => {
  const folded = word.toLowerCase();
  const comparable = candidates.map((candidate) => candidate.toLowerCase());
  const sameButForCase = comparable.indexOf(folded);
  if (sameButForCase >= 0) return candidates[sameButForCase];
  if (word.length > longest) return undefined;
  const match = closestMatch(
    folded,
    comparable.filter(({ length }) => length <= longest),
    { maxDistance: typos },
  );
  return match === undefined ? undefined : candidates[comparable.indexOf(match)];
};

/** A sentence for the end of a `detail`, after a space, with what {@link suggest} found; `''` for nothing. */
export const didYouMean = (suggestion: string | undefined): string =>
  suggestion === undefined ? '' : ` Did you mean ${quote(suggestion)}?`;
