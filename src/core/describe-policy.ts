import { mergeAllowed, type MergedAllowed } from '../policy/merged-allowed.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import type { Grant, Members, RecipeKind, TagPolicyCompliance } from '../policy/document.ts';
import { grantsMadeTo } from '../policy/grants.ts';
import { withVariables, type RequestFacts } from '../policy/variables.ts';
import type { EffectiveTagPolicy } from '../policy/tags/tag-policy.ts';

/** What the policy has for one caller, so that a form can be built from it. */
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
  /** The grants that are made to the caller; absent where the policy has none and every caller may create. */
  readonly grants?: readonly DescribedGrant[];
  readonly provenance: Readonly<Record<'defaults' | 'enforced', Readonly<Record<string, string>>>>;
}

/** A grant as those see it to whom it is made: who else it is made to is left out. */
export type DescribedGrant = Omit<Grant, 'to'>;

/** What a caller hears of the policy to whom no grant is made. */
export const nothing: PolicyDescription = Object.freeze({
  layers: [],
  defaults: {},
  enforced: {},
  allowed: {},
  tagPolicy: {},
  tagPolicyCompliance: 'error',
  grants: [],
  provenance: { defaults: {}, enforced: {} },
});

const recipeMember = { image: 'imageRecipeArn', container: 'containerRecipeArn' } as const;

/**
 * Describes what the policy has for a caller, before it sends anything.
 *
 * @param recipe - The kind of recipe that the caller has in mind; left out, the layers that apply are
 * those for a request without a recipe of its own.
 */
export const describePolicy = (
  policy: CompiledPolicy,
  facts: RequestFacts,
  recipe?: RecipeKind,
): PolicyDescription => {
  const sent = recipe === undefined ? {} : { [recipeMember[recipe]]: '' };
  const { layers, names, tagRules, ...supplied } = policy.layersFor(facts.caller, sent);
  const defaults = withVariables(supplied.defaults, facts);
  const enforced = withVariables(supplied.enforced, facts);
  return {
    layers: names,
    defaults: defaults.members,
    enforced: enforced.members,
    allowed: mergeAllowed(layers),
    tagPolicy: tagRules.policy.effective,
    tagPolicyCompliance: tagRules.compliance,
    ...(policy.grants !== undefined && {
      grants: grantsMadeTo(policy.grants, facts.caller).map(
        ({ grant: { to, ...described } }) => described,
      ),
    }),
    provenance: { defaults: defaults.provenance, enforced: enforced.provenance },
  };
};
