import { isJsonObject } from '../json/json-value.ts';
import { fromPointer } from '../json/pointer.ts';
import { restrictionsOf, type Restriction } from './allowed.ts';
import type {
  Caller,
  Layer,
  Members,
  OrganizationPolicy,
  TagPolicyCompliance,
} from './document.ts';
import { compileGrants, type CompiledGrant } from './grants.ts';
import { matchingLayers } from './match.ts';
import { define, empty, merge, type Merged } from './merge.ts';
import { policyTagKeys, tagKeysOf, type PolicyTagKeys } from './tag-keys.ts';
import { compileTagRules, type TagRules } from './tag-rules.ts';
import { compileTagPolicy } from './tags/comply.ts';
import { effectiveTagPolicy } from './tags/effective.ts';
import type { ReportedTagPolicy } from './tags/tag-policy.ts';
import { hasVariables } from './variables.ts';

/** A policy, ready to decide about requests. */
export interface CompiledPolicy {
  /** The document that it was made of. */
  readonly policy: OrganizationPolicy;
  /** Who may create what, where; absent where every caller may create wherever the proxy serves. */
  readonly grants?: readonly CompiledGrant[];
  /** Whether a layer looks at the groups of a caller. */
  readonly looksAtGroups: boolean;
  /** What the layers that apply to a caller and what it sent come to together. */
  readonly layersFor: (caller: Caller, sent: Members) => CompiledLayers;
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
  /** The name of the layer. */
  readonly source: string;
}

/** What some layers come to together. Frozen; variables in tag values are as they are written. */
export interface CompiledLayers {
  /** General to specific. */
  readonly layers: readonly Layer[];
  readonly names: readonly string[];
  /** A later layer's go before an earlier one's. */
  readonly defaults: SuppliedMembers;
  /** An earlier layer's go before a later one's. */
  readonly enforced: SuppliedMembers;
  readonly enforcedValues: readonly EnforcedValue[];
  /** The `allowed` lists of all layers, by path. */
  readonly restrictions: readonly Restriction[];
  /** The tag keys that the layers name. */
  readonly tagKeys: PolicyTagKeys;
  readonly tagRules: TagRules;
}

// A policy has few kinds of callers; where there are more, what is compiled is compiled again.
const mostSelections = 64;

/** An account to which nothing is handed down. */
const nothingInherited: ReportedTagPolicy = Object.freeze({});

/** Compiles a policy: each selection of layers that applies to some request is worked out once. */
export const compilePolicy = (policy: OrganizationPolicy): CompiledPolicy => {
  const common = {
    policy,
    ...(policy.grants !== undefined && { grants: compileGrants(policy.grants) }),
    looksAtGroups: policy.layers.some(({ applies }) => applies?.groups !== undefined),
  };
  // Forgotten with the tag policies: an account's next one is another object.
  const variants = new WeakMap<ReportedTagPolicy, CompiledPolicy>();
  const withInherited = (inherited: ReportedTagPolicy): CompiledPolicy => {
    const known = variants.get(inherited);
    if (known !== undefined) return known;
    const layersFor = selectLayers(policy, inherited);
    const compiled = Object.freeze({ ...common, layersFor, withInherited });
    variants.set(inherited, compiled);
    return compiled;
  };
  return withInherited(nothingInherited);
};

const selectLayers = (
  { layers: all, tagPolicyCompliance }: OrganizationPolicy,
  inherited: ReportedTagPolicy,
): CompiledPolicy['layersFor'] => {
  const positions = new Map(all.map((layer, index) => [layer, index]));
  const selections = new Map<string, CompiledLayers>();
  return (caller, sent) => {
    const layers = matchingLayers(all, caller, sent);
    const key = layers.map((layer) => positions.get(layer)).join();
    const known = selections.get(key);
    if (known !== undefined) return known;
    if (selections.size >= mostSelections) selections.clear();
    const compiled = compileLayers(layers, tagPolicyCompliance, inherited);
    selections.set(key, compiled);
    return compiled;
  };
};

/** Works out what some layers come to where they apply together. */
export const compileLayers = (
  layers: readonly Layer[],
  tagPolicyCompliance: TagPolicyCompliance = 'error',
  inherited?: ReportedTagPolicy,
): CompiledLayers => {
  const defaults = mergeLayers(layers, 'defaults');
  const enforced = mergeLayers(layers.toReversed(), 'enforced');
  const tagPolicy = effectiveTagPolicy(
    layers.map(({ tagPolicies }) => tagPolicies ?? []),
    inherited,
  );
  return Object.freeze({
    layers: Object.freeze(layers),
    names: Object.freeze(layers.map(({ name }) => name)),
    defaults,
    enforced,
    enforcedValues: Object.freeze(
      Object.entries(enforced.provenance).map(([pointer, source]) =>
        Object.freeze({ pointer, path: Object.freeze(fromPointer(pointer)), source }),
      ),
    ),
    restrictions: restrictionsOf(layers),
    tagKeys: policyTagKeys(layers.flatMap(tagKeysOf)),
    tagRules: compileTagRules(compileTagPolicy(tagPolicy), tagPolicyCompliance, defaults.members),
  });
};

const mergeLayers = (layers: readonly Layer[], kind: 'defaults' | 'enforced'): SuppliedMembers => {
  const { members, provenance } = merge(
    empty,
    layers.flatMap(({ name, [kind]: supplied }) =>
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
