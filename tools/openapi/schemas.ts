import requestSchema from '../../src/schema/create-image-pipeline-request.schema.json' with { type: 'json' };
import { isJsonObject, type JsonObject } from '../../src/json/json-value.ts';
import { partialSchemas } from '../partial-schema.ts';

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

/** The members as a caller sends them, and the policy: the organization's defaults may supply the rest. */
const sent = partialSchemas(members, Object.fromEntries(shapes), prefix);

const body: JsonObject = {
  title: 'a request to create an image pipeline',
  description:
    "The input of CreateImagePipeline, member for member. Only `name` must be sent: anything else may come from the organization's policy, and every rule holds for the request after its defaults. Nothing is coerced, trimmed or filled in; `null` and unknown members are errors.",
  type: 'object',
  required: ['name'],
  additionalProperties: false,
  properties: sent.members,
};

const { clientToken, ...resolvedMembers } = members;
const { name, clientToken: token, ...organizationMembers } = sent.members;

const imagePipeline: JsonObject = {
  title: 'an image pipeline as it is sent to Image Builder',
  description:
    'The resolved request: what the caller said, the defaults and the enforced values. The client token stands beside it.',
  type: 'object',
  required: ['name', 'infrastructureConfigurationArn'],
  additionalProperties: false,
  properties: resolvedMembers,
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
    ...organizationMembers,
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
  ...sent.shapes,
};
