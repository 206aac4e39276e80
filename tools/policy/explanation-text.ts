import { quote, type Issue } from '../../src/json/issue.ts';
import type { RequestFacts } from '../../src/policy/variables.ts';
import type { Answer } from '../../src/proxy-request.ts';
import { issuesIn } from './dry-run.ts';
import type { ExplainedGrant, ExplainedLayer, Explanation } from './explain.ts';
import { coloured, plain, table } from './terminal.ts';
import { matchers } from './unmatched.ts';

/** An explanation as a person reads it. */
export const explanationLines = (explanation: Explanation, facts: RequestFacts): string[] => {
  const { answer, values, layers, grants } = explanation;
  const applying = layers.filter(({ applies }) => applies);
  const others = layers.filter(({ applies }) => !applies);
  return [
    outcome(explanation),
    '',
    ...table([...factRows(facts), ...policyFact(answer), ...grantFact(grants)]),
    '',
    ...table([
      ['member', 'value', 'source'],
      ...values.map(({ pointer, value, source }) => [pointer, quote(value ?? null), source]),
    ]),
    '',
    ...(grants === undefined ? [] : section('Grants made to the caller', grants.map(grantRow))),
    ...(grants?.length === 0
      ? ['Layers: not looked at, since no grant is made to the caller', '']
      : [
          ...section(
            'Layers that apply',
            applying.map(({ name }) => [name]),
          ),
          ...section('Layers that do not apply', others.map(layerRow)),
        ]),
    ...section('Errors', issuesIn(answer.document, 'errors').map(issueRow)),
    ...section('Warnings', issuesIn(answer.document, 'warnings').map(issueRow)),
  ].slice(0, -1);
};

const outcome = ({ answer: { status, document }, target }: Explanation): string => {
  if (status !== 200) {
    const { code, detail } = document;
    // Where no member is at fault, the detail alone says why.
    const why = document['errors'] === undefined ? ` ${plain(String(detail))}` : '';
    return `${coloured('red', 'Refused:')} the proxy would answer ${status} ${String(code)} and create nothing.${why}`;
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

/** Which document it was decided under. */
const policyFact = ({ document: { policyRevision } }: Answer): string[][] =>
  typeof policyRevision === 'string' ? [['Policy', `revision ${policyRevision}`]] : [];

const factRows = ({ caller, requestTime }: RequestFacts): string[][] => [
  ['Caller', caller.id ?? 'anonymous, as in a direct invocation'],
  ['Account', caller.account ?? 'unknown'],
  ['Groups', caller.groups.length === 0 ? 'none' : caller.groups.join(', ')],
  ['Request time', requestTime],
];

/** The grant that the function names, where the policy has grants. */
const grantFact = (grants: Explanation['grants']): string[][] =>
  grants === undefined
    ? []
    : [['Grant', grants.find(({ covers }) => covers)?.name ?? 'none covers the request']];

const grantRow = ({ name, detail = 'It covers the request.' }: ExplainedGrant): string[] => [
  name,
  detail,
];

const why: Readonly<Record<(typeof matchers)[number], string>> = {
  callers: 'its "callers" do not match the caller',
  accounts: 'its "accounts" do not match the account',
  groups: 'its "groups" match no group of the caller',
  recipe: 'its "recipe" is not the kind of this request',
  targets: 'its "targets" do not match the target',
  request: 'its "request" asks for other values than the request has',
  unless: 'its "unless" names a layer that applies',
  from: 'its "from" is a day to come',
  until: 'its "until" has passed',
};

const layerRow = ({ name, unmatched, exceptions = [] }: ExplainedLayer): string[] => {
  const names = exceptions.map((other) => JSON.stringify(other)).join(', ');
  const reasons = unmatched.map((matcher) => {
    const [place, known] = [
      /^(\d+)\//.exec(matcher)?.[1],
      matchers.find((one) => matcher === one || matcher.endsWith(`/${one}`)),
    ];
    const reason = known === undefined ? matcher : why[known];
    const text = known === 'unless' ? `${reason}: ${names}` : reason;
    return place === undefined ? text : `set ${Number(place) + 1}: ${text}`;
  });
  return [name, reasons.join('; ')];
};

const issueRow = ({ pointer, code, detail }: Issue): string[] => [
  pointer === '' ? '(body)' : pointer,
  code,
  detail,
];

const section = (title: string, rows: readonly (readonly string[])[]): string[] =>
  rows.length === 0
    ? [`${title}: none`, '']
    : [`${title}:`, ...table(rows).map((line) => `  ${line}`), ''];
