import { quote, type Issue } from '../json/issue.ts';
import { matchesGlob } from './glob.ts';
import { memberPath, valuesAlong, type MemberPath } from './member-path.ts';
import type { AllowedValue, Layer, Members } from './document.ts';
import { remember } from './remember.ts';

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

/** What layers say of one member. */
interface Restriction {
  readonly along: MemberPath;
  readonly lists: { readonly layer: string; readonly allowed: readonly AllowedValue[] }[];
}

/** The lists of some layers by the path of the member that they restrict. */
const restrictions = remember((layers: readonly Layer[]) => {
  const byPath = new Map<string, Restriction>();
  for (const { name, allowed: lists } of layers) {
    for (const [path, allowed] of Object.entries(lists ?? {})) {
      const known = byPath.get(path) ?? { along: memberPath(path), lists: [] };
      known.lists.push({ layer: name, allowed });
      byPath.set(path, known);
    }
  }
  return byPath;
});

/**
 * Holds a resolved request against the `allowed` lists of every layer that applies; each list must
 * be satisfied. A member that is absent breaks none.
 */
export const checkAllowed = (members: Members, layers: readonly Layer[]): Issue[] => {
  const issues: Issue[] = [];
  for (const [path, { along, lists }] of restrictions(layers)) {
    for (const { pointer, value } of valuesAlong(members, along)) {
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
