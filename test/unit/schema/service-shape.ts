import { isJsonObject } from '../../../src/json/json-value.ts';
import type { MemberSchema } from '../../../src/schema/member-schema.ts';

/** What the SDK and the JSON Schema both state of a type: its kind and its members. */
export type Shape =
  | { readonly kind: 'string' | 'number' | 'boolean' }
  | { readonly kind: 'list' | 'map'; readonly each: Shape }
  | { readonly kind: 'structure'; readonly members: ReadonlyMap<string, Member> };

interface Member {
  readonly shape: Shape;
  readonly required: boolean;
}

const plainKinds = ['string', 'number', 'boolean'] as const;
const listOf = 64;
const mapOf = 128;
const idempotencyToken = 4;

/**
 * The shape of one of the SDK's own schemas: a number for a plain type, with a bit for a list or a
 * map of it, or a tuple `[kind, namespace, name, traits, …]`, or a function that gives one of them.
 *
 * @throws Error for a schema of a form that is not known here, so that no change passes unseen.
 */
export const shapeOfSdkSchema = (schema: unknown): Shape => {
  if (typeof schema === 'function') return shapeOfSdkSchema((schema as () => unknown)());
  if (typeof schema === 'number') return shapeOfNumber(schema);
  if (Array.isArray(schema)) {
    const parts: readonly unknown[] = schema;
    // A member with traits of its own: `[schema, traits]`.
    if (parts.length === 2) return shapeOfSdkSchema(parts[0]);
    const [kind, , , , first, second, required] = parts;
    if (kind === 1) return { kind: 'list', each: shapeOfSdkSchema(first) };
    if (kind === 2) return { kind: 'map', each: shapeOfSdkSchema(second) };
    if (kind === 3 && isTextList(first) && Array.isArray(second)) {
      return { kind: 'structure', members: membersOf(first, second, Number(required ?? 0)) };
    }
  }
  throw new TypeError(`Not a schema of the SDK's: ${JSON.stringify(schema)}`);
};

const shapeOfNumber = (schema: number): Shape => {
  if (schema >= mapOf) return { kind: 'map', each: shapeOfNumber(schema - mapOf) };
  if (schema >= listOf) return { kind: 'list', each: shapeOfNumber(schema - listOf) };
  const kind = plainKinds[schema];
  if (kind === undefined) throw new TypeError(`Not a plain type of JSON: ${schema}`);
  return { kind };
};

const isTextList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/** The first members of the SDK's list are the required ones, and it fills an idempotency token in itself. */
const membersOf = (
  names: readonly string[],
  schemas: readonly unknown[],
  requiredCount: number,
): ReadonlyMap<string, Member> =>
  new Map(
    names.map((name, index) => {
      const schema = schemas[index];
      const required = index < requiredCount || isIdempotencyToken(schema);
      return [name, { shape: shapeOfSdkSchema(schema), required }];
    }),
  );

const isIdempotencyToken = (schema: unknown): boolean => {
  if (!Array.isArray(schema) || schema.length !== 2) return false;
  const traits: unknown = schema[1];
  return typeof traits === 'number'
    ? (traits & idempotencyToken) !== 0
    : isJsonObject(traits) && Object.hasOwn(traits, 'idempotencyToken');
};

/** The part of a JSON Schema that makes a shape. */
export interface ShapedSchema extends MemberSchema {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, ShapedSchema>>;
  readonly items?: ShapedSchema;
  readonly additionalProperties?: ShapedSchema | boolean;
  readonly $defs?: Readonly<Record<string, ShapedSchema>>;
}

/** The shape of a JSON Schema whose references all lead to its own `$defs`. */
export const shapeOfJsonSchema = (root: ShapedSchema): Shape => {
  const shapeOf = (reference: ShapedSchema): Shape => {
    const name = reference.$ref?.replace('#/$defs/', '');
    const schema = name === undefined ? reference : (root.$defs?.[name] ?? {});
    const { type, items, properties, additionalProperties, required = [] } = schema;
    if (type === 'string' || type === 'boolean') return { kind: type };
    if (type === 'integer' || type === 'number') return { kind: 'number' };
    if (type === 'array' && items !== undefined) return { kind: 'list', each: shapeOf(items) };
    if (type === 'object' && properties !== undefined) {
      const members = Object.entries(properties).map(([member, child]): [string, Member] => [
        member,
        { shape: shapeOf(child), required: required.includes(member) },
      ]);
      return { kind: 'structure', members: new Map(members) };
    }
    if (type === 'object' && typeof additionalProperties === 'object') {
      return { kind: 'map', each: shapeOf(additionalProperties) };
    }
    throw new TypeError(`Not a schema of a member: ${JSON.stringify(reference)}`);
  };
  return shapeOf(root);
};

/** Every difference of two shapes, at every depth, as a sentence. */
export const differences = (aws: Shape, ours: Shape, path = 'the request'): string[] => {
  if (aws.kind === 'structure' && ours.kind === 'structure') {
    const names = new Set([...aws.members.keys(), ...ours.members.keys()]);
    return [...names].flatMap((name) => {
      const [theirs, own] = [aws.members.get(name), ours.members.get(name)];
      if (own === undefined) return [`${path}: AWS knows "${name}", the JSON Schema does not`];
      if (theirs === undefined) return [`${path}: the JSON Schema knows "${name}", AWS does not`];
      const member = `${path}.${name}`;
      return [
        ...(theirs.required === own.required
          ? []
          : [
              `${member}: required is ${theirs.required} at AWS, ${own.required} in the JSON Schema`,
            ]),
        ...differences(theirs.shape, own.shape, member),
      ];
    });
  }
  if (aws.kind !== ours.kind) {
    return [`${path}: a ${aws.kind} at AWS, a ${ours.kind} in the JSON Schema`];
  }
  return 'each' in aws && 'each' in ours ? differences(aws.each, ours.each, `${path}[]`) : [];
};
