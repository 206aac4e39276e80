import { existsSync, readFileSync } from 'node:fs';
import {
  AutoDisablePolicy$,
  CreateImagePipelineRequest$,
  EcrConfiguration$,
  ImageScanningConfiguration$,
  Schedule$,
  WorkflowConfiguration$,
  WorkflowParameter$,
  type CreateImagePipelineRequest as SdkRequest,
} from '@aws-sdk/client-imagebuilder';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { isJsonObject, type JsonObject } from '../../../src/json/json-value.ts';
import type { CreateImagePipelineRequest } from '../../../src/core/create-image-pipeline-request.ts';
import requestSchema from '../../../src/schema/create-image-pipeline-request.schema.json' with { type: 'json' };
import { absent, withMember } from './broken-request.ts';
import {
  differences,
  shapeOfJsonSchema,
  shapeOfSdkSchema,
  type ShapedSchema,
} from './service-shape.ts';

/** A schema tuple of the SDK's for a structure, as its own types have it. */
type Structure = typeof CreateImagePipelineRequest$;

/** A copy of a structure of the SDK's with one member more, or another schema for one that it has. */
const structureWith = (structure: Structure, name: string, schema: unknown): unknown => {
  const [kind, namespace, shape, traits, names, schemas, required] = structure;
  return names.includes(name)
    ? [
        ...[kind, namespace, shape, traits, names],
        ...[schemas.map((own, index) => (names[index] === name ? schema : own)), required],
      ]
    : [kind, namespace, shape, traits, [...names, name], [...schemas, schema], required];
};

/** A copy of a structure of the SDK's that requires another number of its members. */
const structureRequiring = (structure: Structure, count: number): unknown =>
  structure.with(6, count);

const inSchedule = (schedule: unknown): unknown =>
  structureWith(CreateImagePipelineRequest$, 'schedule', () => schedule);
const inWorkflows = (workflow: unknown): unknown =>
  structureWith(CreateImagePipelineRequest$, 'workflows', () => [
    1,
    'ns',
    'List',
    0,
    () => workflow,
  ]);

const jsonSchema: ShapedSchema = requestSchema;
const sdkShape = shapeOfSdkSchema(CreateImagePipelineRequest$);

