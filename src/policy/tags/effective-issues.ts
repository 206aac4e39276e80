import { type Issue, quote } from '../../json/issue.ts';
import { isJsonArray, isJsonObject, jsonTypeOf } from '../../json/json-value.ts';
import { childPointer } from '../../json/pointer.ts';
import { foldedKey, type ReportedTagPolicy, type RuleField, ruleFields } from './tag-policy.ts';
import { wildcardIssues } from './value-pattern.ts';

/**
 * Every reason why a parsed document is not an effective tag policy as DescribeEffectivePolicy
 * returns it (`PolicyContent`); none means that it is a `ReportedTagPolicy`.
 *
 * Members that are not known are let pass: Organizations may print more than it does today, and a
 * policy that cannot be read stops every request.
 */
export const effectiveTagPolicyIssues = (content: unknown): Issue[] => {
  if (!isJsonObject(content)) return [unlike('', 'An effective tag policy is an object', content)];
  const tags = Object.hasOwn(content, 'tags') ? content['tags'] : {};
  if (!isJsonObject(tags)) return [unlike('/tags', 'The member "tags" is an object', tags)];
  const seen = new Set<string>();
  return Object.entries(tags).flatMap(([key, rule]) => {
    const pointer = childPointer('/tags', key);
    const repeated = seen.has(foldedKey(key));
    seen.add(foldedKey(key));
    return [...(repeated ? [repeatedKey(pointer, key)] : []), ...ruleIssues(pointer, key, rule)];
  });
};

/** Tells whether a parsed document is an effective tag policy as DescribeEffectivePolicy returns it. */
export const isReportedTagPolicy = (content: unknown): content is ReportedTagPolicy =>
  effectiveTagPolicyIssues(content).length === 0;

const ruleIssues = (pointer: string, key: string, rule: unknown): Issue[] => {
  if (!isJsonObject(rule)) return [unlike(pointer, `The rule of ${quote(key)} is an object`, rule)];
  return ruleFields.flatMap((field) =>
    Object.hasOwn(rule, field)
      ? settingIssues(childPointer(pointer, field), key, field, rule[field])
      : [],
  );
};

const settingIssues = (pointer: string, key: string, field: RuleField, value: unknown): Issue[] => {
  if (field === 'tag_key') {
    if (typeof value === 'string' && foldedKey(value) === foldedKey(key)) return [];
    return [unlike(pointer, `"tag_key" is ${quote(key)} in some capitalization`, value)];
  }
  if (!isJsonArray(value)) return [unlike(pointer, `"${field}" is a list of texts`, value)];
  return value.flatMap((element, index) => {
    const at = childPointer(pointer, index);
    if (typeof element !== 'string') return [unlike(at, `"${field}" is a list of texts`, element)];
    return field === 'tag_value' ? wildcardIssues(at, element) : [];
  });
};

const unlike = (pointer: string, expected: string, actual: unknown): Issue => {
  const shown = typeof actual === 'string' ? quote(actual) : jsonTypeOf(actual);
  // The likeliest mistake is to give a policy where its effect is asked for.
  const hint =
    isJsonObject(actual) && Object.keys(actual).some((name) => name.startsWith('@@'))
      ? ' Operators belong in a policy; an effective policy holds what they come to.'
      : '';
  const detail = `${expected}, and this is ${shown}.${hint}`;
  return { pointer, code: 'not-an-effective-policy', detail };
};

const repeatedKey = (pointer: string, key: string): Issue => ({
  pointer,
  code: 'policy-key-repeated',
  detail: `The key ${quote(key)} is given twice in different capitalizations.`,
});
