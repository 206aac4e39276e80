import * as sdk from '@aws-sdk/client-imagebuilder';
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
import { serviceExceptionStatuses } from '../../../local/image-builder/exceptions.ts';
import type { CreateImagePipelineRequest } from '../../../src/core/create-image-pipeline-request.ts';
import {
  declaredExceptions,
  inputShape,
  modelExceptions,
  shapeNames,
  shapeOf,
} from '../../support/service-model.ts';
import { differences, shapeOfModel, shapeOfSdkSchema } from './service-shape.ts';

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

const modelShape = shapeOfModel(inputShape);

describe('the service model beside the installed SDK', () => {
  it('has the very members, types and required members that the SDK sends', () => {
    expect(differences(shapeOfSdkSchema(CreateImagePipelineRequest$), modelShape)).toEqual([]);
  });

  it.each(shapeNames.filter((name) => shapeOf(name).enum !== undefined))(
    'has the values of %s',
    (name) => {
      const values = Object.values(Object(sdk[name as keyof typeof sdk]) as object);
      expect(values.sort()).toEqual([...(shapeOf(name).enum ?? [])].sort());
    },
  );

  it("has the exceptions that the embedded service answers with, which are the SDK's", () => {
    expect(modelExceptions).toEqual(serviceExceptionStatuses);
    expect(Object.keys(modelExceptions)).toEqual(expect.arrayContaining([...declaredExceptions]));
  });

  it.each<[string, unknown, string]>([
    [
      'a member of the request',
      structureWith(CreateImagePipelineRequest$, 'priority', 0),
      'the request: AWS knows "priority", the model does not',
    ],
    [
      'a structure',
      structureWith(CreateImagePipelineRequest$, 'retries', () => AutoDisablePolicy$),
      'the request: AWS knows "retries", the model does not',
    ],
    [
      'a member of a structure',
      inSchedule(structureWith(Schedule$, 'endTime', 0)),
      'the request.schedule: AWS knows "endTime", the model does not',
    ],
    [
      'a member of a structure in a structure',
      structureWith(CreateImagePipelineRequest$, 'imageScanningConfiguration', () =>
        structureWith(ImageScanningConfiguration$, 'ecrConfiguration', () =>
          structureWith(EcrConfiguration$, 'registryId', 0),
        ),
      ),
      'the request.imageScanningConfiguration.ecrConfiguration: AWS knows "registryId", the model does not',
    ],
    [
      'a member of a list of structures',
      inWorkflows(structureWith(WorkflowConfiguration$, 'timeoutMinutes', 1)),
      'the request.workflows[]: AWS knows "timeoutMinutes", the model does not',
    ],
    [
      'a member of a list in a list',
      inWorkflows(
        structureWith(WorkflowConfiguration$, 'parameters', [
          ...[1, 'ns', 'List', 0],
          () => structureWith(WorkflowParameter$, 'secret', 2),
        ]),
      ),
      'the request.workflows[].parameters[]: AWS knows "secret", the model does not',
    ],
    [
      'another plain type',
      inSchedule(structureWith(Schedule$, 'timezone', 1)),
      'the request.schedule.timezone: a number at AWS, a string in the model',
    ],
    [
      'a list for a text',
      structureWith(CreateImagePipelineRequest$, 'executionRole', 64 | 0),
      'the request.executionRole: a list at AWS, a string in the model',
    ],
    [
      'a map of lists for a map of texts',
      structureWith(CreateImagePipelineRequest$, 'tags', [2, 'ns', 'Map', 0, 0, 64 | 0]),
      'the request.tags[]: a list at AWS, a string in the model',
    ],
    [
      'a list of numbers for a list of texts',
      inWorkflows(
        structureWith(WorkflowConfiguration$, 'parameters', [
          ...[1, 'ns', 'List', 0],
          () => structureWith(WorkflowParameter$, 'value', 64 | 1),
        ]),
      ),
      'the request.workflows[].parameters[].value[]: a number at AWS, a string in the model',
    ],
    [
      'one required member more',
      structureRequiring(CreateImagePipelineRequest$, 3),
      'the request.description: required is true at AWS, false in the model',
    ],
    [
      'one required member less',
      inWorkflows(structureRequiring(WorkflowConfiguration$, 0)),
      'the request.workflows[].workflowArn: required is false at AWS, true in the model',
    ],
    [
      'a token that the SDK no longer fills in',
      structureWith(CreateImagePipelineRequest$, 'clientToken', 0),
      'the request.clientToken: required is false at AWS, true in the model',
    ],
  ])('turns red when AWS has %s', (_, schema, difference) => {
    expect(differences(shapeOfSdkSchema(schema), modelShape)).toContain(difference);
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
