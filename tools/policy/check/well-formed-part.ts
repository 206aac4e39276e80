import { isJsonArray, isJsonObject, type JsonObject } from '../../../src/json/json-value.ts';
import { fromPointer, toPointer, valueAt } from '../../../src/json/pointer.ts';
import type { Issue } from '../../../src/json/issue.ts';

type Path = readonly string[];

/**
 * What is left of a policy document without the parts that have issues, so that the rest can still be
 * checked. Every layer stays in its place: one whose matchers or `compliance` have an issue is left empty, and one
 * whose name has is called by its place. All grants go with one that has an issue. An element of a list is not taken out by itself, since the
 * others would move.
 *
 * @param issuesOf - The issues of a document.
 * @returns The document less the parts that have issues, or `undefined` where nothing is left to look at.
 */
export const wellFormedPart = (
  document: unknown,
  issuesOf: (document: JsonObject) => readonly Issue[],
): JsonObject | undefined => {
  if (!isJsonObject(document) || !isJsonArray(document['layers'])) return undefined;
  const layers = document['layers'].map((layer) => (isJsonObject(layer) ? layer : {}));
  let part: JsonObject = { ...document, layers };
  for (let issues = issuesOf(part); issues.length > 0; issues = issuesOf(part)) {
    const whole = part;
    const repairs = issues.flatMap(({ pointer }) => repairOf(whole, fromPointer(pointer)));
    if (repairs.length === 0) return undefined;
    part = repairs.reduce((rest, { path, value }) => withValue(rest, path, value), whole);
  }
  return part;
};

/** What to put in a place of the document; nothing where `value` is `undefined`. */
interface Repair {
  readonly path: Path;
  readonly value?: unknown;
}

const repairOf = (document: JsonObject, path: Path): Repair[] => {
  const [head, index = '', section] = path;
  if (head === 'layers' && section === 'name') {
    return [{ path: ['layers', index, 'name'], value: standInName(document, index) }];
  }
  if (head === 'layers' && (section === 'applies' || section === 'compliance')) {
    return [{ path: ['layers', index], value: { name: standInName(document, index) } }];
  }
  // What one grant lacks would make it seem wider than it is meant, and the others without effect.
  if (head === 'grants') return [{ path: ['grants'] }];
  let place = path;
  while (place.length > 0 && (isMissing(document, place) || isElement(document, place))) {
    place = place.slice(0, -1);
  }
  return place.length === 0 || (head === 'layers' && place.length < 3) ? [] : [{ path: place }];
};

const isMissing = (document: JsonObject, path: Path): boolean =>
  valueAt(document, toPointer(path)) === undefined;

const isElement = (document: JsonObject, path: Path): boolean =>
  isJsonArray(valueAt(document, toPointer(path.slice(0, -1))));

/** A good name that no layer has. */
const standInName = ({ layers }: JsonObject, index: string): string => {
  const taken = new Set(
    (isJsonArray(layers) ? layers : []).map((layer) =>
      isJsonObject(layer) ? layer['name'] : undefined,
    ),
  );
  let name = `layers.${index}`;
  while (taken.has(name)) name += '_';
  return name;
};

/** A copy of an object with another value in a place of it. */
const withValue = (object: JsonObject, path: Path, value: unknown): JsonObject => {
  const [member = '', ...rest] = path;
  const before = Object.hasOwn(object, member) ? object[member] : undefined;
  const after = rest.length === 0 ? value : withInner(before, rest, value);
  const members = Object.entries(object).filter(([name]) => name !== member);
  return Object.fromEntries(after === undefined ? members : [...members, [member, after]]);
};

const withInner = (inner: unknown, path: Path, value: unknown): unknown => {
  if (isJsonArray(inner)) {
    const [index = '', ...rest] = path;
    return inner.map((item, at) => {
      if (String(at) !== index) return item;
      return rest.length === 0 ? value : withInner(item, rest, value);
    });
  }
  return isJsonObject(inner) ? withValue(inner, path, value) : inner;
};
