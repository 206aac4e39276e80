/** A pattern in which each `*` stands for any characters, none included, taken apart at its stars. */
export interface Glob {
  readonly prefix: string;
  /** What stands between two stars, in order. */
  readonly between: readonly string[];
  /** `undefined` without a star: the prefix is the whole text. */
  readonly suffix: string | undefined;
  /** How long the shortest text is that matches. */
  readonly shortest: number;
}

/** Takes a pattern apart, to match it more than once. */
export const compileGlob = (pattern: string): Glob => {
  const [prefix = '', ...parts] = pattern.split('*');
  const suffix = parts.pop();
  const between = parts.filter((part) => part !== '');
  const shortest = [prefix, ...between, suffix ?? ''].join('').length;
  return Object.freeze({ prefix, between: Object.freeze(between), suffix, shortest });
};

/**
 * Tells whether a text matches a pattern that was taken apart.
 *
 * Each part is looked for behind the one before it and nothing is tried twice, so the text is read once,
 * however many stars there are; a regular expression made of them could backtrack without end.
 */
export const globMatches = ({ prefix, between, suffix, shortest }: Glob, text: string): boolean => {
  if (suffix === undefined) return text === prefix;
  if (text.length < shortest) return false;
  if (prefix !== '' && !text.startsWith(prefix)) return false;
  if (suffix !== '' && !text.endsWith(suffix)) return false;
  let at = prefix.length;
  for (const part of between) {
    at = text.indexOf(part, at);
    if (at < 0) return false;
    at += part.length;
  }
  return at <= text.length - suffix.length;
};

/** As {@link globMatches}, for a pattern that is asked once. */
export const matchesGlob = (pattern: string, text: string): boolean =>
  pattern.includes('*') ? globMatches(compileGlob(pattern), text) : pattern === text;

/** Whether a text is one of some patterns, which are taken apart once; undefined without any. */
export const compilePatterns = (
  patterns: readonly string[] | undefined,
): ((text: string) => boolean) | undefined => {
  if (patterns === undefined) return undefined;
  const globs = patterns.map(compileGlob);
  return (text) => globs.some((glob) => globMatches(glob, text));
};
