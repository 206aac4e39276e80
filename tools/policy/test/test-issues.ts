import { createRequire } from 'node:module';
import type * as Ajv from 'ajv/dist/2020.js';
import testsSchema from '../../../policy/policy-tests.schema.json' with { type: 'json' };
import { quote, type Issue } from '../../../src/json/issue.ts';
import { isJsonArray, isJsonObject } from '../../../src/json/json-value.ts';
import { fromPointer, toPointer } from '../../../src/json/pointer.ts';
import { scanJson } from '../../../src/json/scan.ts';
import { explain } from '../../../src/schema/explain.ts';
import { schemaDocument } from '../../../src/schema/member-schema.ts';
import type { JsonDocument } from '../json-documents.ts';
import { momentForms, momentOf } from '../moment.ts';

const require = createRequire(import.meta.url);

/** AJV is loaded when it is first needed: the other commands need none of it. */
const compile = (schema: object): Ajv.ValidateFunction => {
  const { Ajv2020 } = require('ajv/dist/2020.js') as typeof Ajv;
  return new Ajv2020({ allErrors: true, messages: false }).compile(schema);
};

/** Prepares to say everything that is wrong with a document under a schema. */
const checkOf = (
  schema: typeof testsSchema | object,
  name: string,
): ((document: unknown) => Issue[]) => {
  let validate: Ajv.ValidateFunction | undefined;
  const about = { ...schemaDocument(schema), name };
  return (document) => {
    validate ??= compile(schema);
    if (validate(document)) return [];
    const errors = validate.errors ?? [];
    return [
      ...explain(
        about,
        errors.filter(({ schemaPath }) => !/\/oneOf(?:$|\/)/.test(schemaPath)),
        document,
      ).map((issue) =>
        issue.code === 'invalid-tag-key' ? { ...issue, code: 'invalid-pointer' } : issue,
      ),
      ...errors
        .filter(({ keyword }) => keyword === 'oneOf')
        .map(({ instancePath }) => eitherOr(instancePath)),
    ];
  };
};

const eitherOr = (pointer: string): Issue => ({
  pointer,
  code: 'expectation-unclear',
  detail:
    '"expect" says either "created": true, with "values", "grant" and "warnings", or "refused", with "status" and "code"; for example {"created": true} or {"refused": []}.',
});

const checkTests = checkOf(testsSchema, 'a test file');
const { expect: _, ...requestMembers } = testsSchema.$defs.Test.properties;
const { $id: __, ...rest } = testsSchema;
const checkRequest = checkOf(
  {
    $defs: rest.$defs,
    type: 'object',
    required: ['request'],
    additionalProperties: false,
    properties: { ...requestMembers, expect: {} },
  },
  'a request with its caller',
);

/** Everything that is wrong with a document that is to be a test file. */
export const issuesOfTests = ({ value, text }: Pick<JsonDocument, 'value' | 'text'>): Issue[] => {
  const tests = isJsonObject(value) && isJsonArray(value['tests']) ? value['tests'] : [];
  return [
    ...repeatedMembers(text, ['tests', '*', 'request']),
    ...checkTests(value),
    ...tests.flatMap((test, index) => timeIssues(test, `/tests/${index}`)),
    ...repeatedNames(tests),
  ];
};

/** Everything that is wrong with a document that is to be one request with its caller. */
export const issuesOfRequest = ({ value, text }: Pick<JsonDocument, 'value' | 'text'>): Issue[] => [
  ...repeatedMembers(text, ['request']),
  ...checkRequest(value),
  ...timeIssues(value, ''),
];

/** A time that is written like one, on a day or at an hour that there is not. */
const timeIssues = (request: unknown, at: string): Issue[] => {
  const time = isJsonObject(request) ? request['at'] : undefined;
  if (typeof time !== 'string' || !atPattern.test(time) || momentOf(time) !== undefined) return [];
  const detail = `There is no time ${quote(time)}; "at" is ${momentForms}.`;
  return [{ pointer: `${at}/at`, code: 'no-such-time', detail }];
};

const atPattern = new RegExp(testsSchema.$defs.Test.properties.at.pattern);

const repeatedNames = (tests: readonly unknown[]): Issue[] => {
  const seen = new Set<string>();
  return tests.flatMap((test, index) => {
    const name = isJsonObject(test) ? test['name'] : undefined;
    if (typeof name !== 'string') return [];
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const detail = `Another test is named ${quote(name)}; each needs a name of its own, since what fails is called by it.`;
    return [{ pointer: toPointer(['tests', index, 'name']), code: 'test-name-repeated', detail }];
  });
};

/** Members that stand twice, but in a request: what those do is for the function to say. */
const repeatedMembers = (text: string, request: readonly string[]): Issue[] =>
  scanJson(text, Infinity)
    .duplicates.filter(({ pointer }) => {
      const segments = fromPointer(pointer);
      return !(
        segments.length > request.length &&
        request.every((one, at) => one === '*' || one === segments[at])
      );
    })
    .map(({ pointer, name }) => ({
      pointer,
      code: 'duplicate-member',
      detail: `The member ${quote(name)} stands twice in one object; JSON readers would keep one of them silently.`,
    }));
