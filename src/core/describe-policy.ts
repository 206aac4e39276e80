import { mergeAllowed, type MergedAllowed } from '../policy/merged-allowed.ts';
import type { CompiledLayers, CompiledPolicy, EnforcedValue } from '../policy/compile.ts';
import { demandKinds, type DemandKind } from '../policy/demands.ts';
import type {
  AllowedValue,
  Grant,
  Members,
  RecipeKind,
  TagPolicyCompliance,
} from '../policy/document.ts';
import { grantsMadeTo } from '../policy/grants.ts';
import type { ActiveLayer } from '../policy/issue-source.ts';
import { empty, merge } from '../policy/merge.ts';
import { setsOf } from '../policy/select-layers.ts';
import { withVariables, type RequestFacts } from '../policy/variables.ts';
import type { EffectiveTagPolicy } from '../policy/tags/tag-policy.ts';
import { valueAlong } from '../json/pointer.ts';
import { eachOf } from './enforced-values.ts';

/** What the policy has for one caller, so that a form can be built from it. */
export interface PolicyDescription {
  /** The names of the layers that apply, general to specific. */
  readonly layers: readonly string[];
  readonly defaults: Members;
  /** What a request always has. */
  readonly enforced: Members;
  /** For each restricted member, by its path, the values or patterns that every value there must be one of. */
  readonly allowed: MergedAllowed;
  /** By path, the lists of which at least one value there must be. */
  readonly required: DescribedDemands;
  /** By path, the lists of which no value there may be. */
  readonly forbidden: DescribedDemands;
  /** What is demanded with a warning. */
  readonly warned: readonly DescribedWarning[];
  /** The days on which what applies now changes. */
  readonly dates: readonly DescribedDates[];
  /** The effective tag policy, in Organizations' own form. */
  readonly tagPolicy: EffectiveTagPolicy;
  /** What a breach of it does where the layer that demands it does not say. */
  readonly tagPolicyCompliance: TagPolicyCompliance;
  /** The grants that are made to the caller; absent where the policy has none and every caller may create. */
  readonly grants?: readonly DescribedGrant[];
  /** The layer that each default and each enforced value comes from, by JSON Pointer. */
  readonly provenance: Readonly<Record<'defaults' | 'enforced', Readonly<Record<string, string>>>>;
}

/** A layer that demands something, and whom to ask about it. */
interface DemandSource {
  readonly layer: string;
  readonly contact?: string;
}

/** Lists of values by path. */
type DescribedDemands = Readonly<
  Record<string, readonly (DemandSource & { readonly values: readonly AllowedValue[] })[]>
>;

/** Something that a layer demands with a warning. */
interface DescribedWarning extends DemandSource {
  readonly demand: 'enforced' | DemandKind;
  /** The path of a member; of an enforced value, its JSON Pointer. */
  readonly path: string;
  readonly values: readonly unknown[];
  /** The day from which it is an error. */
  readonly errorFrom?: string;
}

/** The days of a layer that applies. */
interface DescribedDates {
  readonly layer: string;
  /** The first day on which it does not apply any more. */
  readonly until?: string;
  /** The first day on which its warnings are errors. */
  readonly errorFrom?: string;
}

/** A grant as those see it to whom it is made: who else it is made to is left out. */
export type DescribedGrant = Omit<Grant, 'to'>;

/** What a caller hears of the policy to whom no grant is made. */
export const nothing: PolicyDescription = Object.freeze({
  layers: [],
  defaults: {},
  enforced: {},
  allowed: {},
  required: {},
  forbidden: {},
  warned: [],
  dates: [],
  tagPolicy: {},
  tagPolicyCompliance: 'error',
  grants: [],
  provenance: { defaults: {}, enforced: {} },
});

const recipeMember = { image: 'imageRecipeArn', container: 'containerRecipeArn' } as const;

/** What a caller has in mind before it sends anything. */
export interface IntendedRequest {
  /** Left out, the layers that apply are those for a request without a recipe of its own. */
  readonly recipe?: RecipeKind | undefined;
  /** Left out, those for a request without an infrastructure configuration of its own. */
  readonly target?: { readonly account: string; readonly region: string } | undefined;
}

