import { dayOf, isWithin } from './days.ts';
import type { Applies, Caller, Layer, Members } from './document.ts';
import { compileGlob, globMatches } from './glob.ts';
import {
  compileCallerMatcher,
  compileRequestMatcher,
  looksAtRequest,
  type RequestMatcher,
} from './match.ts';
import type { RequestFacts } from './variables.ts';

/** Finds the layers that apply to a request, by their positions in the policy. */
export interface LayerSelection {
  /** Those that apply whatever is sent, in order. */
  readonly general: (facts: RequestFacts) => readonly number[];
  /**
   * Those that apply to what is sent as well, in order.
   *
   * @param general - Those that apply whatever is sent.
   * @param sources - Where matchers look: what was sent, what the general layers enforce, their defaults.
   */
  readonly specific: (
    facts: RequestFacts,
    general: readonly number[],
    sources: readonly Members[],
    ownAccount: string | undefined,
  ) => readonly number[];
  /** Whether any layer depends on what is sent. */
  readonly looksAtRequests: boolean;
}

/** A layer's set of matchers, and the positions of the layers of which none may apply. */
interface PreparedSet {
  readonly set: Applies;
  readonly matchesCaller: (caller: Caller) => boolean;
  readonly matchesRequest: RequestMatcher;
  readonly exceptions: readonly number[];
}

/** Prepares the selection of layers: names in `unless` are looked up once. */
export const compileSelection = (layers: readonly Layer[]): LayerSelection => {
  const prepared = layers.map((layer, position) =>
    setsOf(layer)?.map((set): PreparedSet => ({
      set,
      matchesCaller: compileCallerMatcher(set),
      matchesRequest: compileRequestMatcher(set),
      exceptions: exceptionsOf(layers, position, set),
    })),
  );
  const dependent = dependentLayers(layers);
  const positions = layers.map((_, position) => position);
  const [specific, general] = [true, false].map((depends) =>
    positions.filter((position) => dependent.has(position) === depends),
  );

  const select = (
    candidates: readonly number[] = [],
    before: readonly number[],
    matches: (prepared: PreparedSet) => boolean,
  ): readonly number[] => {
    const applying = new Set(before);
    for (const position of candidates) {
      const sets = prepared[position];
      const applies = (sets ?? []).some(
        (one) => !one.exceptions.some((other) => applying.has(other)) && matches(one),
      );
      if (sets === undefined || applies) applying.add(position);
    }
    return [...applying].sort((a, b) => a - b);
  };
  const isFor =
    ({ caller, requestTime }: RequestFacts) =>
    ({ set, matchesCaller }: PreparedSet): boolean =>
      matchesCaller(caller) && isWithin(set, dayOf(requestTime));

  return Object.freeze({
    looksAtRequests: dependent.size > 0,
    general: (facts: RequestFacts) => select(general, [], isFor(facts)),
    specific: (facts, before, sources, ownAccount) => {
      const isForCaller = isFor(facts);
      return select(
        specific,
        before,
        (one) => isForCaller(one) && one.matchesRequest(sources, ownAccount),
      );
    },
  } satisfies LayerSelection);
};

/** The sets of matchers of a layer; undefined where it always applies. */
export const setsOf = ({ applies }: Pick<Layer, 'applies'>): readonly Applies[] | undefined =>
  applies === undefined ? undefined : [applies].flat();

/** The positions of the layers above one that the `unless` of one of its sets names. */
export const exceptionsOf = (
  layers: readonly Pick<Layer, 'name'>[],
  position: number,
  { unless = [] }: Applies,
): readonly number[] => {
  if (unless.length === 0) return [];
  const globs = unless.map(compileGlob);
  return layers
    .slice(0, position)
    .flatMap(({ name }, above) => (globs.some((glob) => globMatches(glob, name)) ? [above] : []));
};

/** The positions of the layers that depend on what is sent: by a matcher of their own, or of a layer that their `unless` reaches. */
export const dependentLayers = (layers: readonly Layer[]): ReadonlySet<number> => {
  const dependent = new Set<number>();
  for (const [position, layer] of layers.entries()) {
    const depends = (setsOf(layer) ?? []).some(
      (set) =>
        looksAtRequest(set) ||
        exceptionsOf(layers, position, set).some((above) => dependent.has(above)),
    );
    if (depends) dependent.add(position);
  }
  return dependent;
};
