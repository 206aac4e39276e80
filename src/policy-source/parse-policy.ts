import { scanJson } from '../json/scan.ts';
import { deepFreeze } from '../json/deep-freeze.ts';
import { isJsonObject, type JsonObject } from '../json/json-value.ts';
import { fromPointer, toPointer } from '../json/pointer.ts';
import { under, type Issue } from '../json/issue.ts';
import type { OrganizationPolicy } from '../policy/document.ts';
import { appliesIssues } from './applies-issues.ts';
import { grantIssues } from './grant-issues.ts';
import { layerIssues } from './layer-issues.ts';
import { validatePolicy } from '../schema/policy-schema.ts';

/** A policy document that was read: the policy, or everything that is wrong with it. */
export type ParsedPolicy =
  | { readonly policy: OrganizationPolicy; readonly issues: readonly [] }
  | { readonly policy?: undefined; readonly issues: readonly Issue[] };

/**
 * Reads the text of a policy document and checks all of it: its JSON, its schema, its layers' own
 * members against the service's model, its tag policies against the grammar of AWS Organizations.
 *
 * @returns The policy, deeply frozen, or every issue with its pointer into the document.
 */
export const parsePolicy = (text: string): ParsedPolicy => {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { issues: [{ pointer: '', code: 'malformed-json', detail: `Not JSON: ${detail}.` }] };
  }
  const repeated = scanJson(text, Infinity).duplicates.map(({ pointer, name }) => ({
    pointer,
    code: 'duplicate-member',
    detail: `The member ${JSON.stringify(name)} stands twice in one object; JSON readers would keep one of them silently.`,
  }));
  if (!isJsonObject(document)) {
    const detail = 'The document must be a JSON object, for example {"layers": []}.';
    return { issues: [{ pointer: '', code: 'wrong-type', detail }] };
  }
  const issues = [...repeated, ...documentIssues(document)];
  if (issues.length > 0) return { issues };
  return { policy: deepFreeze(document) as unknown as OrganizationPolicy, issues: [] };
};

const documentIssues = (document: JsonObject): Issue[] => {
  // What a tag policy may hold is for Organizations' own grammar to say, and it says it better.
  const shape = validatePolicy(document).filter(({ pointer }) => !isInTagPolicy(pointer));
  const named = new Set(shape.map(({ pointer }) => pointer));
  const layers = Array.isArray(document['layers']) ? document['layers'] : [];
  const grants = Array.isArray(document['grants']) ? document['grants'] : [];
  const further = [
    ...grants.flatMap((grant: unknown, index) =>
      isJsonObject(grant) ? grantIssues(grant).map(under(`/grants/${index}`)) : [],
    ),
    ...appliesIssues(layers).map(under('/layers')),
    ...layers.flatMap((layer: unknown, index) =>
      isJsonObject(layer) ? layerIssues(layer).map(under(`/layers/${index}`)) : [],
    ),
  ];
  return [
    ...shape,
    ...repeatedNames(layers, 'layers'),
    ...repeatedNames(grants, 'grants'),
    ...further.filter(({ pointer }) => !named.has(pointer)),
  ];
};

const isInTagPolicy = (pointer: string): boolean => {
  const [layers, , member, index] = fromPointer(pointer);
  return layers === 'layers' && member === 'tagPolicies' && index !== undefined;
};

const repeatedNames = (items: readonly unknown[], member: 'layers' | 'grants'): Issue[] => {
  const seen = new Set<unknown>();
  return items.flatMap((item, index) => {
    const name = isJsonObject(item) ? item['name'] : undefined;
    if (typeof name !== 'string') return [];
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [
      {
        pointer: toPointer([member, index, 'name']),
        code: `${member.slice(0, -1)}-name-repeated`,
        detail: `Another ${member.slice(0, -1)} is named ${JSON.stringify(name)}; each needs a name of its own, since answers and refusals name it.`,
      },
    ];
  });
};
