import { type Issue, quote, quoteChoice } from '../../json/issue.ts';
import { isEmptyObject, isJsonObject, jsonTypeOf } from '../../json/json-value.ts';
import { childPointer } from '../../json/pointer.ts';
import { didYouMean, suggest } from '../../json/suggest.ts';
import { controlIssues } from './admit-controls.ts';
import { settingIssues } from './admit-setting.ts';
import { lengthIssues } from './document-length.ts';
import { pastedDocument } from './pasted-document.ts';
import { CONTROLS, foldedKey, ruleFields, valueOperators } from './tag-policy.ts';

const example = '{ "tags": { "costcenter": { "tag_key": { "@@assign": "CostCenter" } } } }';

/**
 * Every reason why AWS Organizations would refuse a parsed document as a tag policy; none means that
 * it is a `TagPolicyDocument`. Spellings whose effect is not recorded (`TAG_VALUE`) are refused too.
 *
 * Source: AWS Organizations User Guide, "Tag policy syntax and examples".
 */
export const tagPolicyIssues = (document: unknown): Issue[] => [
  ...documentIssues(document),
  ...lengthIssues(document),
];

const documentIssues = (document: unknown): Issue[] => {
  const pasted = pastedDocument(document);
  if (!isJsonObject(document)) return [pasted ?? notAnObject('', 'A tag policy', document)];
  const { tags } = document;
  if (pasted !== undefined) return [pasted, ...(isJsonObject(tags) ? tagsIssues(tags) : [])];
  const members = Object.entries(document).flatMap(([name, member]) => {
    if (name === 'tags') return tagsIssues(member);
    return isIdleOperator(name, member, tags) ? [] : [unknownMember(name)];
  });
  return Object.hasOwn(document, 'tags') ? members : [missingTags, ...members];
};

/**
 * An operator beside an empty `tags`, which Organizations admits with any operand but an object, as recorded,
 * and which changes nothing.
 */
const isIdleOperator = (name: string, operand: unknown, tags: unknown): boolean =>
  valueOperators.some((known) => known === name) && !isJsonObject(operand) && isEmptyObject(tags);

const missingTags: Issue = {
  pointer: '',
  code: 'missing-tags',
  detail: `A tag policy needs the member "tags". Example: ${example}.`,
};

const unknownMember = (name: string): Issue => ({
  pointer: childPointer('', name),
  code: 'unknown-member',
  detail: `"tags" is the only member of a tag policy, and this is ${quote(name)}.${didYouMean(suggest(name, ['tags'], 2))}`,
});

const notAnObject = (pointer: string, what: string, value: unknown): Issue => ({
  pointer,
  code: 'not-an-object',
  detail: `${what} is an object, and this is ${jsonTypeOf(value)}. Example: ${example}.`,
});

const tagsIssues = (tags: unknown): Issue[] => {
  if (!isJsonObject(tags)) return [notAnObject('/tags', 'The member "tags"', tags)];
  const seen = new Map<string, string>();
  return Object.entries(tags).flatMap(([policyKey, rule]) => {
    const pointer = childPointer('/tags', policyKey);
    if (policyKey === CONTROLS) return controlIssues(pointer, rule);
    if (policyKey.startsWith('@@')) return [misplacedOperator(pointer, '"tags"', policyKey)];
    const twin = seen.get(foldedKey(policyKey));
    seen.set(foldedKey(policyKey), policyKey);
    return [...policyKeyIssues(pointer, policyKey, twin), ...ruleIssues(pointer, policyKey, rule)];
  });
};

const policyKeyIssues = (pointer: string, policyKey: string, twin: string | undefined): Issue[] => {
  if (policyKey === '') {
    const detail = 'A policy key cannot be empty: name the tag key.';
    return [{ pointer, code: 'empty-policy-key', detail }];
  }
  if (twin === undefined) return [];
  const detail = `The policy keys ${quote(twin)} and ${quote(policyKey)} differ only in case and are one key. Join their rules, and give the capitalization in "tag_key".`;
  return [{ pointer, code: 'policy-key-repeated', detail }];
};

const ruleIssues = (pointer: string, policyKey: string, rule: unknown): Issue[] => {
  if (!isJsonObject(rule)) {
    return [notAnObject(pointer, `The rule of the policy key ${quote(policyKey)}`, rule)];
  }
  return Object.entries(rule).flatMap(([name, member]) => {
    const at = childPointer(pointer, name);
    if (name === CONTROLS) return controlIssues(at, member);
    if (name.startsWith('@@')) return [misplacedOperator(at, 'a policy key', name)];
    const field = ruleFields.find((known) => known === name);
    return field === undefined
      ? [unknownField(at, name)]
      : settingIssues(at, field, member, policyKey);
  });
};

const unknownField = (pointer: string, name: string): Issue => ({
  pointer,
  code: 'unknown-field',
  detail: `A policy key has the fields ${quoteChoice(ruleFields)}, and this is ${quote(name)}.${didYouMean(suggest(name, [...ruleFields, CONTROLS], 2))}`,
});

const misplacedOperator = (pointer: string, where: string, operator: string): Issue => ({
  pointer,
  code: 'misplaced-operator',
  detail: `${quote(operator)} cannot stand directly under ${where}: operators belong in a field, such as "tag_value": { "@@assign": ["Production"] }.${didYouMean(suggest(operator, [CONTROLS], 4))}`,
});
