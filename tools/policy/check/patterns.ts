import { childPointer } from '../../../src/json/pointer.ts';
import { type DemandKind, demandKinds } from '../../../src/policy/demands.ts';
import type { CallerMatchers, Grant, ValuesByPath } from '../../../src/policy/document.ts';
import type { PlacedLayer, PlacedSet } from './reachability.ts';

/** A text of a list or of a matcher in which `*` stands for any characters. */
export interface PlacedPattern {
  readonly text: string;
  /** Pointer into the document. */
  readonly pointer: string;
  /** The matcher it stands in, or the path whose values it is compared with. */
  readonly of: string;
  /** What the list is for. */
  readonly kind: DemandKind | 'matcher';
  /** Whether the callers that it matches must be of certain accounts as well. */
  readonly isOfAccounts?: boolean;
}

/** The patterns of a layer. */
export const patternsOfLayer = ({ layer, pointer, sets }: PlacedLayer): PlacedPattern[] => [
  ...demandKinds.flatMap((kind) => inLists(layer[kind], `${pointer}/${kind}`, kind)),
  ...sets.flatMap((set) => [
    ...inMatchers(set),
    ...inLists(set.condition.request, `${set.pointer}/request`, 'matcher'),
  ]),
];

/** The patterns of a grant. */
export const patternsOfGrant = (
  { allowed }: Grant,
  pointer: string,
  sets: readonly MatcherSet[],
): PlacedPattern[] => [
  ...inLists(allowed, `${pointer}/allowed`, 'allowed'),
  ...sets.flatMap(inMatchers),
];

type MatcherSet = Pick<PlacedSet, 'pointer'> & { readonly condition: CallerMatchers };

const inMatchers = ({ condition, pointer }: MatcherSet): PlacedPattern[] =>
  (['callers', 'groups'] as const).flatMap((of) =>
    inList(condition[of] ?? [], `${pointer}/${of}`, of, 'matcher').map((pattern) => ({
      ...pattern,
      isOfAccounts: condition.accounts !== undefined,
    })),
  );

const inLists = (
  lists: ValuesByPath | undefined,
  pointer: string,
  kind: PlacedPattern['kind'],
): PlacedPattern[] =>
  Object.entries(lists ?? {}).flatMap(([path, values]) =>
    inList(values, childPointer(pointer, path), path, kind),
  );

const inList = (
  entries: readonly unknown[],
  pointer: string,
  of: string,
  kind: PlacedPattern['kind'],
): PlacedPattern[] =>
  entries.flatMap((text, index) =>
    typeof text === 'string' ? [{ text, pointer: childPointer(pointer, index), of, kind }] : [],
  );
