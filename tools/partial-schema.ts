import { isJsonObject, sameJson, type JsonObject } from '../src/json/json-value.ts';

/** Schemas of a request as a caller sends it, and of the shapes in it that differ from the service's own. */
export interface PartialSchemas {
  /** The schemas of the members, by name. */
  readonly members: Readonly<Record<string, JsonObject>>;
  /** The shapes that `members` refer to beside the service's own, by name: `PartialSchedule`. */
  readonly shapes: Readonly<Record<string, JsonObject>>;
}

/**
 * Makes the schemas of a request as a caller sends it. The organization's defaults are merged into
 * objects and maps, so what a caller leaves out of one may still come; a list is taken whole, so its
 * items are complete.
 *
 * @param prefix - What a `$ref` to a shape begins with.
 */
export const partialSchemas = (
  members: Readonly<Record<string, JsonObject>>,
  shapes: Readonly<Record<string, JsonObject>>,
  prefix: string,
): PartialSchemas => {
  const partials: Record<string, JsonObject> = {};
  const partial = (schema: JsonObject): JsonObject => {
    const { $ref } = schema;
    if (typeof $ref !== 'string') return partialShape(schema);
    const name = $ref.slice(prefix.length);
    const shape = shapes[name] ?? {};
    const own = partialShape(shape);
    if (sameJson(own, shape)) return schema;
    partials[`Partial${name}`] = own;
    return { ...schema, $ref: `${prefix}Partial${name}` };
  };
  const partialShape = (shape: JsonObject): JsonObject => {
    if (shape['type'] !== 'object') return shape;
    const { required, minProperties, ...rest } = shape;
    const { properties, maxProperties } = rest;
    return {
      ...rest,
      ...(minProperties !== undefined && { title: `a map of up to ${String(maxProperties)} tags` }),
      ...(isJsonObject(properties) && { properties: eachSchema(properties, partial) }),
    };
  };
  return {
    members: Object.fromEntries(
      Object.entries(members).map(([name, schema]) => [name, partial(schema)]),
    ),
    shapes: partials,
  };
};

/** Some schemas by name, each of them changed. */
export const eachSchema = (
  schemas: JsonObject,
  change: (schema: JsonObject) => JsonObject,
): JsonObject =>
  Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      isJsonObject(schema) ? change(schema) : schema,
    ]),
  );
