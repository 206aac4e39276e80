import { quote } from '../../../src/json/issue.ts';
import { isAccountPattern, identityKindsOf, suggestCaller } from './caller-forms.ts';
import type { Applies, CallerMatchers } from '../../../src/policy/document.ts';
import { setsOf } from '../../../src/policy/select-layers.ts';
import { conditionOf, whyNever } from './conditions.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import type { PlacedLayer, PlacedSet, Reachability, UnreachableLayer } from './reachability.ts';

/** Layers that no request can meet, and sets and entries of matchers that none does. */
export const neverApplies = ({ layers, unreachable }: Reachability): Diagnostic[] => {
  const reasons = new Map(unreachable.map((layer) => [layer.index, layer]));
  return layers.flatMap((placed) => {
    const unmet = reasons.get(placed.index);
    return unmet === undefined ? placed.sets.flatMap(unmetSet(placed)) : [unreachableLayer(unmet)];
  });
};

const unreachableLayer = ({ layer, pointer, reason }: UnreachableLayer): Diagnostic =>
  diagnostic(
    'error',
    'never-applies',
    `${pointer}/applies`,
    `The layer ${JSON.stringify(layer.name)} can never apply: ${reason}.${suggestCallers(setsOf(layer)?.[0])}`,
  );

const unmetSet =
  ({ layer }: PlacedLayer) =>
  ({ condition, pointer, reason }: PlacedSet): Diagnostic[] =>
    reason === undefined
      ? unmatchedEntries(condition, pointer, 'this layer')
      : [
          diagnostic(
            'warning',
            'entry-never-matches',
            pointer,
            `No request matches this set of the layer ${JSON.stringify(layer.name)}: ${reason}.${suggestCallers(condition)}`,
          ),
        ];

/** What was most likely meant by matchers that no caller meets, as a sentence. */
export const suggestCallers = ({ callers = [] }: CallerMatchers = {}): string =>
  didYouMean(
    callers.flatMap((caller) =>
      identityKindsOf(caller).length === 0 ? (suggestCaller(caller) ?? []) : [],
    )[0],
  );

/**
 * Entries of matchers that no caller meets, where others are met.
 *
 * @param of - Whose matchers they are, in the middle of a sentence.
 */
export const unmatchedEntries = (applies: Applies, pointer: string, of: string): Diagnostic[] => {
  const { callers = [], accounts = [] } = applies;
  return [
    ...callers.flatMap((caller, index) =>
      whyNever(conditionOf({ ...applies, callers: [caller] })) === undefined
        ? []
        : [unmatchedEntry(`${pointer}/callers/${index}`, of, caller, suggestCaller(caller))],
    ),
    ...accounts.flatMap((account, index) =>
      isAccountPattern(account) &&
      whyNever(conditionOf({ ...applies, accounts: [account] })) === undefined
        ? []
        : [unmatchedEntry(`${pointer}/accounts/${index}`, of, account, undefined)],
    ),
  ];
};

const unmatchedEntry = (
  pointer: string,
  of: string,
  entry: string,
  suggestion: string | undefined,
): Diagnostic =>
  diagnostic(
    'warning',
    'entry-never-matches',
    pointer,
    `No caller that the other matchers of ${of} let through matches ${quote(entry)}: the entry does nothing.${didYouMean(suggestion)}`,
  );

const didYouMean = (suggestion: string | undefined): string =>
  suggestion === undefined ? '' : ` Did you mean ${quote(suggestion)}?`;
