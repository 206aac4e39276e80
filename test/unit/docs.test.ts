import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { schemaCodes } from '../../src/schema/explain.ts';
import { problemTable } from '../../src/http/problem-table.ts';
import { documentedFiles, withGeneratedTables } from '../../tools/docs/generated-tables.ts';
import { issueCodes } from '../../tools/docs/issue-codes.ts';
import { anchorsOf, localLinksOf, readText } from '../support/markdown.ts';
import { root } from '../support/packaged-proxy.ts';

const filesOf = (...globs: string[]): string[] => globSync(globs, { cwd: root }).sort();

const docs = ['*.md', 'docs/*.md', 'examples/*.md'];

/** Everything that is written here: sources, tests, what is deployed and what is sent. */
const everything = [
  ...docs,
  '*.{js,ts,yml}',
  'docs/openapi.json',
  '{src,tools,local,deploy,portal,examples,events,policy,bench,test}/**/*.{ts,js,mjs,css,html,json,yml}',
];

/** They tell history, are AWS's own words, or are this list itself. */
const notSearched = /^(?:CHANGELOG\.md|DECISIONS\.md|test\/fixtures\/|test\/unit\/docs\.test\.ts)/;

/** Where faults are what is injected, and are called so. */
const faultInjection =
  /^(?:local|bench|test\/(?:chaos|contract|support\/chaos-|unit\/local|e2e\/policy-sources))/;

/** Words that stood alone here, the field's own, and the files where the word is the field's after all. */
const oldWords: readonly (readonly [word: RegExp, instead: string, exempt?: RegExp])[] = [
  [/(?<![A-Za-z])[Dd]oors?(?![a-z])|[a-z]Doors?\b/, 'adapter, event source'],
  [/\b(?:lay|lays|laying|laid)\b(?! out)|\blayOver\b/i, 'merge'],
  [/(?<![-A-Za-z])[Ll]ock(?:s|ed|ing)?(?![-a-z])|[a-z]Lock(?:s|ed)?(?![a-z])/, 'enforced value'],
  [/\bnobody['’]?s\b|\bvouch\w*/i, 'anonymous caller, authenticated'],
  [/(?<!there )\b(?:is|are) none\b(?! of)/i, 'is not one'],
  [/\bthat (?:is|are) no\b(?! longer)/i, 'that is not a …'],
  [
    /(?<!there )\b(?:is|are) no (?:object|list|text|document|deploy parameter|value)\b/i,
    'is not a …',
  ],
  [/\b(?:harvest|gather|lastWord|sparing|readOnce)\w*|\bremember\(/i, ''],
  [/\b(?:timeAttempts|whileInTime|isGivenUp)\b/, 'trackAttempts, raceDeadline, timedOut'],
  [/(?<!Policy|policy-)(?:[Vv]iolation|[Ff]inding)/, 'issue, error, warning'],
  [
    /(?<![\w$.]|\bat |\bno )[Ff]ault(?:s|y)?\b(?! injection)|[a-z]Faults?(?![a-z])/,
    'issue, error, warning, mistake',
    faultInjection,
  ],
  [/\b(?:verdicts?|misshapen|occasions?)\b/i, 'outcome, invalid pointers, example errors'],
  [/\b(?:living|dead|steady\w*|wall[ -]?clock)\b/i, 'reachable, unreachable, monotonic, system'],
  [/\bbeyond the shape\b|\bheld against\b/i, 'cross-field rules, checked against'],
  [
    /\bwho(?:m)? (?:says it|(?:a layer|it) holds for)\b|\bwho calls, and how\b/i,
    'source, matching',
  ],
  [/\bStatement\b|\borigins? of each\b/, 'source', /^(?:deploy|examples|test)\/|^serverless\.yml/],
  [/\bmaking image builder fail\b/i, 'fault injection'],
  [
    /\b(?:rowOf|rowFor|quoted\.ts|TagFinding)\b/,
    'problemByCode, problemForException, quote, Issue',
  ],
];

/** A text less its code blocks and code spans, which other tests hold to the code. */
const proseOf = (path: string): string => {
  const text = readText(path);
  return path.endsWith('.md')
    ? text.replaceAll(/^ *```.*?^ *```$/gms, '').replaceAll(/`[^`\n]*`/g, '')
    : text;
};

describe('The documentation', () => {
  it('has its generated tables as "npm run generate" makes them', async () => {
    for (const path of documentedFiles) {
      const text = readText(path);
      expect(await withGeneratedTables(path, text), path).toBe(text);
    }
  });

  it('links to files and headings that exist', () => {
    for (const file of filesOf(...docs)) {
      for (const { path, anchor } of localLinksOf(readText(file))) {
        const target = path === '' ? file : join(dirname(file), path);
        expect(existsSync(`${root}${target}`), `${file}: ${target}`).toBe(true);
        if (anchor !== '') expect(anchorsOf(readText(target)), file).toContain(anchor);
      }
    }
  });

  it('says nothing in the old words', () => {
    const found = filesOf(...everything)
      .filter((path) => !notSearched.test(path))
      .flatMap((path) =>
        proseOf(path)
          .split('\n')
          .flatMap((line) =>
            oldWords
              .filter(([word, , exempt]) => word.test(line) && exempt?.test(path) !== true)
              .map(([word, instead]) => `${path}: ${word.exec(line)?.[0]} → ${instead}: ${line}`),
          ),
      );
    expect(found).toEqual([]);
  });
});

describe('docs/validation.md', () => {
  const { shape, ...others } = issueCodes;
  const documented = Object.values(others).flatMap((table) => Object.keys(table));

  it('lists the code of every error in the shape, and no other', () => {
    expect(Object.keys(shape).sort()).toEqual([...schemaCodes].sort());
  });

  it('lists the code of every other issue of a request, and no other', () => {
    const sources = filesOf('src/{core,http,json}/*.ts', 'src/policy/*.ts', 'src/policy/tags/*.ts');
    const problems = new Set<string>(problemTable.map(({ code }) => code));
    const given = sources
      .filter((path) => !path.includes('problem-table') && !/tags\/(?!compliance)/.test(path))
      .flatMap((path) => [...readText(path).matchAll(/\bcode: '([a-z-]+)'/g)])
      .map(([, code = '']) => code)
      .filter((code) => !problems.has(code) || documented.includes(code))
      .filter((code) => !Object.hasOwn(shape, code));
    expect(documented).toEqual(expect.arrayContaining(given));
    const text = sources.map((path) => readText(path)).join('\n');
    for (const code of documented) expect(text).toContain(`'${code}'`);
  });
});

describe('CONTRIBUTING.md', () => {
  it('gives a reason for every dependency', () => {
    const { dependencies, devDependencies } = JSON.parse(readText('package.json')) as {
      dependencies: object;
      devDependencies: object;
    };
    const [, table = ''] = readText('CONTRIBUTING.md').split('## Dependencies');
    const named = [...table.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
    expect(named).toEqual(
      expect.arrayContaining(Object.keys({ ...dependencies, ...devDependencies })),
    );
  });

  it('has a line for every folder of src', () => {
    const [, layout = ''] = readText('CONTRIBUTING.md').split('## Layout');
    for (const folder of filesOf('src/*/')) expect(layout).toContain(`\`${folder}/\``);
  });
});