describe('the JSON Schema beside the installed SDK', () => {
  it('has the very members, types and required members that the SDK sends', () => {
    expect(differences(sdkShape, shapeOfJsonSchema(jsonSchema))).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    [
      'a member of the request',
      structureWith(CreateImagePipelineRequest$, 'priority', 0),
      'the request: AWS knows "priority", the JSON Schema does not',
    ],
    [
      'a structure',
      structureWith(CreateImagePipelineRequest$, 'retries', () => AutoDisablePolicy$),
      'the request: AWS knows "retries", the JSON Schema does not',
    ],
    [
      'a member of a structure',
      inSchedule(structureWith(Schedule$, 'endTime', 0)),
      'the request.schedule: AWS knows "endTime", the JSON Schema does not',
    ],
    [
      'a member of a structure in a structure',
      structureWith(CreateImagePipelineRequest$, 'imageScanningConfiguration', () =>
        structureWith(ImageScanningConfiguration$, 'ecrConfiguration', () =>
          structureWith(EcrConfiguration$, 'registryId', 0),
        ),
      ),
      'the request.imageScanningConfiguration.ecrConfiguration: AWS knows "registryId", the JSON Schema does not',
    ],
    [
      'a member of a list of structures',
      inWorkflows(structureWith(WorkflowConfiguration$, 'timeoutMinutes', 1)),
      'the request.workflows[]: AWS knows "timeoutMinutes", the JSON Schema does not',
    ],
    [
      'a member of a list in a list',
      inWorkflows(
        structureWith(WorkflowConfiguration$, 'parameters', [
          ...[1, 'ns', 'List', 0],
          () => structureWith(WorkflowParameter$, 'secret', 2),
        ]),
      ),
      'the request.workflows[].parameters[]: AWS knows "secret", the JSON Schema does not',
    ],
    [
      'another plain type',
      inSchedule(structureWith(Schedule$, 'timezone', 1)),
      'the request.schedule.timezone: a number at AWS, a string in the JSON Schema',
    ],
    [
      'a list for a text',
      structureWith(CreateImagePipelineRequest$, 'executionRole', 64 | 0),
      'the request.executionRole: a list at AWS, a string in the JSON Schema',
    ],
    [
      'a map of lists for a map of texts',
      structureWith(CreateImagePipelineRequest$, 'tags', [2, 'ns', 'Map', 0, 0, 64 | 0]),
      'the request.tags[]: a list at AWS, a string in the JSON Schema',
    ],
    [
      'a list of numbers for a list of texts',
      inWorkflows(
        structureWith(WorkflowConfiguration$, 'parameters', [
          ...[1, 'ns', 'List', 0],
          () => structureWith(WorkflowParameter$, 'value', 64 | 1),
        ]),
      ),
      'the request.workflows[].parameters[].value[]: a number at AWS, a string in the JSON Schema',
    ],
    [
      'one required member more',
      structureRequiring(CreateImagePipelineRequest$, 3),
      'the request.description: required is true at AWS, false in the JSON Schema',
    ],
    [
      'one required member less',
      inWorkflows(structureRequiring(WorkflowConfiguration$, 0)),
      'the request.workflows[].workflowArn: required is false at AWS, true in the JSON Schema',
    ],
    [
      'a token that the SDK no longer fills in',
      structureWith(CreateImagePipelineRequest$, 'clientToken', 0),
      'the request.clientToken: required is false at AWS, true in the JSON Schema',
    ],
  ])('turns red when AWS has %s', (_, schema, difference) => {
    const found = differences(shapeOfSdkSchema(schema), shapeOfJsonSchema(jsonSchema));
    expect(found).toContain(difference);
  });

  it.each<[string, readonly string[], unknown, string]>([
    [
      'lacks a member',
      ['properties', 'loggingConfiguration'],
      absent,
      'the request: AWS knows "loggingConfiguration", the JSON Schema does not',
    ],
    [
      'lacks a member of a member',
      ['$defs', 'Schedule', 'properties', 'autoDisablePolicy'],
      absent,
      'the request.schedule: AWS knows "autoDisablePolicy", the JSON Schema does not',
    ],
    [
      'lacks a member of an item',
      ['$defs', 'WorkflowConfiguration', 'properties', 'onFailure'],
      absent,
      'the request.workflows[]: AWS knows "onFailure", the JSON Schema does not',
    ],
    [
      'has a member too many',
      ['$defs', 'Schedule', 'properties', 'endTime'],
      { type: 'string' },
      'the request.schedule: the JSON Schema knows "endTime", AWS does not',
    ],
    [
      'has another type',
      ['$defs', 'AutoDisableFailureCount', 'type'],
      'string',
      'the request.schedule.autoDisablePolicy.failureCount: a number at AWS, a string in the JSON Schema',
    ],
    [
      'requires nothing',
      ['required'],
      [],
      'the request.name: required is true at AWS, false in the JSON Schema',
    ],
    [
      'requires one member more',
      ['$defs', 'EcrConfiguration', 'required'],
      ['repositoryName'],
      'the request.imageScanningConfiguration.ecrConfiguration.repositoryName: required is false at AWS, true in the JSON Schema',
    ],
  ])('turns red when the JSON Schema %s', (_, path, value, difference) => {
    const doctored = withMember(jsonSchema, path, value) as ShapedSchema;
    expect(differences(sdkShape, shapeOfJsonSchema(doctored))).toContain(difference);
  });

  it.each([[21], [4], [[4, 'ns', 'Union', 0, ['a'], [0]]], ['text'], [undefined]])(
    'turns red when the SDK describes a member in a way that nobody foresaw: %j',
    (schema) => {
      const doctored = structureWith(CreateImagePipelineRequest$, 'name', schema);
      expect(() => shapeOfSdkSchema(doctored)).toThrow(TypeError);
    },
  );
});

/** Every path of a type's members: `.schedule.timezone`, `.workflows[].workflowArn`, `.tags{}`. */
type PathsOf<Type> =
  NonNullable<Type> extends infer Value
    ? Value extends readonly (infer Item)[]
      ? `[]${PathsOf<Item>}`
      : Value extends object
        ? string extends keyof Value
          ? '{}'
          : { [Key in keyof Value & string]: `.${Key}${'' | PathsOf<Value[Key]>}` }[keyof Value &
              string]
        : ''
    : never;

type RequiredKeys<Type> = {
  [Key in keyof Type]-?: object extends Pick<Type, Key> ? never : Key;
}[keyof Type];

