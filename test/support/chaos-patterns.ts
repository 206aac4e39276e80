import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { isJsonObject } from '../../src/json/json-value.ts';

/** A regular expression of the source, and where it stands. */
export interface FoundPattern {
  readonly source: string;
  readonly flags: string;
  readonly place: string;
}

/** Every regular expression that the source spells out, and every `pattern` of its JSON Schemas. */
export const patternsOfSource = (): FoundPattern[] => [
  ...globSync('src/**/*.ts').sort().flatMap(literalsIn),
  ...globSync('src/schema/*.schema.json').sort().flatMap(schemaPatternsIn),
];

const literalsIn = (file: string): FoundPattern[] => {
  const found: FoundPattern[] = [];
  const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.push({
        source: node.text.slice(1, end),
        flags: node.text.slice(end + 1),
        place: `${file}:${line}`,
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
};

const schemaPatternsIn = (file: string): FoundPattern[] => {
  const found: FoundPattern[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (isJsonObject(value) && typeof value['pattern'] === 'string') {
      // AJV compiles every pattern with the flag u.
      found.push({ source: value['pattern'], flags: 'u', place: file });
    }
    for (const inner of Object.values(value)) visit(inner);
  };
  visit(JSON.parse(readFileSync(file, 'utf8')));
  return found;
};

/** One sample character or more for each thing that a pattern matches, in the pattern's own order. */
export const samplesOf = (source: string): string[] =>
  [
    ...source.matchAll(
      /\\[pP]\{[^}]*\}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\.|\[(?:\\.|[^\]\\])*\]|\(\?(?:[:=!]|<[=!])|\{\d+(?:,\d*)?\}|[^\\[]/gs,
    ),
  ]
    .map(([atom]) => sampleOf(atom))
    .filter((sample) => sample !== '');

const sampleOf = (atom: string): string => {
  if (/^(?:[()|^$*+?]|\(\?.+|\{\d.*)$/s.test(atom)) return '';
  if (atom === '.') return 'x';
  if (atom.startsWith('[^'))
    return ['x', ' ', '-', '"', '\0'].find((text) => !atom.includes(text)) ?? 'x';
  if (atom.startsWith('[')) return sampleOf(/^\[(\\[pP]\{[^}]*\}|\\.|.)/s.exec(atom)?.[1] ?? 'a');
  if (!atom.startsWith('\\')) return atom;
  const letter = atom[1] ?? '';
  const known: Readonly<Record<string, string>> = {
    s: ' ',
    S: 'x',
    d: '1',
    D: 'x',
    w: 'a',
    W: '-',
    b: '',
    B: '',
    p: 'a',
    P: 'a',
    n: '\n',
    r: '\r',
    t: '\t',
    u: '\u2028',
    x: '\0',
  };
  return known[letter] ?? letter;
};

/**
 * Texts that make a pattern work: each thing that it matches, and each pair and triple of them, over
 * and over, behind what the pattern wants first, and with an end that it does not.
 */
export const attacksOn = (source: string, length: number): string[] => {
  const samples = samplesOf(source);
  const attacks = new Set<string>();
  for (const [index, sample] of samples.entries()) {
    const pumps = [
      sample,
      sample + (samples[index + 1] ?? ''),
      samples.slice(index, index + 3).join(''),
    ];
    for (const pump of new Set(pumps)) {
      for (const prefix of ['', samples.slice(0, index).join('')]) {
        const body = prefix + pump.repeat(Math.ceil(length / pump.length)).slice(0, length);
        attacks.add(body);
        attacks.add(`${body}\0`);
      }
    }
  }
  const all = samples.join('');
  if (all !== '') attacks.add(`${all.repeat(Math.ceil(length / all.length)).slice(0, length)}\0`);
  return [...attacks];
};
