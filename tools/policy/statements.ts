import { isJsonObject } from '../../src/json/json-value.ts';
import { fromPointer, toPointer, valueAt } from '../../src/json/pointer.ts';
import type { Issue } from '../../src/json/issue.ts';
import type { Decision } from '../../src/core/decide.ts';
import { checkDemands, demandKinds, demandsOf, type DemandKind } from '../../src/policy/demands.ts';
import type { Layer, Members, OrganizationPolicy } from '../../src/policy/document.ts';
import { memberPath, valuesAlong } from '../../src/policy/member-path.ts';
import { empty, merge, otherRecipe } from '../../src/policy/merge.ts';
import { effortOfRequest } from '../../src/policy/patterns.ts';
import { tagMembers } from '../../src/policy/tag-keys.ts';
import { CONTROLS, foldedKey } from '../../src/policy/tags/tag-policy.ts';

/** One thing that a policy states: a value, a list for a path, the rule of a tag key, or a grant. */
export interface PolicyStatement {
  readonly layer?: string;
  readonly grant?: string;
  readonly section: 'defaults' | 'enforced' | DemandKind | 'tagPolicies' | 'grants';
  /** The path of the member, such as `schedule.timezone`; of a tag policy its key, and nothing of a grant. */
  readonly path: string;
  /** Where it stands in the document. */
  readonly pointer: string;
}

/** A statement that can be asked what part it had in a decision. */
export interface PreparedStatement extends PolicyStatement {
  /** Whether requests are refused, or warned of, for it. */
  readonly demands: boolean;
  /** Whether it had a say in what became of a request. */
  readonly isUsed: (decision: Decision) => boolean;
  /** Whether an error or a warning comes from it. */
  readonly isSourceOf: (issue: Issue, request: Members) => boolean;
}

/** Every statement of a policy, in the order of its layers; grants are last. */
export const statementsOf = ({ layers, grants = [] }: OrganizationPolicy): PreparedStatement[] => [
  ...layers.flatMap((layer, index) => [
    ...suppliedValues(layer, index, 'defaults'),
    ...suppliedValues(layer, index, 'enforced'),
    ...demandKinds.flatMap((kind) => listsOf(layer, index, kind)),
    ...tagRulesOf(layer, index),
  ]),
  ...grants.map(({ name }, index) => ({
    grant: name,
    section: 'grants' as const,
    path: '',
    pointer: toPointer(['grants', index]),
    demands: false,
    isUsed: (decision: Decision) => decision.refusal === undefined && decision.grant === name,
    isSourceOf: (issue: Issue) => issue.grant === name,
  })),
];

/** The path of the member that a pointer leads to, as lists of a policy write it. */
export const pathOf = (pointer: string): string => fromPointer(pointer).join('.');

/** Which section of a layer a value of a request comes from. */
export const sectionOf = (layer: Layer, pointer: string): 'defaults' | 'enforced' =>
  valueAt(layer.enforced, pointer) === undefined ? 'defaults' : 'enforced';

const suppliedValues = (
  layer: Layer,
  index: number,
  section: 'defaults' | 'enforced',
): PreparedStatement[] => {
  const { name, [section]: members = {} } = layer;
  const { provenance } = merge(empty, [{ members, sourceOf: () => name }]);
  return Object.keys(provenance).map((leaf) => {
    const displaced = otherRecipe[leaf.slice(1)];
    return {
      layer: name,
      section,
      path: pathOf(leaf),
      pointer: `/layers/${index}/${section}${leaf}`,
      demands: section === 'enforced',
      isUsed: (decision) =>
        decision.provenance[leaf] === name && sectionOf(layer, leaf) === section,
      isSourceOf: (issue) =>
        section === 'enforced' &&
        issue.code === 'enforced' &&
        issue.layer === name &&
        (issue.pointer === leaf || issue.pointer === `/${String(displaced)}`),
    };
  });
};

const codes: Readonly<Record<DemandKind, string>> = {
  allowed: 'not-allowed',
  required: 'required-by-policy',
  forbidden: 'forbidden-by-policy',
};

const listsOf = (layer: Layer, index: number, kind: DemandKind): PreparedStatement[] =>
  Object.entries(layer[kind] ?? {}).map(([path, values]) => {
    const along = memberPath(path);
    // The list by itself: two lists may have issues at one place.
    const alone = demandsOf([
      { layer: { name: layer.name, [kind]: { [path]: values } }, isError: true },
    ]);
    return {
      layer: layer.name,
      section: kind,
      path,
      pointer: toPointer(['layers', index, kind, path]),
      demands: true,
      isUsed: ({ layers, request }) =>
        layers.includes(layer.name) &&
        (kind === 'required' || valuesAlong({ ...request }, along).length > 0),
      isSourceOf: (issue, request) =>
        issue.layer === layer.name &&
        issue.code === codes[kind] &&
        checkDemands(request, alone, effortOfRequest()).issues.some(
          ({ pointer }) => pointer === issue.pointer,
        ),
    };
  });

const tagRulesOf = ({ name, tagPolicies = [] }: Layer, index: number): PreparedStatement[] => {
  const byKey = new Map<string, { readonly path: string; readonly pointer: string }>();
  for (const [place, { tags }] of tagPolicies.entries()) {
    for (const path of Object.keys(tags)) {
      if (path === CONTROLS || byKey.has(foldedKey(path))) continue;
      const pointer = toPointer(['layers', index, 'tagPolicies', place, 'tags', path]);
      byKey.set(foldedKey(path), { path, pointer });
    }
  }
  return [...byKey].map(([folded, place]) => ({
    layer: name,
    section: 'tagPolicies',
    ...place,
    demands: true,
    isUsed: ({ layers, request }) =>
      layers.includes(name) &&
      tagMembers.some((member) => {
        const tags: unknown = { ...request }[member];
        return isJsonObject(tags) && Object.keys(tags).some((key) => foldedKey(key) === folded);
      }),
    isSourceOf: ({ layer, code, pointer }) =>
      layer === name &&
      tagPolicyCodes.has(code) &&
      foldedKey(fromPointer(pointer)[1] ?? '') === folded,
  }));
};

const tagPolicyCodes: ReadonlySet<string> = new Set([
  'tag-key-capitalization',
  'tag-value-not-allowed',
  'tag-value-unresolved',
  'required-tag-missing',
]);
