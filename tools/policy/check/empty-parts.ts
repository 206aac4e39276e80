import { isEmptyObject, isJsonObject } from '../../../src/json/json-value.ts';
import { childPointer } from '../../../src/json/pointer.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import type { PlacedLayer, Reachability } from './reachability.ts';

/** Parts of layers that do nothing: `{}` as a value, sections with nothing in them, and layers, unless they are an exception to others. */
export const emptyParts = ({ layers }: Reachability): Diagnostic[] => {
  const excepted = new Set(
    layers.flatMap(({ sets }) => sets.flatMap(({ condition }) => condition.exceptions)),
  );
  return layers.flatMap((placed) => emptyIn(placed, excepted.has(placed.index)));
};

const emptyIn = ({ layer, pointer }: PlacedLayer, isException: boolean): Diagnostic[] => {
  const { name, description, contact, applies, compliance, errorFrom, accepted, ...sections } =
    layer;
  if (Object.keys(sections).length === 0) {
    if (isException) return [];
    return [
      empty(
        pointer,
        `The layer ${JSON.stringify(name)} is empty: it has no defaults, enforced values, allowed, required or forbidden values or tag policies.`,
      ),
    ];
  }
  return Object.entries(sections).flatMap(([section, value]) => {
    const at = `${pointer}/${section}`;
    if (isEmptyObject(value) || (Array.isArray(value) && value.length === 0)) {
      return [empty(at, `${JSON.stringify(section)} is empty: leave it out.`)];
    }
    if (section === 'enforced') {
      return emptyObjectsIn(value, at).map((place) =>
        empty(
          place,
          '{} enforces nothing: whatever a request has there may stay. Name the members to enforce, or leave it out.',
        ),
      );
    }
    if (section !== 'defaults') return [];
    return emptyObjectsIn(value, at).map((place) =>
      empty(
        place,
        '{} adds nothing to what a request has there: name the members, or leave it out.',
      ),
    );
  });
};

/** A list is one value, whatever is in it. */
const emptyObjectsIn = (value: unknown, pointer: string): string[] => {
  if (!isJsonObject(value)) return [];
  if (isEmptyObject(value)) return [pointer];
  return Object.entries(value).flatMap(([name, inner]) =>
    emptyObjectsIn(inner, childPointer(pointer, name)),
  );
};

const empty = (pointer: string, detail: string): Diagnostic =>
  diagnostic('warning', 'empty', pointer, detail);
