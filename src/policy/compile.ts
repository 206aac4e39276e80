import { isJsonObject } from '../json/json-value.ts';
import { fromPointer } from '../json/pointer.ts';
import { dayOf } from './days.ts';
import { demandsOf, type PathDemands } from './demands.ts';
import type { Members, OrganizationPolicy, TagPolicyCompliance } from './document.ts';
import { compileGrants, type CompiledGrant } from './grants.ts';
import { isErrorOn, type ActiveLayer } from './issue-source.ts';
import { define, empty, merge, type Merged } from './merge.ts';
import { compileSelection, setsOf, type LayerSelection } from './select-layers.ts';
import { policyTagKeys, tagKeysOf, type PolicyTagKeys } from './tag-keys.ts';
import { compileTagRules, type TagRules } from './tag-rules.ts';
import type { ReportedTagPolicy } from './tags/tag-policy.ts';
import { hasVariables, withVariables, type RequestFacts } from './variables.ts';

/** A policy, ready to decide about requests. */
export interface CompiledPolicy {
  /** The document that it was made of. */
  readonly policy: OrganizationPolicy;
  /** Which document it was made of; absent where that is not known. */
  readonly revision?: string;
  /** Who may create what, where; absent where every caller may create wherever the proxy serves. */
  readonly grants?: readonly CompiledGrant[];
  /** Whether a layer looks at the groups of a caller. */
  readonly looksAtGroups: boolean;
  /**
   * What the layers that apply to a request come to together.
   *
   * @param sent - What the caller sent; a malformed member is there as `undefined`.
   * @param ownAccount - The function's own account, where it is known.
   */
  readonly layersFor: (facts: RequestFacts, sent: Members, ownAccount?: string) => CompiledLayers;
  /**
   * The same policy below the effective tag policy that AWS Organizations reports of an account: the
   * first, most general level. The same one is compiled once.
   */
  readonly withInherited: (tagPolicy: ReportedTagPolicy) => CompiledPolicy;
}

/** Gives the policy to apply to a request. Rejects with `PolicyUnavailable` while there is none. */
export type PolicySource = () => Promise<CompiledPolicy>;

/** What layers supply together. */
export interface SuppliedMembers extends Merged {
  /** Whether a tag value has a variable in it. */
  readonly hasVariables: boolean;
}

/** One value that layers enforce. */
export interface EnforcedValue {
  readonly pointer: string;
  /** The unescaped segments of the pointer. */
  readonly path: readonly string[];
  readonly source: ActiveLayer;
}

/** What some layers come to together. Frozen; variables in tag values are as they are written. */
export interface CompiledLayers {
  /** General to specific. */
  readonly layers: readonly ActiveLayer[];
  readonly names: readonly string[];
  /** A later layer's go before an earlier one's. */
  readonly defaults: SuppliedMembers;
  /** Those of layers whose breaches are errors go before those that only warn, then an earlier layer's before a later one's. */
  readonly enforced: SuppliedMembers;
  readonly enforcedValues: readonly EnforcedValue[];
  /** What the layers allow, require and forbid, by path. */
  readonly demands: readonly PathDemands[];
  /** The tag keys that the layers name. */
  readonly tagKeys: PolicyTagKeys;
  readonly tagRules: TagRules;
}

// A policy has few kinds of callers; where there are more, what is compiled is compiled again.
const mostSelections = 64;

/** An account to which nothing is handed down. */
const nothingInherited: ReportedTagPolicy = Object.freeze({});

/** Compiles a policy: each selection of layers that applies to some request is worked out once. */
export const compilePolicy = (policy: OrganizationPolicy, revision?: string): CompiledPolicy => {
  const common = {
    policy,
    ...(revision !== undefined && { revision }),
    ...(policy.grants !== undefined && { grants: compileGrants(policy.grants) }),
    looksAtGroups: policy.layers.some((layer) =>
      setsOf(layer)?.some(({ groups }) => groups !== undefined),
    ),
  };
  const selection = compileSelection(policy.layers);
  // Forgotten with the tag policies: an account's next one is another object.
  const variants = new WeakMap<ReportedTagPolicy, CompiledPolicy>();
  const withInherited = (inherited: ReportedTagPolicy): CompiledPolicy => {
    const known = variants.get(inherited);
    if (known !== undefined) return known;
    const layersFor = selectLayers(policy, selection, inherited);
    const compiled = Object.freeze({ ...common, layersFor, withInherited });
    variants.set(inherited, compiled);
    return compiled;
  };
  return withInherited(nothingInherited);
};

