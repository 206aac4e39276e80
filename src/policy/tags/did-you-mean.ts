import { suggest } from '../../json/suggest.ts';
import { quoted } from './quoted.ts';

// Below three characters nearly everything is one typo away from everything else.
const shortest = 3;

/**
 * The candidate that `word` is a slip of the pen for; a candidate too short to tell counts only when
 * it is the same but for case.
 */
export const closest = (
  word: string,
  candidates: readonly string[],
  typos: number,
): string | undefined =>
  suggest(word, candidates, 0) ??
  suggest(
    word,
    candidates.filter(({ length }) => length >= shortest),
    typos,
  );

/** A sentence with the closest candidate, after a space; `''` when nothing is close. */
export const didYouMean = (word: string, candidates: readonly string[], typos = 2): string => {
  const match = closest(word, candidates, typos);
  return match === undefined ? '' : ` Did you mean ${quoted(match)}?`;
};
