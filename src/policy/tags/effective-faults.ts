import { childPointer } from '../../json/pointer.ts';
import { type Fault, fault } from './fault.ts';
import { isJsonArray, isJsonObject, jsonTypeOf } from '../../json/json-value.ts';
import { wildcardFaults } from './operand-faults.ts';
import { quoted } from './quoted.ts';
import { foldedKey, type ReportedTagPolicy, type RuleField, ruleFields } from './tag-policy.ts';

/**
 * Every reason why a parsed document is not an effective tag policy as DescribeEffectivePolicy
 * returns it (`PolicyContent`); none means that it is a `ReportedTagPolicy`.
 *
 * Members that are not known are let pass: Organizations may print more than it does today, and a
 * policy that cannot be read stops every request.
 */
export const effectiveTagPolicyFaults = (content: unknown): Fault[] => {
  if (!isJsonObject(content)) return [unlike('', 'An effective tag policy is an object', content)];
  const tags = Object.hasOwn(content, 'tags') ? content['tags'] : {};
  if (!isJsonObject(tags)) return [unlike('/tags', "The member 'tags' is an object", tags)];
  const seen = new Set<string>();
  return Object.entries(tags).flatMap(([key, rule]) => {
    const pointer = childPointer('/tags', key);
    const repeated = seen.has(foldedKey(key));
    seen.add(foldedKey(key));
    return [...(repeated ? [repeatedKey(pointer, key)] : []), ...ruleFaults(pointer, key, rule)];
  });
};

/** Tells whether a parsed document is an effective tag policy as DescribeEffectivePolicy returns it. */
export const isReportedTagPolicy = (content: unknown): content is ReportedTagPolicy =>
  effectiveTagPolicyFaults(content).length === 0;

const ruleFaults = (pointer: string, key: string, rule: unknown): Fault[] => {
  if (!isJsonObject(rule))
    return [unlike(pointer, `The rule of ${quoted(key)} is an object`, rule)];
  return ruleFields.flatMap((field) =>
    Object.hasOwn(rule, field)
      ? settingFaults(childPointer(pointer, field), key, field, rule[field])
      : [],
  );
};

const settingFaults = (pointer: string, key: string, field: RuleField, value: unknown): Fault[] => {
  if (field === 'tag_key') {
    if (typeof value === 'string' && foldedKey(value) === foldedKey(key)) return [];
    return [unlike(pointer, `'tag_key' is ${quoted(key)} in some capitalization`, value)];
  }
  if (!isJsonArray(value)) return [unlike(pointer, `'${field}' is a list of texts`, value)];
  return value.flatMap((element, index) => {
    const at = childPointer(pointer, index);
    if (typeof element !== 'string') return [unlike(at, `'${field}' is a list of texts`, element)];
    return field === 'tag_value' ? wildcardFaults(at, element) : [];
  });
};

const unlike = (pointer: string, expected: string, actual: unknown): Fault => {
  const shown = typeof actual === 'string' ? quoted(actual) : jsonTypeOf(actual);
  // The likeliest mistake is to give a policy where its effect is asked for.
  const hint =
    isJsonObject(actual) && Object.keys(actual).some((name) => name.startsWith('@@'))
      ? ' Operators belong in a policy; an effective policy holds what they come to.'
      : '';
  return fault(pointer, 'not-an-effective-policy', `${expected}, and this is ${shown}.${hint}`);
};

const repeatedKey = (pointer: string, key: string): Fault =>
  fault(
    pointer,
    'policy-key-repeated',
    `The key ${quoted(key)} is given twice in different capitalizations.`,
  );
