import type { JsonObject } from '../../../src/json/json-value.ts';
import type { PlacedDiagnostic } from '../check/check-text.ts';
import { jsonPositions } from '../check/position.ts';
import { readDocuments, type JsonDocument } from '../json-documents.ts';
import { momentOf } from '../moment.ts';
import type { CallerRequest, TestCase } from './test-case.ts';
import { issuesOfRequest, issuesOfTests } from './test-issues.ts';

/** The tests of a file, or everything that is wrong with it. */
export interface TestFile {
  readonly tests: readonly TestCase[];
  readonly diagnostics: readonly PlacedDiagnostic[];
}

/** Reads the text of a test file: `policy/policy-tests.schema.json` says what may stand in it. */
export const readTestFile = (text: string): TestFile => {
  const { documents, diagnostics } = readDocuments(text);
  const [document, second] = documents;
  if (document === undefined || diagnostics.length > 0) return { tests: [], diagnostics };
  if (second === undefined) return readTests(document);
  const detail =
    'A test file is one JSON object, for example {"tests": []}; here a second one begins.';
  return { tests: [], diagnostics: [second.placed({ pointer: '', code: 'wrong-type', detail })] };
};

/** Reads a document that is a test file. */
export const readTests = (document: JsonDocument): TestFile => {
  const issues = issuesOfTests(document);
  if (issues.length > 0) {
    return { tests: [], diagnostics: inOrder(issues.map(document.placed)) };
  }
  const { tests } = document.value as {
    tests: readonly (CheckedRequest & Pick<TestCase, 'name' | 'expect'>)[];
  };
  const { of, textAt } = jsonPositions(document.text);
  return {
    tests: tests.map((test, index) => ({
      name: test.name,
      expect: test.expect,
      line: document.line + of(['tests', String(index)]).line - 1,
      ...requestOf(test, textAt(['tests', String(index), 'request'])),
    })),
    diagnostics: [],
  };
};

/** Reads a document that is one request with its caller, as a line of JSON lines is: a test without what is expected. */
export const readRequest = (
  document: JsonDocument,
): {
  readonly request?: CallerRequest & { readonly name?: string };
  readonly diagnostics: readonly PlacedDiagnostic[];
} => {
  const { value, text, placed } = document;
  const issues = issuesOfRequest(document);
  if (issues.length > 0) return { diagnostics: inOrder(issues.map(placed)) };
  const request = value as CheckedRequest & { readonly name?: string };
  const { name } = request;
  return {
    request: {
      ...requestOf(request, jsonPositions(text).textAt(['request'])),
      ...(name !== undefined && { name }),
    },
    diagnostics: [],
  };
};

/** What the schema has admitted. */
interface CheckedRequest {
  readonly caller?: string;
  readonly groups?: readonly string[];
  readonly at?: string;
  readonly request: JsonObject;
}

const requestOf = (
  { caller, groups, at, request }: CheckedRequest,
  body?: string,
): CallerRequest => {
  const requestTime = at === undefined ? undefined : momentOf(at);
  return {
    body: body ?? JSON.stringify(request),
    ...(caller !== undefined && { caller }),
    ...(groups !== undefined && { groups }),
    ...(requestTime !== undefined && { requestTime }),
  };
};

const inOrder = (diagnostics: readonly PlacedDiagnostic[]): PlacedDiagnostic[] =>
  diagnostics.toSorted((a, b) => a.line - b.line || a.column - b.column);