/** Describes what the policy has for a caller, before it sends anything. */
export const describePolicy = (
  policy: CompiledPolicy,
  facts: RequestFacts,
  { recipe, target }: IntendedRequest = {},
  ownAccount?: string,
): PolicyDescription => {
  const sent = {
    ...(recipe !== undefined && { [recipeMember[recipe]]: '' }),
    ...(target !== undefined && { infrastructureConfigurationArn: arnIn(target) }),
  };
  const compiled = policy.layersFor(facts, sent, ownAccount);
  const errors = compiled.layers.filter(({ isError }) => isError);
  const defaults = withVariables(compiled.defaults, facts);
  const enforced = errorsOf(compiled, facts);
  return {
    layers: compiled.names,
    defaults: defaults.members,
    enforced: enforced.members,
    allowed: mergeAllowed(errors.map(({ layer }) => layer)),
    required: demandsOfKind('required', errors),
    forbidden: demandsOfKind('forbidden', errors),
    warned: compiled.layers
      .filter(({ isError }) => !isError)
      .flatMap((active) => warningsOf(active, compiled.enforcedValues, compiled.enforced.members)),
    dates: compiled.layers.flatMap(datesOf),
    tagPolicy: compiled.tagRules.policy.effective,
    tagPolicyCompliance: policy.policy.tagPolicyCompliance ?? 'error',
    ...(policy.grants !== undefined && {
      grants: grantsMadeTo(policy.grants, facts.caller).map(
        ({ grant: { to, ...described } }) => described,
      ),
    }),
    provenance: { defaults: defaults.provenance, enforced: enforced.provenance },
  };
};

const arnIn = ({ account, region }: { readonly account: string; readonly region: string }) =>
  `arn:aws:imagebuilder:${region}:${account}:infrastructure-configuration/any`;

/** What layers enforce whose breaches are errors. */
const errorsOf = (compiled: CompiledLayers, facts: RequestFacts) => {
  const values = compiled.enforcedValues.filter(({ source }) => source.isError);
  return merge(empty, eachOf(values, withVariables(compiled.enforced, facts)));
};

const demandSource = ({ layer: { name, contact } }: ActiveLayer): DemandSource => ({
  layer: name,
  ...(contact !== undefined && { contact }),
});

const demandsOfKind = (
  kind: 'required' | 'forbidden',
  layers: readonly ActiveLayer[],
): DescribedDemands => {
  const byPath = new Map<string, DescribedDemands[string][number][]>();
  for (const active of layers) {
    for (const [path, values] of Object.entries(active.layer[kind] ?? {})) {
      byPath.set(path, [...(byPath.get(path) ?? []), { values, ...demandSource(active) }]);
    }
  }
  return Object.fromEntries(byPath);
};

const warningsOf = (
  active: ActiveLayer,
  enforcedValues: readonly EnforcedValue[],
  enforced: Members,
): DescribedWarning[] => {
  const { layer } = active;
  const about = {
    ...demandSource(active),
    ...(layer.errorFrom !== undefined && { errorFrom: layer.errorFrom }),
  };
  return [
    ...enforcedValues
      .filter(({ source }) => source === active)
      .map(({ pointer, path }) => ({
        demand: 'enforced' as const,
        path: pointer,
        values: [valueAlong(enforced, path)],
        ...about,
      })),
    ...demandKinds.flatMap((demand) =>
      Object.entries(layer[demand] ?? {}).map(([path, values]) => ({
        demand,
        path,
        values,
        ...about,
      })),
    ),
  ];
};

const datesOf = ({ layer, isError }: ActiveLayer): DescribedDates[] => {
  const ends = (setsOf(layer) ?? []).map(({ until }) => until ?? '');
  // With a set that has no end the layer has none.
  const until = ends.includes('') ? undefined : ends.toSorted().at(-1);
  const errorFrom = isError ? undefined : layer.errorFrom;
  if (until === undefined && errorFrom === undefined) return [];
  return [
    {
      layer: layer.name,
      ...(until !== undefined && { until }),
      ...(errorFrom !== undefined && { errorFrom }),
    },
  ];
};
