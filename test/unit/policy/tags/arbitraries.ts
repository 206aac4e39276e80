import fc from 'fast-check';
import {
  type ListSetting,
  type TagPolicyDocument,
  type TagPolicyRule,
} from '../../../../src/policy/tags/tag-policy.ts';

/** Few keys and values, so that policies meet each other often. */
const keys = ['k', 'CostCenter', 'constructor', '__proto__'];

const spelled = (key: string): fc.Arbitrary<string> =>
  fc.constantFrom(key, key.toLowerCase(), key.toUpperCase());

const control = fc.oneof(
  fc.constantFrom(['@@none'], ['@@all'], ['@@Append']),
  fc.uniqueArray(fc.constantFrom('@@all', '@@assign', '@@append', '@@remove'), { minLength: 1 }),
);

const listOf = (
  ...elements: readonly (string | number | boolean | null)[]
): fc.Arbitrary<ListSetting> => {
  const list = fc.array(fc.constantFrom(...elements), { maxLength: 4 });
  return fc.record(
    {
      '@@assign': list,
      '@@append': list,
      '@@remove': list,
      '@@operators_allowed_for_child_policies': control,
    },
    { requiredKeys: [] },
  );
};

export const tagValueSettings = listOf('a', 'b', 'c*', '*d', '*', '', 12, '12', true, null);
const types = listOf('ec2:instance', 'imagebuilder:image', 'imagebuilder:ALL_SUPPORTED', 'ec2:*');

const ruleOf = (key: string): fc.Arbitrary<TagPolicyRule> =>
  fc.record(
    {
      tag_key: fc.record(
        { '@@assign': spelled(key), '@@operators_allowed_for_child_policies': control },
        { requiredKeys: [] },
      ),
      tag_value: tagValueSettings,
      enforced_for: types,
      report_required_tag_for: types,
      '@@operators_allowed_for_child_policies': control,
    },
    { requiredKeys: [] },
  );

const namedRules = fc
  .uniqueArray(fc.constantFrom(...keys), { maxLength: 3 })
  .chain((chosen) => fc.tuple(...chosen.map((key) => fc.tuple(spelled(key), ruleOf(key)))));

/** Any admitted tag policy over a few keys. */
export const tagPolicies: fc.Arbitrary<TagPolicyDocument> = fc
  .tuple(namedRules, fc.option(control, { nil: undefined }))
  .map(([rules, controls]) => {
    const members: [string, TagPolicyRule | readonly string[]][] = [...rules];
    if (controls !== undefined) members.push(['@@operators_allowed_for_child_policies', controls]);
    return { tags: Object.fromEntries(members) };
  });

/** Any admitted policies at a few levels. */
export const policyLevels = fc.array(fc.array(tagPolicies, { maxLength: 3 }), { maxLength: 4 });

/** Freezes a value and everything it holds. */
export const deepFrozen = <Value>(value: Value): Value => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFrozen);
  }
  return value;
};
