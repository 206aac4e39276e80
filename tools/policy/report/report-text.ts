import { quote } from '../../../src/json/issue.ts';
import type { OrganizationPolicy } from '../../../src/policy/document.ts';
import { coloured, plain, table } from '../terminal.ts';
import { sourceOf } from '../source-text.ts';
import { listed, notLookedAt, notLookedAtLines } from './not-looked-at.ts';
import type { ExistingPipeline } from './pipeline.ts';
import type { Effect, Report, RuleCount } from './report.ts';

/** A report as lines for a person. */
export const reportLines = (policy: OrganizationPolicy, report: Report): string[] => {
  const { requestTime, refused, otherwise, same, rules } = report;
  const all = [...refused, ...otherwise, ...same];
  const label = labelsOf(all.map(({ pipeline }) => pipeline));
  const notes = notLookedAtLines([policy], notLookedAt(all), all.length, ({ pipeline }) =>
    label(pipeline),
  );
  return [
    `Pipelines as if they were to be created at ${requestTime}: ${all.length}`,
    ...table([
      ['  would be refused', `${refused.length}`],
      ['  would be created otherwise', `${otherwise.length}`],
      ['  would be created as they are', `${same.length}`],
    ]),
    ...(notes.length === 0 ? [] : ['', ...notes.map(plain)]),
    ...section('By layer and rule', rules.map(ruleRow(label))),
    ...section(
      coloured('red', 'Refused'),
      refused.flatMap(({ pipeline, errors }) =>
        errors.map((issue) => [
          label(pipeline),
          issue.pointer === '' ? '(body)' : issue.pointer,
          issue.code,
          sourceOf(issue),
          issue.detail,
        ]),
      ),
    ),
    ...section(
      coloured('yellow', 'Created otherwise'),
      otherwise.flatMap(({ pipeline, changes }) =>
        changes.map(({ pointer, layer, old, new: now }) => [
          label(pipeline),
          pointer,
          sourceOf({ layer }),
          changeText(old, now),
        ]),
      ),
    ),
  ];
};

/** A report as a document for programs. */
export const reportDocument = (report: Report): object => {
  const { requestTime, refused, otherwise, same, rules } = report;
  const named = ({ name, arn }: ExistingPipeline): object => ({
    name,
    ...(arn !== undefined && { arn }),
  });
  return {
    requestTime,
    pipelines: refused.length + otherwise.length + same.length,
    refused: refused.map(({ pipeline, errors }) => ({ ...named(pipeline), errors })),
    otherwise: otherwise.map(({ pipeline, changes }) => ({ ...named(pipeline), changes })),
    same: same.map(({ pipeline }) => named(pipeline)),
    rules: rules.map(({ pipelines, ...rule }) => ({
      ...rule,
      count: pipelines.length,
      pipelines: pipelines.map(named),
    })),
    notLookedAt: notLookedAt([...refused, ...otherwise, ...same]).map(({ pipelines, ...note }) => ({
      ...note,
      pipelines: pipelines.map(({ pipeline }) => named(pipeline)),
    })),
  };
};

const effects: Readonly<Record<Effect, string>> = {
  refused: 'refused',
  otherwise: 'created otherwise',
  warned: 'warned of',
};

const ruleRow =
  (label: (pipeline: ExistingPipeline) => string) =>
  ({ effect, rule, pipelines, ...source }: RuleCount): string[] => [
    effects[effect],
    sourceOf(source) || 'the request itself',
    rule,
    listed(pipelines.map(label)),
  ];

/** What was there and what is there now, as text; undefined for nothing. */
export const changeText = (old: unknown, now: unknown): string =>
  [old, now].map((value) => (value === undefined ? 'nothing' : quote(value))).join(' → ');

/** What each pipeline is called: its name or, where another one has the same, its ARN. */
const labelsOf = (
  pipelines: readonly ExistingPipeline[],
): ((pipeline: ExistingPipeline) => string) => {
  const counts = Map.groupBy(pipelines, ({ name }) => name);
  return ({ name, arn }) => ((counts.get(name)?.length ?? 0) > 1 && arn !== undefined ? arn : name);
};

const section = (title: string, rows: readonly (readonly string[])[]): string[] =>
  rows.length === 0 ? [] : ['', `${title}:`, ...table(rows).map((line) => `  ${line}`)];