const selectLayers = (
  { layers: all, tagPolicyCompliance }: OrganizationPolicy,
  selection: LayerSelection,
  inherited: ReportedTagPolicy,
): CompiledPolicy['layersFor'] => {
  const selections = new Map<string, CompiledLayers>();
  const layersAt = (positions: readonly number[], day: string): CompiledLayers => {
    const layers = positions.flatMap((position): ActiveLayer[] => {
      const layer = all[position];
      return layer === undefined ? [] : [{ layer, isError: isErrorOn(layer, day) }];
    });
    const key = layers.map(({ isError }, index) => `${positions[index]}${isError}`).join();
    const known = selections.get(key);
    if (known !== undefined) return known;
    if (selections.size >= mostSelections) selections.clear();
    const compiled = compileLayers(layers, tagPolicyCompliance, inherited);
    selections.set(key, compiled);
    return compiled;
  };
  return (facts, sent, ownAccount) => {
    const day = dayOf(facts.requestTime);
    const positions = selection.general(facts);
    const general = layersAt(positions, day);
    if (!selection.looksAtRequests) return general;
    const supplied = [general.enforced, general.defaults].map(
      (members) => withVariables(members, facts).members,
    );
    return layersAt(selection.specific(facts, positions, [sent, ...supplied], ownAccount), day);
  };
};

/** Works out what some layers come to where they apply together. */
export const compileLayers = (
  layers: readonly ActiveLayer[],
  tagPolicyCompliance: TagPolicyCompliance = 'error',
  inherited?: ReportedTagPolicy,
): CompiledLayers => {
  const defaults = mergeLayers(layers, 'defaults');
  const byWeight = errorsFirst(layers);
  const enforced = mergeLayers(byWeight.toReversed(), 'enforced');
  const sources = new Map(layers.map((active) => [active.layer.name, active]));
  return Object.freeze({
    layers: Object.freeze(layers),
    names: Object.freeze(layers.map(({ layer }) => layer.name)),
    defaults,
    enforced,
    enforcedValues: Object.freeze(
      Object.entries(enforced.provenance).flatMap(([pointer, name]) => {
        const source = sources.get(name);
        const path = Object.freeze(fromPointer(pointer));
        return source === undefined ? [] : [Object.freeze({ pointer, path, source })];
      }),
    ),
    demands: demandsOf(layers),
    tagKeys: policyTagKeys(byWeight.flatMap(tagKeysOf)),
    tagRules: compileTagRules(layers, tagPolicyCompliance, defaults, inherited),
  });
};

/** Layers whose breaches are errors before those that only warn. */
export const errorsFirst = <T extends ActiveLayer>(layers: readonly T[]): readonly T[] => [
  ...layers.filter(({ isError }) => isError),
  ...layers.filter(({ isError }) => !isError),
];

const mergeLayers = (
  layers: readonly ActiveLayer[],
  kind: 'defaults' | 'enforced',
): SuppliedMembers => {
  const { members, provenance } = merge(
    empty,
    layers.flatMap(({ layer: { name, [kind]: supplied } }) =>
      supplied === undefined ? [] : [{ members: supplied, sourceOf: () => name }],
    ),
  );
  return Object.freeze({
    members: copyOf(members),
    provenance: Object.freeze({ ...provenance }),
    hasVariables: hasVariables(members),
  });
};

/** A copy that every request reads, several times faster than what grew layer by layer: see DECISIONS.md. */
const copyOf = (members: Members): Members => {
  const copy: Record<string, unknown> = { ...members };
  for (const [name, value] of Object.entries(members)) {
    if (isJsonObject(value)) define(copy, name, copyOf(value));
  }
  return Object.freeze(copy);
};
