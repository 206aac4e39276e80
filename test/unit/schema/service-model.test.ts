import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject } from '../../../src/json/json-value.ts';
import requestSchema from '../../../src/schema/create-image-pipeline-request.schema.json' with { type: 'json' };
import {
  inputShape,
  modelPlaces,
  shapeNames,
  shapeOf,
  type ModelShape,
} from '../../support/service-model.ts';

const jsonTypes: Readonly<Record<ModelShape['type'], string>> = {
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

const referenceTo = (shape: string) => ({ $ref: `#/$defs/${shape}` });

/** A shape of the service model in the words of JSON Schema; a fact it has no word for stays as it is. */
const jsonSchemaOf = (shape: ModelShape): JsonObject => {
  const { type, min, max, members, member, key, value, ...rest } = shape;
  const [least = 'min', most = 'max'] = bounds[type] ?? [];
  return {
    ...rest,
    type: jsonTypes[type],
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

const definitions: Readonly<Record<string, JsonObject>> = requestSchema.$defs;
const definedShapes = shapeNames.filter((name) => name !== inputShape);

describe('the JSON Schema beside the service model', () => {
  it('is of the same operation, with every constraint of its input', () => {
    expect(requestSchema.title).toBe(inputShape);
    expect(bare(requestSchema)).toEqual(jsonSchemaOf(shapeOf(inputShape)));
  });

  it('knows every shape that the input leads to, and no other', () => {
    const reached = new Set(modelPlaces.map(({ shape }) => shape));
    expect(Object.keys(definitions).sort()).toEqual([...definedShapes].sort());
    expect([...reached].sort()).toEqual([...definedShapes].sort());
  });

  it.each(definedShapes)('has every constraint of %s, and no other', (name) => {
    expect(bare(definitions[name] ?? {})).toEqual(jsonSchemaOf(shapeOf(name)));
  });

  it.each([
    ['a bound', { type: 'array', maxItems: 3 }],
    ['a keyword that nobody thought of', { multipleOf: 3 }],
    ['a member named like an explanation', { properties: { title: { type: 'string' } } }],
    ['a bound beside a reference', { properties: { x: { $ref: '#/$defs/TagKey', maxLength: 3 } } }],
  ])('would not miss %s that the JSON Schema got', (_, schema) => {
    expect(bare({ ...schema, title: 'x', description: 'x', examples: [] })).toEqual(schema);
  });
});
