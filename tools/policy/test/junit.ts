import { plain } from '../terminal.ts';
import { coverageLine, differenceLines, hasPassed, isBelow, type TestRun } from './test-report.ts';
import type { TestResult } from './run-tests.ts';

/** Tests as JUnit's XML, which CI systems show; coverage is a test of its own where a least one was asked for. */
export const junitOf = (run: TestRun): string => {
  const files = Map.groupBy(run.results, ({ file }) => file);
  const suites = [...files].map(([file, results]) => suite(file, results.map(caseOf)));
  const all =
    run.least === undefined ? suites : [...suites, suite('coverage', [coverageCase(run)])];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${countsOf(all.flatMap(({ cases }) => cases))}>`,
    ...all.flatMap(({ lines }) => lines),
    '</testsuites>',
    '',
  ].join('\n');
};

interface Case {
  readonly name: string;
  /** Why it failed, a line of plain text each; nothing where it passed. */
  readonly failure: readonly string[];
}

const caseOf = (result: TestResult): Case => ({
  name: result.name,
  failure: hasPassed(result) ? [] : differenceLines(result),
});

const coverageCase = (run: TestRun): Case => ({
  name: `at least ${run.least ?? 0} per cent of the policy is used`,
  failure: isBelow(run) ? [coverageLine(run)] : [],
});

const suite = (name: string, cases: readonly Case[]) => ({
  cases,
  lines: [
    `  <testsuite name="${escaped(name)}" ${countsOf(cases)}>`,
    ...cases.flatMap(({ name: title, failure }) => {
      const head = `    <testcase name="${escaped(title)}" classname="${escaped(name)}"`;
      const [first, ...rest] = failure;
      if (first === undefined) return [`${head}/>`];
      const text = [first, ...rest].map(escaped).join('\n');
      return [
        `${head}>`,
        `      <failure message="${escaped(first)}">${text}</failure>`,
        '    </testcase>',
      ];
    }),
    '  </testsuite>',
  ],
});

const countsOf = (cases: readonly Case[]): string =>
  `tests="${cases.length}" failures="${cases.filter(({ failure }) => failure.length > 0).length}"`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** One line of text in XML 1.0, which has no form for most control characters, U+FFFE and U+FFFF. */
const escaped = (text: string): string =>
  plain(text)
    .replace(/[&<>"']/g, (character) => entities[character] ?? '')
    .replace(/[\ufffe\uffff]/g, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
