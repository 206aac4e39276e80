import { quote } from '../../../src/json/issue.ts';
import { isAccountPattern, identityKindsOf, meantCaller } from './caller-forms.ts';
import { advice, fault, type Finding } from './finding.ts';
import { whyNever } from './conditions.ts';
import type { Dead, Placed, Survey } from './survey.ts';

/** Layers that no request can meet, and entries of matchers that no caller does. */
export const neverApplies = ({ living, dead }: Survey): Finding[] => [
  ...dead.map(neverMet),
  ...living.flatMap(idleEntries),
];

const neverMet = ({ layer, pointer, reason }: Dead): Finding => {
  const meant = (layer.applies?.callers ?? []).flatMap((caller) =>
    identityKindsOf(caller).length === 0 ? (meantCaller(caller) ?? []) : [],
  );
  return fault(
    `${pointer}/applies`,
    'never-applies',
    `The layer ${JSON.stringify(layer.name)} can never apply: ${reason}.${didYouMean(meant[0])}`,
  );
};

const idleEntries = ({ layer, pointer }: Placed): Finding[] => {
  const { callers = [], accounts = [] } = layer.applies ?? {};
  const rest = { ...layer.applies };
  return [
    ...callers.flatMap((caller, index) =>
      whyNever({ ...rest, callers: [caller] }) === undefined
        ? []
        : [idle(`${pointer}/applies/callers/${index}`, caller, meantCaller(caller))],
    ),
    ...accounts.flatMap((account, index) =>
      isAccountPattern(account) && whyNever({ ...rest, accounts: [account] }) === undefined
        ? []
        : [idle(`${pointer}/applies/accounts/${index}`, account, undefined)],
    ),
  ];
};

const idle = (pointer: string, entry: string, meant: string | undefined): Finding =>
  advice(
    pointer,
    'entry-never-matches',
    `No caller that the other matchers of this layer let through matches ${quote(entry)}: the entry does nothing.${didYouMean(meant)}`,
  );

const didYouMean = (meant: string | undefined): string =>
  meant === undefined ? '' : ` Did you mean ${quote(meant)}?`;
