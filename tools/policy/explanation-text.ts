import { rowOf } from '../../src/http/problem-table.ts';
import { quote, type Issue } from '../../src/json/issue.ts';
import type { Applies } from '../../src/policy/document.ts';
import type { RequestFacts } from '../../src/policy/variables.ts';
import type { ExplainedLayer, Explanation } from './explain.ts';
import { coloured, plain, table } from './terminal.ts';

/** An explanation as a person reads it. */
export const explanationLines = (explanation: Explanation, facts: RequestFacts): string[] => {
  const { values, layers, errors, warnings } = explanation;
  const applying = layers.filter(({ applies }) => applies);
  const others = layers.filter(({ applies }) => !applies);
  return [
    verdict(explanation),
    '',
    ...table(factRows(facts)),
    '',
    ...table([
      ['member', 'value', 'origin'],
      ...values.map(({ pointer, value, origin }) => [pointer, quote(value), origin]),
    ]),
    '',
    ...section(
      'Layers that apply',
      applying.map(({ name }) => [name]),
    ),
    ...section('Layers that do not apply', others.map(layerRow)),
    ...section(
      'Errors',
      errors.map((error) => [error.by, ...violationRow(error)]),
    ),
    ...section('Warnings', warnings.map(violationRow)),
  ].slice(0, -1);
};

const verdict = ({ refusedAs, target }: Explanation): string => {
  if (refusedAs !== undefined) {
    return `${coloured('red', 'Refused:')} the proxy would answer ${rowOf(refusedAs).status} ${refusedAs} and create nothing.`;
  }
  const account =
    target?.account === undefined ? "the function's own account" : `account ${target.account}`;
  const place =
    target === undefined
      ? ''
      : ` in ${target.region} of ${account}, if the deployment serves that target`;
  return plain(`Created: the proxy would create this image pipeline${place}.`).replace(
    'Created:',
    (word) => coloured('green', word),
  );
};

const factRows = ({ caller, requestTime }: RequestFacts): string[][] => [
  ['Caller', caller.id ?? 'unknown: nobody vouches for it, as in a direct invocation'],
  ['Account', caller.account ?? 'unknown'],
  ['Groups', caller.groups.length === 0 ? 'none' : caller.groups.join(', ')],
  ['Request time', requestTime],
];

const why: Readonly<Record<string, string>> = {
  callers: 'its "callers" do not match the caller',
  accounts: 'its "accounts" do not match the account',
  groups: 'its "groups" match no group of the caller',
  recipe: 'its "recipe" is not the kind of this request',
} satisfies Readonly<Record<keyof Applies, string>>;

const layerRow = ({ name, unmatched }: ExplainedLayer): string[] => [
  name,
  unmatched.map((matcher) => why[matcher] ?? matcher).join('; '),
];

const violationRow = ({ pointer, code, detail }: Issue): string[] => [
  pointer === '' ? '(body)' : pointer,
  code,
  detail,
];

const section = (title: string, rows: readonly (readonly string[])[]): string[] =>
  rows.length === 0
    ? [`${title}: none`, '']
    : [`${title}:`, ...table(rows).map((line) => `  ${line}`), ''];
