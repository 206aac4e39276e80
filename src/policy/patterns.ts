import { compileGlob, globMatches, type Glob } from './glob.ts';

/** How many characters may still be compared; below zero there is no telling what would have matched. */
export interface Effort {
  left: number;
}

/** The most that is compared for one request: thousands of times what a person's takes. */
export const effortOfRequest = (): Effort => ({ left: 5_000_000 });

// What a look into the index, or for a part of a pattern, costs, were it nothing but characters.
const effortOfLook = 8;

/**
 * Prepares patterns in which `*` stands for any characters, to tell of many texts whether one of them
 * matches: a text is looked up by how it begins, and only the patterns that begin so are asked.
 *
 * @returns Takes the effort off what is left, and gives up where nothing is.
 */
export const compilePatterns = (
  patterns: readonly string[],
): ((text: string, effort: Effort) => boolean) => {
  const byLength = new Map<number, Map<string, Glob[]>>();
  for (const glob of patterns.map(compileGlob)) {
    const { prefix } = glob;
    const byPrefix = byLength.get(prefix.length) ?? new Map<string, Glob[]>();
    byLength.set(prefix.length, byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), glob]));
  }
  return (text, effort) => {
    for (const [length, byPrefix] of byLength) {
      effort.left -= effortOfLook + length;
      for (const glob of byPrefix.get(text.slice(0, length)) ?? []) {
        // Whether a text ends as a pattern does is told at once; what stands between is searched for.
        const parts = glob.between.length;
        effort.left -= parts === 0 ? 1 : text.length + effortOfLook * parts;
        if (effort.left < 0) return false;
        if (globMatches(glob, text)) return true;
      }
    }
    return false;
  };
};
