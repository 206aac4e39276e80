import { childPointer } from '../../../src/json/pointer.ts';
import { isAllowed } from '../../../src/policy/allowed.ts';
import { type DemandKind, demandKinds } from '../../../src/policy/demands.ts';
import type { AllowedValue } from '../../../src/policy/document.ts';
import { matchesGlob } from '../../../src/policy/glob.ts';
import { variablePattern } from '../../../src/policy/variables.ts';
import type { CheckCode } from './diagnostic.ts';
import type { Section } from './evaluate.ts';
import { globsOverlap } from './overlap.ts';
import type { PlacedLayer } from './reachability.ts';

/** A list of values that a layer allows, requires or forbids, and where it stands. */
export interface List {
  readonly placed: PlacedLayer;
  readonly kind: DemandKind;
  readonly path: string;
  readonly values: readonly AllowedValue[];
  readonly pointer: string;
}

/** All lists of a layer. */
export const demandedLists = (placed: PlacedLayer): List[] =>
  demandKinds.flatMap((kind) =>
    Object.entries(placed.layer[kind] ?? {}).map(([path, values]) => ({
      placed,
      kind,
      path,
      values,
      pointer: childPointer(`${placed.pointer}/${kind}`, path),
    })),
  );

/** The lists of a layer by which requests are refused; those of a layer that only warns refuse nothing. */
export const listsOf = (placed: PlacedLayer): List[] =>
  placed.isError ? demandedLists(placed) : [];

/** Whether a layer takes something away from what callers may do. */
export const narrows = ({ layer }: PlacedLayer): boolean =>
  [layer.enforced, layer.allowed, layer.required, layer.forbidden, layer.tagPolicies].some(
    (section) => section !== undefined && Object.keys(section).length > 0,
  );

/** The code of a diagnostic about a value that a layer supplies and a list of another does not let stand. */
export const codeOf = ({ kind }: List, { isError }: PlacedLayer, section: Section): CheckCode => {
  if (section === 'defaults' || !isError) return 'default-not-allowed';
  return kind === 'allowed' ? 'enforced-not-allowed' : 'required-contradiction';
};

/** A value at the path of a list. */
export interface Supplied {
  /** As it was written: its variables are not filled in. */
  readonly written: unknown;
  readonly value: unknown;
}

/** Those of the values at the path of a list that break it, whatever their variables stand for. */
export const breaking = <T extends Supplied>(
  { kind, values }: Pick<List, 'kind' | 'values'>,
  supplied: readonly T[],
): readonly T[] => {
  const isAny = kind !== 'allowed' && values.includes('*');
  if (kind === 'forbidden') return supplied.filter((one) => isAny || isCertainlyIn(values, one));
  const outside = supplied.filter((one) => !isAny && !mayBeIn(values, one));
  if (kind === 'allowed') return outside;
  // One that is required is enough.
  return outside.length === supplied.length ? outside.slice(0, 1) : [];
};

const mayBeIn = (values: readonly AllowedValue[], { written, value }: Supplied): boolean =>
  hasVariable(written)
    ? values.some((entry) => typeof entry === 'string' && mayMatch(written, entry))
    : isAllowed(value, values);

const isCertainlyIn = (values: readonly AllowedValue[], { written, value }: Supplied): boolean =>
  hasVariable(written)
    ? values.some(
        (entry) =>
          typeof entry === 'string' && matchesGlob(entry, written.replace(variablePattern, '*')),
      )
    : isAllowed(value, values);

/** Whether a written value has a variable in it, so that it is not known before the request. */
export const hasVariable = (written: unknown): written is string =>
  typeof written === 'string' && written.search(variablePattern) >= 0;

/** Whether a written value can come to one that a pattern matches, whatever its variables stand for. */
export const mayMatch = (written: string, pattern: string): boolean =>
  globsOverlap(written.replace(variablePattern, '*'), pattern);
