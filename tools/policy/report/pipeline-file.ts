import type { Issue } from '../../../src/json/issue.ts';
import { isJsonArray, isJsonObject, jsonTypeOf } from '../../../src/json/json-value.ts';
import { childPointer } from '../../../src/json/pointer.ts';
import type { PlacedDiagnostic } from '../check/check-text.ts';
import { readDocuments } from '../json-documents.ts';
import { isPipeline, pipelineOf, type ExistingPipeline } from './pipeline.ts';

/** The member of a page of ListImagePipelines that holds the pipelines. */
export const listMember = 'imagePipelineList';

/** The pipelines of a file, or everything that is wrong with it. */
export interface PipelineFile {
  readonly pipelines: readonly ExistingPipeline[];
  readonly diagnostics: readonly PlacedDiagnostic[];
}

/** Reads the text of a file that holds pages of ListImagePipelines, one or several, or a list of pipelines. */
export const readPipelineFile = (text: string): PipelineFile => {
  const { documents, diagnostics } = readDocuments(text);
  if (diagnostics.length > 0) return { pipelines: [], diagnostics };
  const read = documents.map(({ value, placed }) => {
    const { pipelines, issues } = pipelinesIn(value);
    return { pipelines, diagnostics: issues.map(placed) };
  });
  return {
    pipelines: read.flatMap((one) => one.pipelines),
    diagnostics: read.flatMap((one) => one.diagnostics),
  };
};

interface Read {
  readonly pipelines: readonly ExistingPipeline[];
  readonly issues: readonly Issue[];
}

/** The pipelines of a page, of a list of pages or pipelines, or the one that a document is. */
export const pipelinesIn = (value: unknown, pointer = ''): Read => {
  if (isJsonArray(value)) return eachOf(value, pointer);
  if (isJsonObject(value) && Object.hasOwn(value, listMember)) {
    const at = childPointer(pointer, listMember);
    const list = value[listMember];
    return isJsonArray(list) ? eachOf(list, at) : notA('a list of image pipelines', list, at);
  }
  return isPipeline(value)
    ? { pipelines: [pipelineOf(value)], issues: [] }
    : notA('an image pipeline, with its "name" and "arn"', value, pointer);
};

const eachOf = (items: readonly unknown[], pointer: string): Read => {
  const read = items.map((item, index) => pipelinesIn(item, childPointer(pointer, index)));
  return {
    pipelines: read.flatMap(({ pipelines }) => pipelines),
    issues: read.flatMap(({ issues }) => issues),
  };
};

const notA = (what: string, value: unknown, pointer: string): Read => {
  const got = isJsonObject(value) ? 'an object without them' : jsonTypeOf(value);
  const detail = `Expected ${pointer === '' ? 'the output of "aws imagebuilder list-image-pipelines"' : what}; got ${got}.`;
  return { pipelines: [], issues: [{ pointer, code: 'wrong-type', detail }] };
};
