/**
 * What the proxy's own code makes of layers that apply together: the one place where the check asks it.
 */
import { fromPointer, valueAt } from '../../../src/json/pointer.ts';
import { decide, type Decision } from '../../../src/core/decide.ts';
import type { Issue } from '../../../src/json/issue.ts';
import { compileLayers, type CompiledPolicy, errorsFirst } from '../../../src/policy/compile.ts';
import type {
  Layer,
  Members,
  OrganizationPolicy,
  RecipeKind,
  TagPolicyCompliance,
} from '../../../src/policy/document.ts';
import {
  empty,
  leafAt,
  merge,
  type Merged,
  otherRecipe as otherRecipeOf,
} from '../../../src/policy/merge.ts';
import { compileRequestMatcher } from '../../../src/policy/match.ts';
import { stepsOf } from '../../../src/policy/member-path.ts';
import { effectiveTagPolicy } from '../../../src/policy/tags/effective.ts';
import type { TagMember } from '../../../src/policy/tag-keys.ts';
import { compileTagRules } from '../../../src/policy/tag-rules.ts';
import { type EffectiveTagPolicy, foldedKey } from '../../../src/policy/tags/tag-policy.ts';
import type { Condition } from './conditions.ts';
import type { Combination, PlacedLayer } from './reachability.ts';

/** The sections of a layer that supply values. */
export type Section = 'enforced' | 'defaults';

/** The request that layers make of an empty one, the source of each of its values, and what is said of it. */
export interface Evaluation extends Pick<Decision, 'provenance'> {
  readonly request: Members;
  /** Everything that stands against it. */
  readonly issues: readonly Issue[];
  readonly warnings: readonly Issue[];
}

/** What a variable stands for is for the checks themselves to consider. */
const anonymous = { caller: { groups: [] }, requestTime: '1970-01-01T00:00:00.000Z' };

/** What becomes of a request that leaves out all it can, where just these layers apply. */
export const evaluate = (policy: OrganizationPolicy, layers: Combination): Evaluation => {
  const unseen = unseenDefaults(layers);
  const compiled = compileLayers(
    layers.map(({ layer, isError }) => ({ layer: bare(layer, unseen), isError })),
    policy.tagPolicyCompliance,
  );
  const only: CompiledPolicy = {
    policy,
    looksAtGroups: false,
    layersFor: () => compiled,
    withInherited: () => only,
  };
  const decision = decide(only, { ...anonymous, sent: {}, shapeIssues: [] });
  const { request, provenance, warnings } = decision;
  const issues = decision.refusal === undefined ? [] : decision.issues;
  return { request: { ...request }, provenance, issues, warnings };
};

/** What a section of some layers comes to: of defaults the last one counts, of enforced values the first, and errors before warnings. */
export const mergeSection = (layers: Combination, section: Section): Merged =>
  merge(
    empty,
    (section === 'enforced' ? errorsFirst(layers).toReversed() : layers).map(({ layer }) => ({
      members: layer[section] ?? {},
      sourceOf: () => layer.name,
    })),
  );

/** The tag policy where just these layers apply. */
export const effectiveTagPolicyOf = (layers: Combination): EffectiveTagPolicy =>
  effectiveTagPolicy(layers.map(({ layer }) => layer.tagPolicies ?? []));

/** Tells what a breach of some layers' tag policies does; `disabled` where there is no such breach. */
export const tagComplianceOf = (
  { tagPolicyCompliance = 'error' }: OrganizationPolicy,
  layers: Combination,
): ((
  member: TagMember,
  tags: Readonly<Record<string, string>>,
  code: string,
  key: string,
) => TagPolicyCompliance) => {
  const { maps } = compileTagRules(layers, tagPolicyCompliance, empty);
  return (member, tags, code, key) =>
    maps
      .find((map) => map.member === member)
      ?.evaluate(tags)
      .find(({ issue }) => {
        const [, about = ''] = fromPointer(issue.pointer);
        return issue.code === code && foldedKey(about) === foldedKey(key);
      })?.compliance ?? 'disabled';
};

/** The pointer of the recipe that excludes the one at a pointer; `undefined` for every other member. */
export const otherRecipe = (pointer: string): string | undefined => {
  const other = otherRecipeOf[pointer.slice(1)];
  return other === undefined ? undefined : `/${other}`;
};

const everyKind: readonly RecipeKind[] = ['image', 'container'];

/**
 * The members of which no request under some layers sees a default: where a layer asks for a recipe of
 * one kind, one of the other, and what it asks for otherwise than the layers have it, so that it is sent.
 */
const unseenDefaults = (layers: Combination): ReadonlySet<string> => {
  const recipes = everyKind
    .filter((kind) => !layers.every(({ conditions }) => conditions.some(lets(kind))))
    .map((kind) => `${kind}RecipeArn`);
  const asking = layers.filter(({ conditions }) => conditions.every(looksAtMembers));
  if (asking.length === 0) return new Set(recipes);
  const supplied = (['enforced', 'defaults'] as const).map(
    (section) => mergeSection(layers, section).members,
  );
  const sent = asking
    .map(({ conditions }) => conditions)
    .filter((conditions) => !conditions.some((one) => isMetBy(one, supplied)))
    .flatMap((conditions) => conditions.flatMap(membersLookedAt));
  return new Set([...recipes, ...sent]);
};

const lets =
  (kind: RecipeKind) =>
  ({ recipe }: Condition): boolean =>
    recipe?.includes(kind) !== false;

const looksAtMembers = ({ targets, request }: Condition): boolean =>
  targets !== undefined || request !== undefined;

const isMetBy = ({ targets, request }: Condition, supplied: readonly Members[]): boolean =>
  compileRequestMatcher({
    ...(targets !== undefined && { targets }),
    ...(request !== undefined && { request }),
  })(supplied, undefined);

const membersLookedAt = ({ targets, request = {} }: Condition): string[] => [
  ...(targets === undefined ? [] : ['infrastructureConfigurationArn']),
  ...Object.keys(request).flatMap((path) => stepsOf(path)[0] ?? []),
];

/** What a layer supplies and demands, less some defaults; whom to ask is not part of what is found. */
const bare = (layer: Layer, unseen: ReadonlySet<string>): Layer => {
  const { applies, contact, defaults, ...rest } = layer;
  if (defaults === undefined) return rest;
  const seen = Object.entries(defaults).filter(([member]) => !unseen.has(member));
  return { ...rest, defaults: Object.fromEntries(seen) };
};

/** Where a value of a request was written. */
export interface Source {
  readonly placed: PlacedLayer;
  readonly section: Section;
  /** Pointer into the document. */
  readonly pointer: string;
  /** The value as it was written: its variables are not filled in. */
  readonly written: unknown;
}

/** The layer that a value of a request comes from, and its place there. */
export const sourceOf = (
  layers: Combination,
  { provenance }: Pick<Evaluation, 'provenance'>,
  pointer: string,
): Source | undefined => {
  const leaf = leafAt(provenance, pointer) ?? '';
  const placed = layers.find(({ layer }) => layer.name === provenance[leaf]);
  if (placed === undefined) return undefined;
  const section = valueAt(placed.layer.enforced, leaf) === undefined ? 'defaults' : 'enforced';
  return {
    placed,
    section,
    pointer: `${placed.pointer}/${section}${pointer}`,
    written: valueAt(placed.layer[section], pointer),
  };
};
