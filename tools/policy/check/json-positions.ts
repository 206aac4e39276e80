import { type JsonToken, jsonTokens } from './json-tokens.ts';

/** A place in a text, as editors count: from 1, columns in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where the parts of a JSON text stand. */
export interface JsonPositions {
  /** Where the text stops being JSON; `undefined` for a text that is. */
  readonly mistake: Position | undefined;
  /**
   * Where a member's name or an element begins, given its unescaped pointer segments. What leads
   * nowhere, as to a member that is missing, has the place of the suggest thing on its way.
   */
  readonly of: (segments: readonly string[]) => Position;
}

/**
 * Finds where the parts of a JSON text stand. It takes what `JSON.parse` takes, and of members that
 * one object holds twice it knows the last, which is the one that counts.
 *
 * The time is linear in the length of the text; the depth of its nesting is bounded by memory alone.
 *
 * @example jsonPositions('{\n  "a": [1]\n}').of(['a', '0']) // { line: 2, column: 9 }
 */
export const jsonPositions = (text: string): JsonPositions => {
  const { root, mistake } = scan(text);
  const lines = lineStarts(text);
  return {
    mistake: mistake === undefined ? undefined : positionAt(lines, mistake),
    of: (segments) => {
      let part = root;
      for (const segment of segments) {
        const inner = part?.parts.get(segment);
        if (inner === undefined) break;
        part = inner;
      }
      return positionAt(lines, part?.start ?? 0);
    },
  };
};

const lineStarts = (text: string): readonly number[] => [
  0,
  ...Array.from(text.matchAll(/\r\n|\n|\r/g), ({ 0: end, index }) => index + end.length),
];

const positionAt = (lines: readonly number[], index: number): Position => {
  let line = 0;
  let beyond = lines.length;
  while (beyond - line > 1) {
    const middle = (line + beyond) >> 1;
    if ((lines[middle] ?? 0) <= index) line = middle;
    else beyond = middle;
  }
  return { line: line + 1, column: index - (lines[line] ?? 0) + 1 };
};

/** A value of the text: where it, or its name, begins, and what is in it. */
interface Part {
  readonly start: number;
  readonly closedBy: '}' | ']' | undefined;
  readonly parts: Map<string, Part>;
}

/** What may come next. */
type Expected = 'value' | 'first value' | 'name' | 'first name' | 'colon' | 'comma' | 'end';

const values: readonly JsonToken['kind'][] = ['{', '[', 'text', 'scalar'];
const takes: Readonly<Record<Expected, readonly JsonToken['kind'][]>> = {
  value: values,
  'first value': [...values, ']'],
  name: ['text'],
  'first name': ['text', '}'],
  colon: [':'],
  comma: [',', '}', ']'],
  end: ['end'],
};

/** Reads the whole text, or up to its first mistake. */
const scan = (text: string): { root: Part | undefined; mistake?: number } => {
  let root: Part | undefined;
  const open: Part[] = [];
  let expected: Expected = 'value';
  let name: { readonly text: string; readonly start: number } | undefined;
  for (const { kind, start, end } of jsonTokens(text)) {
    const holder = open.at(-1);
    const isWrongEnd = (kind === '}' || kind === ']') && kind !== holder?.closedBy;
    if (isWrongEnd || !takes[expected].includes(kind)) return { root, mistake: start };
    if (kind === 'end') break;
    if (kind === '}' || kind === ']') {
      open.pop();
      expected = open.length === 0 ? 'end' : 'comma';
    } else if (kind === ',') {
      expected = holder?.closedBy === '}' ? 'name' : 'value';
    } else if (kind === ':') {
      expected = 'value';
    } else if (expected === 'name' || expected === 'first name') {
      name = { text: String(JSON.parse(text.slice(start, end))), start };
      expected = 'colon';
    } else {
      const part: Part = {
        start: name?.start ?? start,
        closedBy: closerOf(kind),
        parts: new Map(),
      };
      holder?.parts.set(name?.text ?? String(holder.parts.size), part);
      root ??= part;
      name = undefined;
      if (part.closedBy !== undefined) open.push(part);
      if (part.closedBy !== undefined) expected = kind === '{' ? 'first name' : 'first value';
      else expected = open.length === 0 ? 'end' : 'comma';
    }
  }
  return { root };
};

const closerOf = (kind: JsonToken['kind']): Part['closedBy'] => {
  if (kind === '{') return '}';
  return kind === '[' ? ']' : undefined;
};
