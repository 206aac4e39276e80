import type { Issue } from '../../../src/json/issue.ts';
import type { PolicyStatement } from '../statements.ts';
import { sourceOf } from '../source-text.ts';
import { coloured, plain, table } from '../terminal.ts';
import type { Coverage } from './coverage.ts';
import type { TestResult } from './run-tests.ts';

/** What some tests came to. */
export interface TestRun {
  readonly results: readonly TestResult[];
  readonly coverage: Coverage;
  /** The least coverage, in per cent, that was asked for. */
  readonly least?: number;
}

/** Whether a test has passed. */
export const hasPassed = ({ differences }: Pick<TestResult, 'differences'>): boolean =>
  differences.length === 0;

/** Whether less of the policy was used than was asked for. */
export const isBelow = ({ coverage: { statements, used }, least = 0 }: TestRun): boolean =>
  100 * used < least * statements;

/** The tests that failed and what no test used, as lines for a person. */
export const testLines = (run: TestRun): string[] => {
  const { results, coverage } = run;
  const failed = results.filter((result) => !hasPassed(result));
  return [
    ...failed.flatMap(failureLines),
    `tests: ${results.length}, failed: ${failed.length}`,
    '',
    coverageLine(run),
    ...section('Used by no test', coverage.unused),
    ...section('Never seen to refuse', coverage.neverRefused),
  ];
};

/** The same as a document for programs. */
export const testDocument = (run: TestRun): object => ({
  tests: run.results.length,
  failed: run.results.filter((result) => !hasPassed(result)).length,
  results: run.results.map(({ run: _, ...result }) => ({ ...result, passed: hasPassed(result) })),
  coverage: {
    ...run.coverage,
    ...(run.least !== undefined && { least: run.least, passed: !isBelow(run) }),
  },
});

/** A sentence about how much of the policy was used. */
export const coverageLine = (run: TestRun): string => {
  const { used, statements, percent } = run.coverage;
  // Never more than there is: 99.9 is not 100.
  const line = `coverage: ${used} of ${statements} statements used, ${Math.floor(percent)} per cent`;
  return isBelow(run) ? `${line}; less than ${run.least ?? 0}` : line;
};

/** What came otherwise in a test, as lines of plain text. */
export const differenceLines = ({ differences, errors, warnings }: TestResult): string[] => [
  ...table(
    differences.flatMap(({ what, expected, got }) => [
      [what, 'expected', expected],
      ['', 'got', got],
    ]),
  ),
  ...issueLines('errors of the answer:', errors),
  ...issueLines('warnings of the answer:', warnings),
];

const failureLines = (result: TestResult): string[] => {
  const place = plain(`${result.file}:${result.line}`);
  return [
    `${place}  ${coloured('red', 'failed')}  ${plain(result.name)}`,
    ...differenceLines(result).map((line) => `  ${line}`),
    '',
  ];
};

const issueLines = (title: string, issues: readonly Issue[]): string[] =>
  issues.length === 0
    ? []
    : [
        title,
        ...table(
          issues.map(({ pointer, code, layer, grant, detail }) => [
            pointer === '' ? '(body)' : pointer,
            code,
            sourceOf({ layer, grant }),
            detail,
          ]),
        ).map((line) => `  ${line}`),
      ];

const section = (title: string, statements: readonly PolicyStatement[]): string[] =>
  statements.length === 0
    ? []
    : [
        '',
        `${title}:`,
        ...table(
          statements.map((statement) => [
            sourceOf(statement),
            statement.section,
            statement.path,
            statement.pointer,
          ]),
        ).map((line) => `  ${line}`),
      ];
