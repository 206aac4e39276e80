import type { OrganizationPolicy } from '../../../src/policy/document.ts';
import { notLookedAt, notLookedAtLines } from '../report/not-looked-at.ts';
import { changeText } from '../report/report-text.ts';
import { sourceOf } from '../source-text.ts';
import { coloured, plain, table } from '../terminal.ts';
import type { PolicyDiff } from './diff.ts';

/** A difference as lines for a person. */
export const diffLines = (
  policies: readonly [old: OrganizationPolicy, now: OrganizationPolicy],
  diff: PolicyDiff,
): string[] => {
  const { requestTime, nowRefused, nowCreated, otherwise, asBefore } = diff;
  const total = nowRefused.length + nowCreated.length + otherwise.length + asBefore.length;
  const [ofOld = [], ofNew = []] = diff.judged.map((judged) =>
    notLookedAtLines(policies, notLookedAt(judged), judged.length, ({ pipeline }) => pipeline.name),
  );
  const notes =
    ofOld.join() === ofNew.join()
      ? ofNew
      : [
          ...ofOld.map((note) => `Old policy: ${note}`),
          ...ofNew.map((note) => `New policy: ${note}`),
        ];
  return [
    `Requests at ${requestTime}, where they name no time of their own: ${total}`,
    ...table([
      ['  now refused', `${nowRefused.length}`],
      ['  now created', `${nowCreated.length}`],
      ['  created otherwise', `${otherwise.length}`],
      ['  as before', `${asBefore.length}`],
    ]),
    ...(notes.length === 0 ? [] : ['', ...notes.map(plain)]),
    ...section(coloured('red', 'Now refused'), nowRefused.flatMap(errorRows)),
    ...section(coloured('yellow', 'Now created; refused before'), nowCreated.flatMap(errorRows)),
    ...section(
      'Created otherwise',
      otherwise.flatMap(({ name, changes }) =>
        changes.map((change) => [name, change.pointer, changeText(change.old, change.new)]),
      ),
    ),
  ];
};

/** A difference as a document for programs. */
export const diffDocument = ({ judged: [before, after], ...diff }: PolicyDiff): object => ({
  ...diff,
  notLookedAt: { old: notesOf(before), new: notesOf(after) },
});

const notesOf = (judged: PolicyDiff['judged'][0]): object[] =>
  notLookedAt(judged).map(({ pipelines, ...note }) => ({
    ...note,
    pipelines: pipelines.map(({ pipeline }) => pipeline.name),
  }));

const errorRows = ({ name, errors }: PolicyDiff['nowRefused'][0]): string[][] =>
  errors.map((issue) => [
    name,
    issue.pointer === '' ? '(body)' : issue.pointer,
    issue.code,
    sourceOf(issue),
    issue.detail,
  ]);

const section = (title: string, rows: readonly (readonly string[])[]): string[] =>
  rows.length === 0 ? [] : ['', `${title}:`, ...table(rows).map((line) => `  ${line}`)];
