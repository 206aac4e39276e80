import { format, resolveConfig } from 'prettier';
import { parameters } from '../../deploy/parameters.ts';
import { problemTable } from '../../src/http/problem-table.ts';
import { settings } from '../../src/config.ts';
import { units } from '../../src/observability/metrics.ts';
import { floorsDiagram } from '../floors.ts';
import { cookbookParts } from './cookbook-page.ts';
import { issueCodes, type IssueCodeTable } from './issue-codes.ts';
import { metricMeanings } from './metric-meanings.ts';
import { mayExist, problemAdvice } from './problem-advice.ts';
import { settingWords } from './setting-words.ts';

type Row = readonly string[];

const code = (text: string | number): string => `\`${text}\``;

/** Prettier pads the columns. */
const table = (head: Row, rows: readonly Row[]): string =>
  [head, head.map(() => '-'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const codeTable = (name: IssueCodeTable, ...head: Row): string =>
  table(
    ['code', ...head],
    Object.entries<string | readonly string[]>(issueCodes[name]).map(([word, cells]) => [
      code(word),
      ...[cells].flat(),
    ]),
  );

/** Everything that is generated: the files it stands in, by the name in its marker. */
const tables: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  'CONTRIBUTING.md': { imports: floorsDiagram },
  'README.md': {
    problems: () =>
      table(
        ['what happened', 'status', 'code', 'what to do next'],
        problemTable.map((row) => [
          row.when,
          String(row.status),
          code(row.code),
          problemAdvice[row.code].replaceAll(/\]\((?=[\w-]+\.md)/g, '](docs/'),
        ]),
      ),
  },
  'docs/when-it-fails.md': {
    problems: () =>
      table(
        ['status', 'code', 'exists?', 'try again?', 'what to do'],
        problemTable.map((row) => [
          String(row.status),
          code(row.code),
          mayExist.has(row.code) ? 'maybe' : 'no',
          row.retryable ? 'yes' : 'no',
          problemAdvice[row.code],
        ]),
      ),
  },
  'docs/validation.md': {
    'shape-codes': () => codeTable('shape', 'what is wrong'),
    'rule-codes': () => codeTable('rule', 'rule', 'source'),
    'warning-codes': () => codeTable('warning', 'what is worth knowing'),
    'policy-codes': () => codeTable('policy', 'what is wrong'),
    'envelope-codes': () => codeTable('envelope', 'what is wrong'),
  },
  'docs/configuration.md': {
    environment: () =>
      table(
        ['variable', 'set from', 'what it sets', 'what it may be'],
        // `Object.keys` forgets the names that the type has.
        (Object.keys(settings) as (keyof typeof settings)[]).map((key) => [
          code(settings[key].name),
          ...settingWords[key],
          settings[key].allowed,
        ]),
      ),
    'deploy-parameters': () =>
      table(
        ['parameter', 'default', 'what it sets', 'what it may be'],
        Object.entries(parameters).map(([name, { about, allowed, ...rest }]) => [
          code(name),
          'fallback' in rest ? code(rest.fallback) : 'none',
          about,
          allowed,
        ]),
      ),
  },
  'docs/policy-cookbook.md': cookbookParts,
  'docs/operating.md': {
    metrics: () =>
      table(
        ['metric', 'unit', 'what it says'],
        Object.entries(metricMeanings).map(([name, meaning]) => [
          code(name),
          // The keys of the meanings are those of the units: the compiler compares them.
          units[name as keyof typeof units],
          meaning,
        ]),
      ),
  },
};

/** The files in which generated tables stand. */
export const documentedFiles = Object.keys(tables);

/**
 * A file of the documentation with every generated table in it made anew.
 *
 * @throws RangeError for a marker that has no table, and for a table without its marker.
 */
export const withGeneratedTables = async (path: string, markdown: string): Promise<string> => {
  const ofFile = tables[path] ?? {};
  const missing = new Set(Object.keys(ofFile));
  const content = markdown.replace(
    /(<!-- generated: ([\w-]+) -->\n).*?(<!-- end -->)/gs,
    (_, begin: string, name: string, end: string) => {
      const make = ofFile[name];
      if (make === undefined) throw new RangeError(`${path}: there is no table "${name}".`);
      missing.delete(name);
      return `${begin}\n${make()}\n\n${end}`;
    },
  );
  if (missing.size > 0) throw new RangeError(`${path} lacks a marker: ${[...missing].join(', ')}.`);
  return format(content, { ...(await resolveConfig('README.md')), parser: 'markdown' });
};
