import type { JsonObject } from '../../src/json/json-value.ts';
import { schemaDocument } from '../../src/schema/member-schema.ts';
import requestSchema from '../../src/schema/create-image-pipeline-request.schema.json' with { type: 'json' };
import {
  anyTagKey,
  brokenConstraint,
  inputShape,
  modelPlaces,
  shapeNames,
  shapeOf,
} from './service-model.ts';
import { tellingTexts } from './telling-texts.ts';

/** What the JSON Schema says to people about a place of the request. */
export const { schemaAt } = schemaDocument(requestSchema);

/** A value of a shape with all that it can hold, made of the JSON Schema's examples. */
const fullValue = (name: string, segments: readonly string[]): unknown => {
  const { members, member, value } = shapeOf(name);
  if (member !== undefined) return [fullValue(member, [...segments, '0'])];
  if (value !== undefined) return { [anyTagKey]: fullValue(value, [...segments, anyTagKey]) };
  if (members === undefined) return schemaAt(segments)?.examples?.[0];
  return Object.fromEntries(
    Object.entries(members).map(([word, shape]) => [word, fullValue(shape, [...segments, word])]),
  );
};

/** A request with every member of the service model, at every depth, and so with both recipes. */
export const fullRequest: JsonObject = Object.fromEntries(
  Object.entries(Object(fullValue(inputShape, [])) as object),
);

/** Values of every JSON type, some of them looking like another one's. */
const ofEveryType: readonly unknown[] = [
  ...[null, true, 'true', '', 'x', 0, 1, 7, '60', 60.5],
  ...[[], ['x'], [{}], {}, { 0: 'x' }],
];

/**
 * Values for one shape, right and wrong: of every other JSON type, at each bound and one beyond it,
 * each value of an enum and what is nearly one, and the telling texts of a pattern.
 */
export const valuesOf = (name: string): readonly unknown[] => {
  const wrongType = ofEveryType.filter((value) => brokenConstraint(name, value) === 'type');
  return [...wrongType, ...atBounds(name), ...(tellingTexts[name] ?? [])];
};

const atBounds = (name: string): readonly unknown[] => {
  const { type, enum: words = [], min, max, member } = shapeOf(name);
  const [least, most] = [min ?? 0, max ?? (type === 'string' ? 5000 : 200)];
  const sizes = [...new Set([least - 1, least, least + 1, most - 1, most, most + 1])];
  if (type === 'boolean') return [true, false];
  if (type === 'integer') return [-least, ...sizes, least + 0.5];
  if (words.length > 0) return [...words, ...words.flatMap(nearly), '', 'x'];
  const lengths = sizes.filter((size) => size >= 0);
  if (type === 'string') {
    return lengths.flatMap((size) => [
      'x'.repeat(size),
      ...(size > 0 ? ['\u{1F680}'.repeat(size)] : []),
    ]);
  }
  if (type === 'map') return lengths.map(entries);
  if (member === undefined) return [];
  const item = itemOf(name);
  return lengths.map((size) => Array.from({ length: size }, () => item));
};

const nearly = (word: string): readonly string[] => [
  word.toLowerCase(),
  `${word} `,
  word.slice(0, -1),
];

const entries = (count: number): JsonObject =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, 'x']));

/** What the items of a list may be, wherever in the request it first stands. */
const itemOf = (name: string): unknown => {
  const list = modelPlaces.find(({ shape }) => shape === name);
  const [item] = fullValue(name, list?.segments ?? []) as readonly unknown[];
  return item;
};

const brokenValues: ReadonlyMap<string, readonly unknown[]> = new Map(
  shapeNames.map((name) => [
    name,
    valuesOf(name).filter((value) => brokenConstraint(name, value) !== undefined),
  ]),
);

/** The values of {@link valuesOf} that break a constraint of the shape. */
export const brokenValuesOf = (name: string): readonly unknown[] => brokenValues.get(name) ?? [];
