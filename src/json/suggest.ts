import { closestMatch } from 'leven';
import { quote } from './issue.ts';

// A longer word is no typing mistake, and measuring its distance would only cost time.
const longest = 256;

// Nobody goes through more to see what somebody may have meant.
const mostCandidates = 1_000;

/**
 * The candidate that somebody who wrote `word` most likely meant: the same word in another case, or
 * one that is a few slips of the pen away. `undefined` when nothing is that close among the first thousand.
 *
 * @param typos - How many characters may be added, left out or changed: a third of the word's.
 */
export const suggest = (
  word: string,
  candidates: readonly string[],
  typos: number = Math.max(1, Math.floor(word.length / 3)),
): string | undefined => {
  const folded = word.toLowerCase();
  const near = candidates
    .slice(0, mostCandidates)
    .filter(({ length }) => Math.abs(length - word.length) <= typos);
  const comparable = near.map((candidate) => candidate.toLowerCase());
  const sameButForCase = comparable.indexOf(folded);
  if (sameButForCase >= 0) return near[sameButForCase];
  if (word.length > longest) return undefined;
  if (typos === 1) return near.find((_, index) => isOneTypoAway(folded, comparable[index] ?? ''));
  const match = closestMatch(
    folded,
    comparable.filter(({ length }) => length <= longest),
    { maxDistance: typos },
  );
  return match === undefined ? undefined : near[comparable.indexOf(match)];
};

/** Whether two different words differ in one character, or one has one more: told in one reading of them. */
const isOneTypoAway = (one: string, other: string): boolean => {
  let start = 0;
  while (start < one.length && one.charCodeAt(start) === other.charCodeAt(start)) start += 1;
  const [rest, otherRest] = [one.length - start, other.length - start];
  const skipped = one.slice(start + (rest >= otherRest ? 1 : 0));
  return (
    Math.abs(rest - otherRest) <= 1 && skipped === other.slice(start + (otherRest >= rest ? 1 : 0))
  );
};

/** A sentence for the end of a `detail`, after a space, with what {@link suggest} found; `''` for nothing. */
export const didYouMean = (suggestion: string | undefined): string =>
  suggestion === undefined ? '' : ` Did you mean ${quote(suggestion)}?`;
