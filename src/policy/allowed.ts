import { quote, type Issue } from '../json/issue.ts';
import { matchesGlob } from './glob.ts';
import { memberPath, valuesAlong, type MemberPath } from './member-path.ts';
import type { AllowedValue, Layer, Members } from './document.ts';

/** Tells whether a value is one of those allowed; `*` in a text stands for any characters. */
export const isAllowed = (value: unknown, allowed: readonly AllowedValue[]): boolean =>
  allowed.some((entry) =>
    typeof entry === 'string' && typeof value === 'string'
      ? matchesGlob(entry, value)
      : entry === value,
  );

const mostShown = 10;

/** The allowed values as a sentence ends with them: the first ten, and how many more there are. */
export const listAllowed = (allowed: readonly AllowedValue[]): string => {
  const shown = allowed.slice(0, mostShown).map((value) => JSON.stringify(value));
  const more = allowed.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
};

/** What layers allow for one member. */
export interface Restriction {
  readonly path: string;
  readonly along: MemberPath;
  readonly lists: readonly { readonly layer: string; readonly allowed: readonly AllowedValue[] }[];
}

/** The `allowed` lists of some layers by the path of the member that they restrict. */
export const restrictionsOf = (layers: readonly Layer[]): readonly Restriction[] => {
  const byPath = new Map<string, Restriction['lists'][number][]>();
  for (const { name, allowed: lists } of layers) {
    for (const [path, allowed] of Object.entries(lists ?? {})) {
      const known = byPath.get(path);
      if (known === undefined) byPath.set(path, [{ layer: name, allowed }]);
      else known.push({ layer: name, allowed });
    }
  }
  return Object.freeze(
    [...byPath].map(([path, lists]) => Object.freeze({ path, along: memberPath(path), lists })),
  );
};

/**
 * The values of a resolved request that an `allowed` list of a layer does not hold; each list must be
 * satisfied. A member that is absent or malformed breaks none.
 */
export const checkAllowed = (members: Members, restrictions: readonly Restriction[]): Issue[] => {
  const issues: Issue[] = [];
  for (const { path, along, lists } of restrictions) {
    for (const { pointer, value } of valuesAlong(members, along)) {
      if (value === undefined) continue;
      for (const { layer, allowed } of lists) {
        if (isAllowed(value, allowed)) continue;
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
