import { closestMatch } from 'leven';

/**
 * The candidate that somebody who wrote `word` most likely meant: the same word in another case, or
 * one at most a third of its length away. `undefined` when nothing is that close.
 */
export const nearest = (word: string, candidates: readonly string[]): string | undefined => {
  const lower = word.toLowerCase();
  const sameButForCase = candidates.find((candidate) => candidate.toLowerCase() === lower);
  if (sameButForCase !== undefined) return sameButForCase;
  // A very long word is no typing mistake, and measuring its distance would only cost time.
  if (word.length > 100) return undefined;
  const lowerCandidates = candidates.map((candidate) => candidate.toLowerCase());
  const match = closestMatch(lower, lowerCandidates, {
    maxDistance: Math.max(1, Math.floor(word.length / 3)),
  });
  return match === undefined ? undefined : candidates[lowerCandidates.indexOf(match)];
};
