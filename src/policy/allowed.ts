import { mostIssues, quote, type Issue } from '../json/issue.ts';
import { memberPath, valuesAlong, type MemberPath } from './member-path.ts';
import type { AllowedValue, Layer, Members } from './document.ts';
import { compilePatterns, type Effort } from './patterns.ts';

/** A list of allowed values, ready to be asked about many. */
export interface AllowedList {
  readonly allowed: readonly AllowedValue[];
  /** Tells whether a value is one of those allowed; `*` in a text stands for any characters. */
  readonly holds: (value: unknown, effort: Effort) => boolean;
}

const isPattern = (entry: AllowedValue): entry is string =>
  typeof entry === 'string' && entry.includes('*');

/** Prepares a list of allowed values: what has no `*` is found at once, the patterns are asked after that. */
export const compileAllowed = (allowed: readonly AllowedValue[]): AllowedList => {
  const literals: ReadonlySet<unknown> = new Set(allowed.filter((entry) => !isPattern(entry)));
  const matches = compilePatterns(allowed.filter(isPattern));
  return Object.freeze({
    allowed,
    holds: (value: unknown, effort: Effort) =>
      literals.has(value) || (typeof value === 'string' && matches(value, effort)),
  });
};

/** Tells whether a value is one of those allowed, of a list that is asked once. */
export const isAllowed = (value: unknown, allowed: readonly AllowedValue[]): boolean =>
  compileAllowed(allowed).holds(value, { left: Infinity });

const mostShown = 10;

/** The allowed values as a sentence ends with them: the first ten, and how many more there are. */
export const listAllowed = (allowed: readonly AllowedValue[]): string => {
  const shown = allowed.slice(0, mostShown).map(quote);
  const more = allowed.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
};

/** What layers allow for one member. */
export interface Restriction {
  readonly path: string;
  readonly along: MemberPath;
  readonly lists: readonly (AllowedList & { readonly layer: string })[];
}

/** The `allowed` lists of some layers by the path of the member that they restrict. */
export const restrictionsOf = (layers: readonly Layer[]): readonly Restriction[] => {
  const byPath = new Map<string, Restriction['lists'][number][]>();
  for (const { name, allowed: lists } of layers) {
    for (const [path, allowed] of Object.entries(lists ?? {})) {
      const list = { layer: name, ...compileAllowed(allowed) };
      const known = byPath.get(path);
      if (known === undefined) byPath.set(path, [list]);
      else known.push(list);
    }
  }
  return Object.freeze(
    [...byPath].map(([path, lists]) => Object.freeze({ path, along: memberPath(path), lists })),
  );
};

/**
 * The values of a resolved request that an `allowed` list of a layer does not hold, the first hundred;
 * each list must be satisfied. A member that is absent or malformed breaks none. Where values and patterns
 * are so many that comparing them would take longer than anybody waits, that is an issue, and the last.
 */
export const checkAllowed = (
  members: Members,
  restrictions: readonly Restriction[],
  effort: Effort,
): Issue[] => {
  const issues: Issue[] = [];
  for (const { path, along, lists } of restrictions) {
    for (const { pointer, value } of valuesAlong(members, along)) {
      if (value === undefined) continue;
      for (const { layer, allowed, holds } of lists) {
        if (issues.length >= mostIssues) return issues;
        const isHeld = holds(value, effort);
        if (effort.left < 0) return [...issues, tooMuchToCompare(pointer)];
        if (isHeld) continue;
        issues.push({
          pointer,
          code: 'not-allowed',
          detail: `The policy layer "${layer}" does not allow ${quote(value)} for "${path}"; allowed: ${listAllowed(allowed)}.`,
        });
      }
    }
  }
  return issues;
};

/** What is said where the effort for one request was not enough. */
export const tooMuchToCompare = (pointer: string): Issue => ({
  pointer,
  code: 'too-much-to-compare',
  detail:
    'The policy has more patterns than can be compared with so much text; the comparison ended here. Send fewer values, or shorter ones.',
});
