import { isJsonObject } from '../../../src/json/json-value.ts';
import { shapeOf } from '../../support/service-model.ts';

/** What the SDK and the service model both state of a type: its kind and its members. */
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

/** The shape that a name of the service model stands for. */
export const shapeOfModel = (name: string): Shape => {
  const { type, members = {}, required = [], member, value } = shapeOf(name);
  if (type === 'string' || type === 'boolean') return { kind: type };
  if (type === 'integer') return { kind: 'number' };
  if (type === 'list' && member !== undefined) return { kind: 'list', each: shapeOfModel(member) };
  if (type === 'map' && value !== undefined) return { kind: 'map', each: shapeOfModel(value) };
  const entries = Object.entries(members).map(([word, shape]): [string, Member] => [
    word,
    { shape: shapeOfModel(shape), required: required.includes(word) },
  ]);
  return { kind: 'structure', members: new Map(entries) };
};

/** Every difference of two shapes, at every depth, as a sentence. */
export const differences = (aws: Shape, ours: Shape, path = 'the request'): string[] => {
  if (aws.kind === 'structure' && ours.kind === 'structure') {
    const names = new Set([...aws.members.keys(), ...ours.members.keys()]);
    return [...names].flatMap((name) => {
      const [theirs, own] = [aws.members.get(name), ours.members.get(name)];
      if (own === undefined) return [`${path}: AWS knows "${name}", the model does not`];
      if (theirs === undefined) return [`${path}: the model knows "${name}", AWS does not`];
      const member = `${path}.${name}`;
      return [
        ...(theirs.required === own.required
          ? []
          : [`${member}: required is ${theirs.required} at AWS, ${own.required} in the model`]),
        ...differences(theirs.shape, own.shape, member),
      ];
    });
  }
  if (aws.kind !== ours.kind) {
    return [`${path}: a ${aws.kind} at AWS, a ${ours.kind} in the model`];
  }
  return 'each' in aws && 'each' in ours ? differences(aws.each, ours.each, `${path}[]`) : [];
};
