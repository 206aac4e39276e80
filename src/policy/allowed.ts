import { quote, type Violation } from '../document/violation.ts';
import { matchesGlob } from './glob.ts';
import { valuesAt } from './member-path.ts';
import type { AllowedValue, Layer, Members } from './organization-policy.ts';

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

/**
 * Holds a resolved request against the `allowed` lists of every layer that applies; each list must
 * be satisfied. A member that is absent breaks none.
 */
export const checkAllowed = (members: Members, layers: readonly Layer[]): Violation[] =>
  layers.flatMap((layer) =>
    Object.entries(layer.allowed ?? {}).flatMap(([path, allowed]) =>
      valuesAt(members, path)
        .filter(({ value }) => !isAllowed(value, allowed))
        .map(({ pointer, value }) => ({
          pointer,
          code: 'not-allowed',
          detail: `The policy layer "${layer.name}" does not allow ${quote(value)} for "${path}"; allowed: ${listAllowed(allowed)}.`,
        })),
    ),
  );
