import type { Issue } from '../../src/json/issue.ts';

/** The codes and pointers of issues, in no order. */
export const pairsOf = (issues: unknown): readonly string[] =>
  ((issues ?? []) as readonly Issue[]).map(({ pointer, code }) => `${code} ${pointer}`).sort();
