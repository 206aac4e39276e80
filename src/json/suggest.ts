import leven from 'leven';
import { quote } from './issue.ts';

// A longer word is no typing mistake, and measuring its distance would only cost time.
const longest = 256;

/**
 * The candidate that somebody who wrote `word` most likely meant: the same word in another case, or
 * one that is a few slips of the pen away. `undefined` when nothing is that close, and when several are
 * equally close: whoever is told one of them is led astray. Another number is not a slip of the pen.
 *
 * @param typos - How many characters may be added, left out or changed: a third of the word's.
 */
export const suggest = (
  word: string,
  candidates: readonly string[],
  typos: number = Math.max(1, Math.floor(word.length / 3)),
): string | undefined => {
  const folded = word.toLowerCase();
  const different = [...new Set(candidates)];
  const same = different.filter((candidate) => candidate.toLowerCase() === folded);
  if (same.length > 0) return same.includes(word) ? word : same.length === 1 ? same[0] : undefined;
  if (word.length > longest) return undefined;
  let nearest: string | undefined;
  let distance = typos + 1;
  for (const candidate of different) {
    if (candidate.length > longest) continue;
    const away = leven(folded, candidate.toLowerCase(), { maxDistance: distance + 1 });
    if (away > Math.min(distance, typos) || hasOtherNumber(candidate, word)) continue;
    nearest = away < distance ? candidate : undefined;
    distance = away;
  }
  return nearest;
};

/** `CC-100` is not a misspelled `CC-110`. */
const hasOtherNumber = (candidate: string, word: string): boolean => {
  const digits = candidate.replace(/\D/g, '');
  return digits !== '' && digits !== word.replace(/\D/g, '');
};

/** A sentence for the end of a `detail`, after a space, with what {@link suggest} found; `''` for nothing. */
export const didYouMean = (suggestion: string | undefined): string =>
  suggestion === undefined ? '' : ` Did you mean ${quote(suggestion)}?`;
