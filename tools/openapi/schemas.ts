import requestSchema from '../../src/schema/create-image-pipeline-request.schema.json' with { type: 'json' };
import { isJsonObject, sameJson, type JsonObject } from '../../src/json/json-value.ts';

const prefix = '#/components/schemas/';

/** A reference to one of the document's schemas, with what is said of it in its place. */
export const schemaRef = (name: string, beside: JsonObject = {}): JsonObject => ({
  $ref: `${prefix}${name}`,
  ...beside,
});

const nameIn = (reference: unknown): string => String(reference).replace(/^.*\//, '');

/** A schema with its references leading into the document. */
const moved = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(moved);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([keyword, inner]) => [
      keyword,
      keyword === '$ref' ? `${prefix}${nameIn(inner)}` : moved(inner),
    ]),
  );
};

// A schema is an object, and stays one when its references are moved.
const shapes = new Map<string, JsonObject>(
  Object.entries(requestSchema.$defs).map(([name, shape]) => [name, moved(shape) as JsonObject]),
);
const members = moved(requestSchema.properties) as Readonly<Record<string, JsonObject>>;

/**
 * The shapes as a caller sends them. The organization's defaults are merged into objects and maps, so
 * what a caller leaves out of one may still come; a list is taken whole, so its items are complete.
 */
const partialShapes = new Map<string, JsonObject>();

const partial = (schema: JsonObject): JsonObject => {
  if (schema['$ref'] === undefined) return partialShape(schema);
  const name = nameIn(schema['$ref']);
  const shape = shapes.get(name) ?? {};
  const own = partialShape(shape);
  if (sameJson(own, shape)) return schema;
  partialShapes.set(`Partial${name}`, own);
  return { ...schema, $ref: `${prefix}Partial${name}` };
};

const partialShape = (shape: JsonObject): JsonObject => {
  if (shape['type'] !== 'object') return shape;
  const { required, minProperties, ...rest } = shape;
  const { properties, maxProperties } = rest;
  return {
    ...rest,
    ...(minProperties !== undefined && { title: `a map of up to ${String(maxProperties)} tags` }),
    ...(isJsonObject(properties) && { properties: eachOf(properties, partial) }),
  };
};

const eachOf = (schemas: JsonObject, change: (schema: JsonObject) => JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      isJsonObject(schema) ? change(schema) : schema,
    ]),
  );

const body: JsonObject = {
  title: 'a request to create an image pipeline',
  description:
    "The input of CreateImagePipeline, member for member. Only `name` must be sent: anything else may come from the organization's policy, and every rule holds for the request after its defaults. Nothing is coerced, trimmed or filled in; `null` and unknown members are errors.",
  type: 'object',
  required: ['name'],
  additionalProperties: false,
  properties: eachOf(members, partial),
};

const { clientToken, ...sentMembers } = members;
const { name, ...organizationMembers } = sentMembers;

const imagePipeline: JsonObject = {
  title: 'an image pipeline as it is sent to Image Builder',
  description:
    'The resolved request: what the caller said, the defaults and the enforced values. The client token stands beside it.',
  type: 'object',
  required: ['name', 'infrastructureConfigurationArn'],
  additionalProperties: false,
  properties: sentMembers,
};

const tags = (of: string): JsonObject => ({
  description: `Tags ${of}.`,
  type: 'object',
  additionalProperties: { type: 'string' },
});

const policyMembers: JsonObject = {
  title: 'members of CreateImagePipeline, in part',
  type: 'object',
  additionalProperties: false,
  properties: {
    ...eachOf(organizationMembers, partial),
    // Several layers together may state more tags than one pipeline can have.
    tags: tags('of the image pipeline'),
    imageTags: tags('of the images that scheduled runs create'),
  },
};

/** The schemas that say what goes in and out of Image Builder, by name. */
export const requestSchemas: JsonObject = {
  CreateImagePipelineRequest: body,
  ImagePipeline: imagePipeline,
  PolicyMembers: policyMembers,
  ...Object.fromEntries(shapes),
  ...Object.fromEntries(partialShapes),
};
