import { duplicateMembers } from '../json/scan.ts';
import { deepFreeze } from '../json/deep-freeze.ts';
import { isJsonObject, type JsonObject } from '../json/json-value.ts';
import { fromPointer, toPointer } from '../json/pointer.ts';
import type { Violation } from '../json/issue.ts';
import type { OrganizationPolicy } from '../policy/document.ts';
import { layerFaults } from './layer-faults.ts';
import { validatePolicy } from '../schema/policy-schema.ts';

/** A policy document that was read: the policy, or everything that is wrong with it. */
export type ParsedPolicy =
  | { readonly policy: OrganizationPolicy; readonly faults: readonly [] }
  | { readonly policy?: undefined; readonly faults: readonly Violation[] };

/**
 * Reads the text of a policy document and checks all of it: its JSON, its schema, its layers' own
 * members against the service's model, its tag policies against the grammar of AWS Organizations.
 *
 * @returns The policy, deeply frozen, or every fault with its pointer into the document.
 */
export const parsePolicy = (text: string): ParsedPolicy => {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { faults: [{ pointer: '', code: 'malformed-json', detail: `Not JSON: ${detail}.` }] };
  }
  const repeated = duplicateMembers(text).map(({ pointer, name }) => ({
    pointer,
    code: 'duplicate-member',
    detail: `The member ${JSON.stringify(name)} stands twice in one object; JSON readers would keep one of them silently.`,
  }));
  if (!isJsonObject(document)) {
    const detail = 'The document must be a JSON object, for example {"layers": []}.';
    return { faults: [{ pointer: '', code: 'wrong-type', detail }] };
  }
  const faults = [...repeated, ...documentFaults(document)];
  if (faults.length > 0) return { faults };
  return { policy: deepFreeze(document) as unknown as OrganizationPolicy, faults: [] };
};

const documentFaults = (document: JsonObject): Violation[] => {
  // What a tag policy may hold is for Organizations' own grammar to say, and it says it better.
  const shape = validatePolicy(document).filter(({ pointer }) => !isInTagPolicy(pointer));
  const named = new Set(shape.map(({ pointer }) => pointer));
  const layers = Array.isArray(document['layers']) ? document['layers'] : [];
  const further = layers.flatMap((layer: unknown, index) =>
    isJsonObject(layer)
      ? layerFaults(layer).map((fault) => ({
          ...fault,
          pointer: `/layers/${index}${fault.pointer}`,
        }))
      : [],
  );
  return [
    ...shape,
    ...repeatedNames(layers),
    ...further.filter(({ pointer }) => !named.has(pointer)),
  ];
};

const isInTagPolicy = (pointer: string): boolean => {
  const [layers, , member, index] = fromPointer(pointer);
  return layers === 'layers' && member === 'tagPolicies' && index !== undefined;
};

const repeatedNames = (layers: readonly unknown[]): Violation[] => {
  const seen = new Set<unknown>();
  return layers.flatMap((layer, index) => {
    const name = isJsonObject(layer) ? layer['name'] : undefined;
    if (typeof name !== 'string') return [];
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [
      {
        pointer: toPointer(['layers', index, 'name']),
        code: 'layer-name-repeated',
        detail: `Another layer is named ${JSON.stringify(name)}; each needs a name of its own, since answers and refusals name it.`,
      },
    ];
  });
};
