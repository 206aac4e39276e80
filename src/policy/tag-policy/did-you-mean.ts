import { closestMatch } from 'leven';
import { quoted } from './quoted.ts';

// Below three characters nearly everything is one typo away from everything else.
const shortest = 3;
// A tag value is no longer than this; measuring the distance of more would only cost time.
const longest = 256;

/**
 * The candidate that `word` is a slip of the pen for: the same but for case, or at most `typos`
 * insertions, deletions or replacements away. `undefined` when nothing is that close.
 */
export const closest = (
  word: string,
  candidates: readonly string[],
  typos: number,
): string | undefined => {
  const folded = word.toLowerCase();
  const sameButForCase = candidates.find((candidate) => candidate.toLowerCase() === folded);
  if (sameButForCase !== undefined) return sameButForCase;
  if (word.length > longest) return undefined;
  const comparable = candidates.filter(({ length }) => length >= shortest && length <= longest);
  return closestMatch(word, comparable, { maxDistance: typos });
};

/** A sentence with the closest candidate, after a space; `''` when nothing is close. */
export const didYouMean = (word: string, candidates: readonly string[], typos = 2): string => {
  const match = closest(word, candidates, typos);
  return match === undefined ? '' : ` Did you mean ${quoted(match)}?`;
};
