import { toPointer } from '../../../src/json/pointer.ts';
import { tagPolicyOf } from '../../../src/policy/tag-rules.ts';
import {
  type InheritedSetting,
  inheritSetting,
  type SettingOperators,
  unrestrictedSetting,
} from '../../../src/policy/tags/inherit.ts';
import { coversResourceType, evaluatedTypes } from '../../../src/policy/tags/resource-type.ts';
import {
  foldedKey,
  type RuleField,
  ruleFields,
  type TagPolicyRule,
  valueOperators,
} from '../../../src/policy/tags/tag-policy.ts';
import { advice, fault, type Finding } from './finding.ts';
import type { Placed, Survey, Surveyed } from './survey.ts';

/** Operators of tag policies that count for nothing, and required tags for which no value is left. */
export const tagPolicyFindings = (about: Survey): Finding[] =>
  about.living.flatMap((one) => [...droppedOperators(one), ...impossibleTags(about, one)]);

/** One setting of one tag key, as a document of a level states it. */
interface Stated {
  readonly pointer: string;
  readonly key: string;
  readonly field: RuleField;
  readonly setting: SettingOperators;
}

const statedBy = ({ layer, pointer }: Placed): Stated[] =>
  (layer.tagPolicies ?? []).flatMap(({ tags }, document) =>
    Object.entries(tags).flatMap(([policyKey, rule]) =>
      isRule(rule)
        ? settingsOf(
            rule,
            `${pointer}${toPointer(['tagPolicies', document, 'tags', policyKey])}`,
            policyKey,
          )
        : [],
    ),
  );

const isRule = (member: TagPolicyRule | readonly string[]): member is TagPolicyRule =>
  !Array.isArray(member);

const settingsOf = (rule: TagPolicyRule, pointer: string, policyKey: string): Stated[] =>
  ruleFields.flatMap((field) => {
    const setting = rule[field];
    if (setting === undefined) return [];
    return [{ pointer: `${pointer}/${field}`, key: foldedKey(policyKey), field, setting }];
  });

const isSame =
  ({ key, field }: Stated) =>
  (other: Stated): boolean =>
    other.key === key && other.field === field;

/** Operators that a more general level does not let the levels below it use: Organizations passes over them. */
const droppedOperators = (one: Surveyed): Finding[] => {
  const levels = one.always.filter(({ index }) => index < one.index).map(statedBy);
  return statedBy(one).flatMap((stated) => {
    let above: InheritedSetting = unrestrictedSetting();
    for (const level of levels) {
      above = inheritSetting(
        above,
        level.filter(isSame(stated)).map(({ setting }) => setting),
      );
    }
    return valueOperators
      .filter((operator) => stated.setting[operator] !== undefined && !above.allowed.has(operator))
      .map((operator) => dropped(stated, operator, [...above.allowed]));
  });
};

const dropped = ({ pointer }: Stated, operator: string, allowed: readonly string[]): Finding => {
  const may =
    allowed.length === 0 ? 'no operator here' : `${allowed.join(' and ')} here and nothing else`;
  return advice(
    `${pointer}/${operator}`,
    'tag-operator-dropped',
    `A more general layer lets the ones below it use ${may}, so this "${operator}" is passed over, as AWS Organizations does. See "@@operators_allowed_for_child_policies" there.`,
  );
};

/** Tags that the tag policy requires and leaves no value for, so that no request can comply. */
const impossibleTags = ({ policy }: Survey, one: Surveyed): Finding[] => {
  if (policy.tagPolicyCompliance === 'disabled') return [];
  const { tags = {} } = tagPolicyOf(one.always.map(({ layer }) => layer));
  const own = new Map(statedBy(one).map((stated) => [stated.key, stated]));
  return Object.entries(tags).flatMap(([key, rule]) => {
    const stated = own.get(key);
    const isRequired = evaluatedTypes.some((type) =>
      coversResourceType(rule.report_required_tag_for ?? [], type),
    );
    if (stated === undefined || !isRequired || rule.tag_value.length > 0) return [];
    const pointer = stated.pointer.slice(0, stated.pointer.lastIndexOf('/'));
    const sentence = `The tag policy that this layer comes to requires the tag "${rule.tag_key}" and allows no value for it`;
    return policy.tagPolicyCompliance === 'warning'
      ? [advice(pointer, 'tag-policy-unsatisfiable', `${sentence}: every request gets a warning.`)]
      : [
          fault(
            pointer,
            'tag-policy-unsatisfiable',
            `${sentence}: every request is refused. Allow a value, for example "tag_value": {"@@assign": ["100"]}, or do not require the tag.`,
          ),
        ];
  });
};
