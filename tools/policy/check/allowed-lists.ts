import { isAllowed, listAllowed } from '../../../src/policy/allowed.ts';
import type { AllowedValue } from '../../../src/policy/document.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import { canJoin } from './layer-conditions.ts';
import { type List, listsOf } from './lists.ts';
import {
  includesLayer,
  listLayers,
  type PlacedLayer,
  type Reachability,
  type ReachableLayer,
} from './reachability.ts';
import { listsMeet } from './value-lists.ts';

/** Lists of `allowed` that no value can satisfy together, where their layers apply together. */
export const contradictoryLists = ({ reachable }: Reachability): Diagnostic[] =>
  reachable.flatMap((one) =>
    allowedIn(one).flatMap((list) => contradictions(one, list, reachable)),
  );

const allowedIn = (placed: PlacedLayer): List[] =>
  listsOf(placed).filter(({ kind }) => kind === 'allowed');

const contradictions = (
  one: ReachableLayer,
  list: List,
  reachable: readonly ReachableLayer[],
): Diagnostic[] => {
  const above = reachable
    .filter(({ index, layer }) => index < one.index && layer.allowed?.[list.path] !== undefined)
    .filter((other) => canJoin(other, one))
    .flatMap(allowedIn)
    .filter(({ path }) => path === list.path);
  const opposed = above.find((other) => !listsMeet(list.path, other.values, list.values));
  if (opposed !== undefined) return [contradiction(list, [opposed])];
  const joined = above.filter(({ placed }) => includesLayer(one.always, placed));
  const common = literalsIn([...joined, list]);
  return common?.length === 0 ? [contradiction(list, joined)] : [];
};

/** The values that all of some lists allow, where one of the lists names its values one by one. */
const literalsIn = (lists: readonly List[]): readonly AllowedValue[] | undefined =>
  lists
    .find(({ values }) => values.every((entry) => !String(entry).includes('*')))
    ?.values.filter((value) => lists.every(({ values }) => isAllowed(value, values)));

const contradiction = ({ pointer, path, values }: List, others: readonly List[]): Diagnostic => {
  const theirs = others.map((other) => listAllowed(other.values)).join(' and ');
  return diagnostic(
    'error',
    'allowed-contradiction',
    pointer,
    `No value satisfies both this list, ${listAllowed(values)}, and what ${listLayers(others.map((other) => other.placed))} ${others.length === 1 ? 'allows' : 'allow'} for "${path}", ${theirs}: a request with a value there is refused where these layers apply together. Every list must be satisfied, so a specific one can only narrow a general one.`,
  );
};
