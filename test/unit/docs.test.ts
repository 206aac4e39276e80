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

/** The documentation; what the whole project is looked at for is {@link everything}. */
const docs = ['*.md', 'docs/*.md', 'examples/*.md'];
const everything = [...docs, '{src,tools,local,deploy,portal,examples,bench,test}/**/*.{ts,js}'];

/** Where the old words are looked for. */
const scope: readonly string[] = docs;

/** They tell history; and this file lists the words. */
const historyFiles = ['CHANGELOG.md', 'DECISIONS.md', 'test/unit/docs.test.ts'];

/** Words that stood alone here, the field's own, and where the word is the field's after all. */
const oldWords: readonly (readonly [word: RegExp, instead: string, exempt?: RegExp])[] = [
  [/\bdoors?\b/i, 'adapter, event source'],
  [/\b(?:lay|lays|laying|laid)\b(?! out)|\blayOver\b/i, 'merge'],
  [/(?<![-\w])(?:locks?|locked|locking)\b(?!-)/i, 'enforced value'],
  [/\b(?:nobody'?s?|vouch\w*)\b/i, 'anonymous caller, authenticated'],
  [/\b(?:is|are) none\b(?! of)|\bthat is no(?:ne)?\b|\bis no value\b/i, 'is not …'],
  [/\b(?:harvest|gather|lastWord|sparing|readOnce|timeAttempts|whileInTime|isGivenUp)\w*/i, ''],
  [
    /(?<![-_\w])(?:faults?|findings?|violations?)\b(?! injection)/i,
    'issue, error, warning',
    /^(?:local|test|bench)\//,
  ],
  [/\b(?:verdicts?|misshapen|occasions?)\b/i, 'outcome, invalid pointers, example errors'],
  [/\bbeyond the shape\b|\bheld against\b/i, 'cross-field rules, checked against'],
  [/\bwho(?:m)? (?:says it|a layer holds for)\b|\bwho calls, and how\b/i, 'source, layer matching'],
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
    expect(filesOf(...everything).length).toBeGreaterThan(filesOf(...docs).length);
    const found = filesOf(...scope)
      .filter((path) => !historyFiles.includes(path))
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
