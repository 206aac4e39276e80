import { quote } from '../../../src/json/issue.ts';
import { isAccountPattern, identityKindsOf, suggestCaller } from './caller-forms.ts';
import { conditionOf, whyNever } from './conditions.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import type { PlacedLayer, Reachability, UnreachableLayer } from './reachability.ts';

/** Layers that no request can meet, and entries of matchers that no caller does. */
export const neverApplies = ({ reachable, unreachable }: Reachability): Diagnostic[] => [
  ...unreachable.map(unreachableLayer),
  ...reachable.flatMap(unmatchedEntries),
];

const unreachableLayer = ({ layer, pointer, reason }: UnreachableLayer): Diagnostic => {
  const suggestions = (layer.applies?.callers ?? []).flatMap((caller) =>
    identityKindsOf(caller).length === 0 ? (suggestCaller(caller) ?? []) : [],
  );
  return diagnostic(
    'error',
    'never-applies',
    `${pointer}/applies`,
    `The layer ${JSON.stringify(layer.name)} can never apply: ${reason}.${didYouMean(suggestions[0])}`,
  );
};

const unmatchedEntries = ({ layer: { applies = {} }, pointer }: PlacedLayer): Diagnostic[] => {
  const { callers = [], accounts = [] } = applies;
  return [
    ...callers.flatMap((caller, index) =>
      whyNever(conditionOf({ ...applies, callers: [caller] })) === undefined
        ? []
        : [unmatchedEntry(`${pointer}/applies/callers/${index}`, caller, suggestCaller(caller))],
    ),
    ...accounts.flatMap((account, index) =>
      isAccountPattern(account) &&
      whyNever(conditionOf({ ...applies, accounts: [account] })) === undefined
        ? []
        : [unmatchedEntry(`${pointer}/applies/accounts/${index}`, account, undefined)],
    ),
  ];
};

const unmatchedEntry = (
  pointer: string,
  entry: string,
  suggestion: string | undefined,
): Diagnostic =>
  diagnostic(
    'warning',
    'entry-never-matches',
    pointer,
    `No caller that the other matchers of this layer let through matches ${quote(entry)}: the entry does nothing.${didYouMean(suggestion)}`,
  );

const didYouMean = (suggestion: string | undefined): string =>
  suggestion === undefined ? '' : ` Did you mean ${quote(suggestion)}?`;