// Held by the compiler: `tsc` is red where one of these is not so.
describe("the core's own type beside the SDK's", () => {
  it('has the same members at every depth', () => {
    expectTypeOf<keyof CreateImagePipelineRequest>().toEqualTypeOf<keyof SdkRequest>();
    expectTypeOf<PathsOf<CreateImagePipelineRequest>>().toEqualTypeOf<PathsOf<SdkRequest>>();
    expectTypeOf<'.schedule.timezone'>().toExtend<PathsOf<SdkRequest>>();
    expectTypeOf<'.workflows[].parameters[].value[]'>().toExtend<PathsOf<SdkRequest>>();
  });

  it('requires what the SDK requires and, since a retry must carry the same one, the client token', () => {
    expectTypeOf<RequiredKeys<CreateImagePipelineRequest>>().toEqualTypeOf<
      RequiredKeys<SdkRequest> | 'clientToken'
    >();
  });

  it("can be sent as the SDK's without a cast", () => {
    expectTypeOf<CreateImagePipelineRequest>().toExtend<SdkRequest>();
  });
});

/** The service model of AWS may lie beside the repository; the tables of these tests hold the same facts. */
const modelFile = new URL('../../../../shared/create-image-pipeline.model.json', import.meta.url);
const isPresent = existsSync(modelFile);

/** A shape of the service model, botocore's form. */
interface ModelShape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly [constraint: string]: unknown;
}

interface Model {
  readonly operation: { readonly input: { readonly shape: string } };
  readonly shapes: Readonly<Record<string, ModelShape>>;
}

const emptyModel: Model = { operation: { input: { shape: 'Input' } }, shapes: {} };
const model = isPresent ? (JSON.parse(readFileSync(modelFile, 'utf8')) as Model) : emptyModel;
const input = model.operation.input.shape;

const jsonTypes: Readonly<Record<string, string>> = {
  structure: 'object',
  map: 'object',
  list: 'array',
  integer: 'integer',
  string: 'string',
  boolean: 'boolean',
};

const bounds: Readonly<Record<string, readonly [min: string, max: string]>> = {
  string: ['minLength', 'maxLength'],
  integer: ['minimum', 'maximum'],
  list: ['minItems', 'maxItems'],
  map: ['minProperties', 'maxProperties'],
};

const referenceTo = ({ shape }: { readonly shape: string }) => ({ $ref: `#/$defs/${shape}` });

/** A shape of the service model in the words of JSON Schema; a fact it has no word for stays as it is. */
const jsonSchemaOf = (shape: ModelShape): JsonObject => {
  const { type, min, max, members, member, key, value, ...rest } = shape;
  const [least = 'min', most = 'max'] = bounds[type] ?? [];
  return {
    ...rest,
    type: jsonTypes[type] ?? type,
    ...(min !== undefined && { [least]: min }),
    ...(max !== undefined && { [most]: max }),
    ...(member !== undefined && { items: referenceTo(member) }),
    ...(key !== undefined && { propertyNames: referenceTo(key) }),
    ...(value !== undefined && { additionalProperties: referenceTo(value) }),
    ...(members !== undefined && {
      additionalProperties: false,
      properties: Object.fromEntries(
        Object.entries(members).map(([name, target]) => [name, referenceTo(target)]),
      ),
    }),
  };
};

const explanations = new Set(['$schema', '$id', '$defs', 'title', 'description', 'examples']);

/** A schema less what explains it to people, at every depth, its members' names left alone. */
const bare = (schema: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => !explanations.has(keyword))
      .map(([keyword, value]) => {
        if (!isJsonObject(value)) return [keyword, value];
        if (keyword !== 'properties') return [keyword, bare(value)];
        const properties = Object.entries(value);
        return [
          keyword,
          Object.fromEntries(
            properties.map(([name, child]) => [name, isJsonObject(child) ? bare(child) : child]),
          ),
        ];
      }),
  );

const reachable = (name: string, found = new Set<string>()): ReadonlySet<string> => {
  const shape = model.shapes[name];
  if (shape === undefined || found.has(name)) return found;
  found.add(name);
  const { members = {}, member, key, value } = shape;
  for (const target of [...Object.values(members), member, key, value]) {
    if (target !== undefined) reachable(target.shape, found);
  }
  return found;
};

const definitions: Readonly<Record<string, JsonObject>> = requestSchema.$defs;
const shapeNames = [...reachable(input)].filter((name) => name !== input);

describe.skipIf(!isPresent)('the JSON Schema beside the service model', () => {
  it('is of the same operation, with every constraint of its input', () => {
    expect(requestSchema.title).toBe(input);
    expect(bare(requestSchema)).toEqual(jsonSchemaOf(model.shapes[input] ?? { type: '' }));
  });

  it('knows every shape that the input leads to, and no other', () => {
    expect(Object.keys(definitions).sort()).toEqual([...shapeNames].sort());
  });

  it.each(shapeNames)('has every constraint of %s, and no other', (name) => {
    const shape = model.shapes[name] ?? { type: '' };
    expect(bare(definitions[name] ?? {})).toEqual(jsonSchemaOf(shape));
  });
});
