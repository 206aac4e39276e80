import { toPointer } from '../../../src/json/pointer.ts';
import type { SettingOperators } from '../../../src/policy/tags/inherit.ts';
import {
  foldedKey,
  type RuleField,
  ruleFields,
  type TagPolicyRule,
} from '../../../src/policy/tags/tag-policy.ts';
import type { PlacedLayer } from './reachability.ts';

/** What one document of a layer states about one tag key. */
interface PlacedRule {
  readonly policyKey: string;
  readonly rule: TagPolicyRule;
  readonly pointer: string;
}

/** The rules of the tag policies of a layer. */
export const rulesOf = ({ layer, pointer }: PlacedLayer): PlacedRule[] =>
  (layer.tagPolicies ?? []).flatMap(({ tags }, document) =>
    Object.entries(tags).flatMap(([policyKey, rule]) =>
      isRule(rule)
        ? [
            {
              policyKey,
              rule,
              pointer: `${pointer}${toPointer(['tagPolicies', document, 'tags', policyKey])}`,
            },
          ]
        : [],
    ),
  );

const isRule = (member: TagPolicyRule | readonly string[]): member is TagPolicyRule =>
  !Array.isArray(member);

/** One setting of one tag key, as a document of a layer has it. */
export interface Setting {
  readonly pointer: string;
  readonly key: string;
  readonly field: RuleField;
  readonly operators: SettingOperators;
}

/** The settings of the tag policies of a layer. */
export const settingsOf = (layer: PlacedLayer): Setting[] =>
  rulesOf(layer).flatMap(({ policyKey, rule, pointer }) =>
    ruleFields.flatMap((field) => {
      const operators = rule[field];
      if (operators === undefined) return [];
      return [{ pointer: `${pointer}/${field}`, key: foldedKey(policyKey), field, operators }];
    }),
  );
