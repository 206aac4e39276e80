import type { Issue } from '../../../src/json/issue.ts';
import { quote } from '../../../src/json/issue.ts';
import { sameJson } from '../../../src/json/json-value.ts';
import { valueAt } from '../../../src/json/pointer.ts';
import { didYouMean, suggest } from '../../../src/json/suggest.ts';
import type { OrganizationPolicy } from '../../../src/policy/document.ts';
import { errorsOf, isCreated, issuesIn, type DryRun } from '../dry-run.ts';
import type { ExpectedCreation, ExpectedIssue, ExpectedRefusal, TestCase } from './test-case.ts';

/** One thing that came otherwise than expected. */
export interface Difference {
  /** What it is about: the outcome, a pointer of a value, the grant, an error. */
  readonly what: string;
  readonly expected: string;
  readonly got: string;
}

/** Where what became of a request differs from what a test expects. */
export const differencesOf = (
  policy: OrganizationPolicy,
  { expect }: Pick<TestCase, 'expect'>,
  run: DryRun,
): readonly Difference[] =>
  expect.created === true
    ? differencesOfCreation(policy, expect, run)
    : differencesOfRefusal(policy, expect, run);

const differencesOfCreation = (
  policy: OrganizationPolicy,
  { values = {}, grant, warnings = [] }: ExpectedCreation,
  run: DryRun,
): Difference[] => {
  const { answer, decision } = run;
  if (!isCreated(run)) {
    const got = `refused: ${answer.status} ${String(answer.document['code'])}`;
    return [{ what: 'outcome', expected: 'created', got }];
  }
  const provenance = decision?.provenance ?? {};
  const shown = (value: unknown): string => (value === undefined ? 'nothing' : quote(value));
  const wrong = Object.entries(values).flatMap(([pointer, value]): Difference[] => {
    const there = valueAt(decision?.request, pointer);
    if (sameJson(there ?? null, value)) return [];
    const source = provenance[pointer];
    const known = Object.keys(provenance);
    const hint = there === undefined ? ended(didYouMean(suggest(pointer, known))) : from(source);
    return [{ what: pointer, expected: shown(value ?? undefined), got: `${shown(there)}${hint}` }];
  });
  const covering = decision?.refusal === undefined ? decision?.grant : undefined;
  return [
    ...wrong,
    ...(grant === undefined || grant === covering
      ? []
      : [{ what: 'grant', expected: quote(grant), got: shown(covering) }]),
    ...missing(policy, 'warning', warnings, issuesIn(answer.document, 'warnings')),
  ];
};

/** A hint behind what it follows. */
const ended = (hint: string): string => (hint === '' ? '' : `.${hint}`);

const from = (source: string | undefined): string =>
  source === undefined ? '' : `, from ${source === 'caller' ? 'the caller' : `layer ${source}`}`;

const differencesOfRefusal = (
  policy: OrganizationPolicy,
  { refused, status, code }: ExpectedRefusal,
  run: DryRun,
): Difference[] => {
  if (isCreated(run)) return [{ what: 'outcome', expected: 'refused', got: 'created' }];
  const { answer } = run;
  const came = String(answer.document['code']);
  return [
    ...missing(policy, 'error', refused, errorsOf(run)),
    ...(status === undefined || status === answer.status
      ? []
      : [{ what: 'status', expected: `${status}`, got: `${answer.status}` }]),
    ...(code === undefined || code === came ? [] : [{ what: 'code', expected: code, got: came }]),
  ];
};

const members = ['pointer', 'code', 'layer', 'grant'] as const;

/** The expected issues that did not come. */
const missing = (
  policy: OrganizationPolicy,
  what: 'error' | 'warning',
  expected: readonly ExpectedIssue[],
  came: readonly Issue[],
): Difference[] =>
  expected
    .filter((one) => !came.some((issue) => unlike(one, issue).length === 0))
    .map((one) => ({ what, expected: describe(one), got: instead(policy, one, came) }));

/** The members that an issue has otherwise than expected. */
const unlike = (expected: ExpectedIssue, issue: Issue): readonly (typeof members)[number][] =>
  members.filter((name) => expected[name] !== undefined && expected[name] !== issue[name]);

/** An issue less its words, as text. */
const describe = (issue: ExpectedIssue): string =>
  members
    .flatMap((name) => (issue[name] === undefined ? [] : [`${name} ${quote(issue[name])}`]))
    .join(', ');

/** What came in the place of an expected issue: what only differs in one member, and what may have been meant. */
const instead = (
  { layers, grants = [] }: OrganizationPolicy,
  expected: ExpectedIssue,
  came: readonly Issue[],
): string => {
  for (const [member, named] of [
    ['layer', layers],
    ['grant', grants],
  ] as const) {
    const name = expected[member];
    const names = named.map((one) => one.name);
    if (name !== undefined && !names.includes(name)) {
      return `the policy has no such ${member}.${didYouMean(suggest(name, names))}`;
    }
  }
  const close = came.filter((issue) => unlike(expected, issue).length === 1);
  const [first] = close;
  if (first === undefined) return 'none such';
  const [member = 'pointer'] = unlike(expected, first);
  const meant = first[member];
  return `${describe(first)}${ended(didYouMean(meant))}`;
};
