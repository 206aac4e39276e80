/**
 * What the proxy's own code makes of layers that apply together: the one place where the check asks it.
 */
import { valueAt } from '../../../src/json/pointer.ts';
import { decide, type Decision } from '../../../src/core/decide.ts';
import type { Issue } from '../../../src/json/issue.ts';
import { compileLayers, type CompiledPolicy } from '../../../src/policy/compile.ts';
import type {
  Layer,
  Members,
  OrganizationPolicy,
  RecipeKind,
} from '../../../src/policy/document.ts';
import {
  empty,
  merge,
  type Merged,
  otherRecipe as otherRecipeOf,
} from '../../../src/policy/merge.ts';
import { effectiveTagPolicy } from '../../../src/policy/tags/effective.ts';
import type { EffectiveTagPolicy } from '../../../src/policy/tags/tag-policy.ts';
import type { Combination, PlacedLayer } from './reachability.ts';

/** The sections of a layer that supply values. */
export type Section = 'enforced' | 'defaults';

/** The request that layers make of an empty one, the source of each of its values, and what is said of it. */
export interface Evaluation extends Pick<Decision, 'provenance'> {
  readonly request: Members;
  /** Everything that stands against it or is warned of. */
  readonly issues: readonly Issue[];
}

/** What a variable stands for is for the checks themselves to consider. */
const anonymous = { caller: { groups: [] }, requestTime: '1970-01-01T00:00:00.000Z' };

/** What becomes of a request that leaves out all it can, where just these layers apply. */
export const evaluate = (policy: OrganizationPolicy, layers: Combination): Evaluation => {
  const kinds = recipeKindsOf(layers);
  const compiled = compileLayers(
    layers.map(({ layer }) => withoutCondition(layer, kinds)),
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
  const issues = decision.refusal === undefined ? warnings : [...decision.issues, ...warnings];
  return { request: { ...request }, provenance, issues };
};

/** What a section of some layers comes to: of defaults the last one counts, of enforced values the first. */
export const mergeSection = (layers: Combination, section: Section): Merged =>
  merge(
    empty,
    (section === 'enforced' ? layers.toReversed() : layers).map(({ layer }) => ({
      members: layer[section] ?? {},
      sourceOf: () => layer.name,
    })),
  );

/** The tag policy where just these layers apply. */
export const effectiveTagPolicyOf = (layers: Combination): EffectiveTagPolicy =>
  effectiveTagPolicy(layers.map(({ layer }) => layer.tagPolicies ?? []));

/** The pointer of the recipe that excludes the one at a pointer; `undefined` for every other member. */
export const otherRecipe = (pointer: string): string | undefined => {
  const other = otherRecipeOf[pointer.slice(1)];
  return other === undefined ? undefined : `/${other}`;
};

const everyKind: readonly RecipeKind[] = ['image', 'container'];

const recipeKindsOf = (layers: Combination): readonly RecipeKind[] =>
  everyKind.filter((kind) =>
    layers.every(({ layer }) => layer.applies?.recipe?.includes(kind) !== false),
  );

/** Where a request has a recipe of one kind, a default of the other is never seen. */
const withoutCondition = (layer: Layer, kinds: readonly RecipeKind[]): Layer => {
  const { applies, defaults, ...rest } = layer;
  if (defaults === undefined) return rest;
  const unseen = everyKind
    .filter((kind) => !kinds.includes(kind))
    .map((kind) => `${kind}RecipeArn`);
  return {
    ...rest,
    defaults: Object.fromEntries(
      Object.entries(defaults).filter(([member]) => !unseen.includes(member)),
    ),
  };
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
  let leaf = pointer;
  while (leaf !== '' && !Object.hasOwn(provenance, leaf)) {
    leaf = leaf.slice(0, leaf.lastIndexOf('/'));
  }
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
