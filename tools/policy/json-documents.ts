import type { Issue } from '../../src/json/issue.ts';
import { isJsonArray } from '../../src/json/json-value.ts';
import { fromPointer } from '../../src/json/pointer.ts';
import type { PlacedDiagnostic } from './check/check-text.ts';
import { jsonPositions, type Position } from './check/position.ts';

/** One JSON document of a file, which may hold several of them, one behind the other. */
export interface JsonDocument {
  readonly value: unknown;
  readonly text: string;
  /** The line in the file on which it begins. */
  readonly line: number;
  /** An issue of it as an error, with its place in the file. */
  readonly placed: (issue: Issue) => PlacedDiagnostic;
  /** The elements of a list, each as a document. */
  readonly items: () => readonly JsonDocument[];
}

/** The JSON documents of a file, and where it stops being JSON. */
export interface JsonDocuments {
  readonly documents: readonly JsonDocument[];
  readonly diagnostics: readonly PlacedDiagnostic[];
}

/**
 * Reads a text that holds one JSON document or several, as JSON lines do and as the pages of a listing
 * that one call after the other appends to a file.
 *
 * @example readDocuments('{"a": 1}\n{"a": 2}\n').documents.map(({ value }) => value) // [{ a: 1 }, { a: 2 }]
 */
export const readDocuments = (text: string): JsonDocuments => {
  const documents: JsonDocument[] = [];
  const positionAt = positionsIn(text);
  for (const [start, end] of extentsOf(text)) {
    const part = text.slice(start, end);
    const base = positionAt(start);
    try {
      documents.push(documentOf(JSON.parse(part), part, base));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const issue = { pointer: '', code: 'malformed-json', detail: `Not JSON: ${why}.` };
      return { documents, diagnostics: [placedIn(part, base)(issue)] };
    }
  }
  if (documents.length > 0) return { documents, diagnostics: [] };
  const detail = 'The file is empty.';
  const diagnostic = { pointer: '', code: 'malformed-json', detail, line: 1, column: 1 } as const;
  return { documents, diagnostics: [{ severity: 'error', ...diagnostic }] };
};

const documentOf = (value: unknown, text: string, base: Position): JsonDocument => ({
  value,
  text,
  line: base.line,
  placed: placedIn(text, base),
  items: () => {
    const { of, textAt } = jsonPositions(text);
    return (isJsonArray(value) ? value : []).map((item, index) => {
      const at = [String(index)];
      return documentOf(item, textAt(at) ?? '', shifted(of(at), base));
    });
  },
});

const placedIn =
  (text: string, base: Position) =>
  (issue: Issue): PlacedDiagnostic => {
    const { mistake, of } = jsonPositions(text);
    const place = mistake ?? of(fromPointer(issue.pointer));
    return { severity: 'error', ...issue, ...shifted(place, base) };
  };

/** A position in a part of a text as one in the whole. */
const shifted = ({ line, column }: Position, base: Position): Position => ({
  line: base.line + line - 1,
  column: line === 1 ? base.column + column - 1 : column,
});

/** A text, a bracket, or anything else that is not white space. */
const token = /"[^"\\]*(?:\\.[^"\\]*)*"?|[[\]{}]|[^\s"[\]{}]+/gs;

/** Where each document begins and ends; what is not JSON stands in one of them. */
const extentsOf = (text: string): (readonly [start: number, end: number])[] => {
  const extents: (readonly [number, number])[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: part, index } of text.matchAll(token)) {
    if (depth === 0) start = index;
    if (part === '{' || part === '[') depth += 1;
    if (part === '}' || part === ']') depth -= 1;
    if (depth <= 0) {
      extents.push([start, index + part.length]);
      depth = 0;
    }
  }
  if (depth > 0) extents.push([start, text.length]);
  return extents;
};

/** Tells the positions of offsets that are asked for in ascending order. */
const positionsIn = (text: string): ((offset: number) => Position) => {
  const ends = text.matchAll(/\r\n|\n|\r/g);
  let next = ends.next();
  let line = 1;
  let start = 0;
  return (offset) => {
    while (next.done !== true && next.value.index < offset) {
      start = next.value.index + next.value[0].length;
      line += 1;
      next = ends.next();
    }
    return { line, column: offset - start + 1 };
  };
};
