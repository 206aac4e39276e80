import { type Condition, isImpliedBy, whyNever } from './conditions.ts';
import type { PlacedLayer, ReachableLayer } from './reachability.ts';

/** More combinations of sets than this are not looked at: layers with as many may apply together. */
const mostCombinations = 200;

/** Tells whether a layer applies whenever another does: each set of the other is covered by one of its own. `true` is certain. */
export const appliesWhenever = (
  { conditions }: Pick<PlacedLayer, 'conditions'>,
  other: Pick<PlacedLayer, 'conditions'>,
): boolean =>
  other.conditions.every((by) => conditions.some((implied) => isImpliedBy(implied, by)));

/** Tells whether a request may meet two layers. `false` is certain. */
export const canJoin = (one: ReachableLayer, other: ReachableLayer): boolean => {
  const joined = [...one.always, ...other.always];
  const hasExceptions = joined.some(({ conditions }) =>
    conditions.some(({ exceptions }) => exceptions.length > 0),
  );
  if (!hasExceptions) return canMatchTogether(one.conditions, other.conditions);
  const there = new Set(joined.map(({ index }) => index));
  const unexcepted = ({ conditions }: PlacedLayer): readonly Condition[] =>
    conditions.filter(({ exceptions }) => !exceptions.some((index) => there.has(index)));
  return (
    joined.every((placed) => unexcepted(placed).length > 0) &&
    canMatchTogether(unexcepted(one), unexcepted(other))
  );
};

const canMatchTogether = (left: readonly Condition[], right: readonly Condition[]): boolean =>
  left.length * right.length > mostCombinations ||
  left.some((a) => right.some((b) => whyNever(a, b) === undefined));
