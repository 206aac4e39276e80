import { layersThatApply } from '../policy/match.ts';
import { layOver } from '../policy/merge.ts';
import { mergeAllowed, type MergedAllowed } from '../policy/merged-allowed.ts';
import type {
  Members,
  OrganizationPolicy,
  RecipeKind,
  TagPolicyCompliance,
} from '../policy/document.ts';
import type { RequestFacts } from '../policy/variables.ts';
import { tagPolicyOf, type InheritedTagPolicy } from '../policy/tag-rules.ts';
import type { EffectiveTagPolicy } from '../policy/tags/tag-policy.ts';
import { statementsOf } from './decide.ts';

/** What holds for one caller, so that a form can be built from it. */
export interface PolicyDescription {
  /** The names of the layers that apply, general to specific. */
  readonly layers: readonly string[];
  readonly defaults: Members;
  readonly enforced: Members;
  /** For each restricted member, by its path, the values or patterns it may have. */
  readonly allowed: MergedAllowed;
  /** The effective tag policy, in Organizations' own form. */
  readonly tagPolicy: EffectiveTagPolicy;
  readonly tagPolicyCompliance: TagPolicyCompliance;
  /** The layer that each default and each enforced value comes from, by JSON Pointer. */
  readonly provenance: Readonly<Record<'defaults' | 'enforced', Readonly<Record<string, string>>>>;
}

const recipeMember = { image: 'imageRecipeArn', container: 'containerRecipeArn' } as const;

/**
 * Says what the policy holds for a caller before it sends anything.
 *
 * @param recipe - The kind of recipe that the caller has in mind; left out, the layers that hold are
 * those for a request without a recipe of its own.
 */
export const describePolicy = (
  policy: OrganizationPolicy,
  facts: RequestFacts,
  recipe?: RecipeKind,
  inheritedTagPolicy?: InheritedTagPolicy,
): PolicyDescription => {
  const sent = recipe === undefined ? {} : { [recipeMember[recipe]]: '' };
  const layers = layersThatApply(policy.layers, facts.caller, sent);
  const defaults = layOver(statementsOf(layers, 'defaults', facts), 'last');
  const enforced = layOver(statementsOf(layers, 'enforced', facts), 'first');
  return {
    layers: layers.map(({ name }) => name),
    defaults: defaults.members,
    enforced: enforced.members,
    allowed: mergeAllowed(layers),
    tagPolicy: tagPolicyOf(layers, inheritedTagPolicy),
    tagPolicyCompliance: policy.tagPolicyCompliance ?? 'error',
    provenance: { defaults: defaults.provenance, enforced: enforced.provenance },
  };
};
