import { isEmptyObject, isJsonObject } from '../../../src/json/json-value.ts';
import { childPointer } from '../../../src/json/pointer.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import type { PlacedLayer } from './reachability.ts';

/** Parts of a layer that do nothing: `{}` as a value, and sections and layers with nothing in them. */
export const emptyParts = ({ layer, pointer }: PlacedLayer): Diagnostic[] => {
  const { name, description, applies, ...sections } = layer;
  if (Object.keys(sections).length === 0) {
    return [
      empty(
        pointer,
        `The layer ${JSON.stringify(name)} is empty: it has no defaults, enforced values, allowed values or tag policies.`,
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
