import type { Issue } from '../../../src/json/issue.ts';
import { isJsonArray, isJsonObject, jsonTypeOf } from '../../../src/json/json-value.ts';
import type { PlacedDiagnostic } from '../check/check-text.ts';
import { readDocuments, type JsonDocument } from '../json-documents.ts';
import type { ExistingPipeline } from '../report/pipeline.ts';
import { listMember, pipelinesIn } from '../report/pipeline-file.ts';
import type { CallerRequest } from '../test/test-case.ts';
import { readRequest, readTests } from '../test/test-file.ts';

/** A request that two policies are asked about, or a pipeline that stands for one. */
export type ComparedRequest = {
  /** What it is called: its own name, that of its pipeline, or its line. */
  readonly name: string;
  /** What tells it from others of its name: its file and line, or its ARN. */
  readonly place: string;
} & (
  | { readonly request: CallerRequest; readonly pipeline?: undefined }
  | { readonly pipeline: ExistingPipeline; readonly request?: undefined }
);

/** The requests of a file, or everything that is wrong with it. */
export interface RequestFile {
  readonly requests: readonly ComparedRequest[];
  readonly diagnostics: readonly PlacedDiagnostic[];
}

/**
 * Reads the text of a file of requests, told apart by their shape: JSON lines of requests with their
 * callers, a test file, or pipelines as ListImagePipelines returns them.
 */
export const readRequestFile = (file: string, text: string): RequestFile => {
  const { documents, diagnostics } = readDocuments(text);
  if (diagnostics.length > 0) return { requests: [], diagnostics };
  const read = documents.map((document) => readAny(file, document));
  return {
    requests: read.flatMap((one) => one.requests),
    diagnostics: read.flatMap((one) => one.diagnostics),
  };
};

const readAny = (file: string, document: JsonDocument): RequestFile => {
  const { value, placed, line } = document;
  if (isJsonObject(value) && Object.hasOwn(value, 'tests')) {
    const { tests, diagnostics } = readTests(document);
    const requests = tests.map(({ name, ...request }) => ({
      name,
      place: `${file}:${request.line}`,
      request,
    }));
    return { requests, diagnostics };
  }
  if (isJsonObject(value) && Object.hasOwn(value, 'request')) {
    const { request, diagnostics } = readRequest(document);
    if (request === undefined) return { requests: [], diagnostics };
    const place = `${file}:${line}`;
    return {
      requests: [{ name: nameOf(request, value['request'], place), place, request }],
      diagnostics,
    };
  }
  if (isJsonArray(value) && value.some(isOfRequests)) {
    const parts = document.items().map((item) => readAny(file, item));
    return {
      requests: parts.flatMap((one) => one.requests),
      diagnostics: parts.flatMap((one) => one.diagnostics),
    };
  }
  const isOfPipelines =
    isJsonArray(value) ||
    (isJsonObject(value) && (Object.hasOwn(value, listMember) || 'arn' in value));
  if (!isOfPipelines) return { requests: [], diagnostics: [placed(notKnown(value))] };
  const { pipelines, issues } = pipelinesIn(value);
  return {
    requests: pipelines.map((pipeline) => {
      const { name, arn = name } = pipeline;
      return { name, place: arn, pipeline };
    }),
    diagnostics: issues.map(placed),
  };
};

const isOfRequests = (value: unknown): boolean =>
  isJsonObject(value) && (Object.hasOwn(value, 'request') || Object.hasOwn(value, 'tests'));

/** Requests of which no two are called the same, as far as their places tell them apart. */
export const withDistinctNames = (requests: readonly ComparedRequest[]): ComparedRequest[] => {
  const byName = Map.groupBy(requests, ({ name }) => name);
  return requests.map((one) => {
    const { name, place } = one;
    if (byName.get(name)?.length === 1 || place === name) return one;
    return { ...one, name: one.pipeline === undefined ? `${name} (${place})` : place };
  });
};

const nameOf = ({ name }: { readonly name?: string }, request: unknown, place: string): string => {
  if (name !== undefined) return name;
  const own = isJsonObject(request) ? request['name'] : undefined;
  return typeof own === 'string' && own !== '' ? own : place;
};

const notKnown = (value: unknown): Issue => ({
  pointer: '',
  code: 'wrong-type',
  detail: `Expected a request with its caller, for example {"caller": "jwt:ana", "request": {"name": "web-server"}}, a test file, or pipelines as "aws imagebuilder list-image-pipelines" prints them; got ${isJsonObject(value) ? `an object with ${Object.keys(value).slice(0, 5).join(', ') || 'nothing in it'}` : jsonTypeOf(value)}.`,
});
