import { type Issue, quote, quoteChoice } from '../../json/issue.ts';
import { isJsonArray, isJsonObject, jsonTypeOf } from '../../json/json-value.ts';
import { childPointer } from '../../json/pointer.ts';
import { didYouMean, suggest } from '../../json/suggest.ts';
import { controlIssues } from './admit-controls.ts';
import { resourceTypeIssues } from './resource-type.ts';
import { CONTROLS, foldedKey, type RuleField, ruleFields, valueOperators } from './tag-policy.ts';
import { wildcardIssues } from './value-pattern.ts';

/** What Organizations refuses in one setting of a policy key: `{ "@@assign": … }`. */
export const settingIssues = (
  pointer: string,
  field: RuleField,
  setting: unknown,
  policyKey: string,
): Issue[] => {
  if (!isJsonObject(setting)) {
    const detail = `"${field}" takes operators, such as { "@@assign": ${exampleOf(field, policyKey)} }, and this is ${jsonTypeOf(setting)}.`;
    return [{ pointer, code: 'raw-value', detail }];
  }
  return Object.entries(setting).flatMap(([operator, operand]) => {
    const at = childPointer(pointer, operator);
    if (operator === CONTROLS) return controlIssues(at, operand);
    if (!operatorsOf(field).includes(operator)) return [unknownOperator(at, field, operator)];
    return field === 'tag_key'
      ? tagKeyIssues(at, operand, policyKey)
      : listIssues(at, field, operand);
  });
};

const exampleOf = (field: RuleField, policyKey: string): string => {
  if (field === 'tag_key') return quote(policyKey);
  return field === 'tag_value' ? '["Production"]' : '["imagebuilder:ALL_SUPPORTED"]';
};

const operatorsOf = (field: RuleField): readonly string[] =>
  field === 'tag_key' ? ['@@assign'] : valueOperators;

const unknownOperator = (pointer: string, field: RuleField, operator: string): Issue => {
  if (valueOperators.some((known) => known === operator)) {
    const detail = `"${field}" has one value, so ${quote(operator)} cannot change it. Use "@@assign".`;
    return { pointer, code: 'misplaced-operator', detail };
  }
  const known = [...operatorsOf(field), CONTROLS];
  const hint = ruleFields.some((name) => name === operator)
    ? ` ${quote(operator)} is a field of the policy key: move it beside "${field}".`
    : didYouMean(suggest(operator, known, 2));
  const detail = `"${field}" takes ${quoteChoice(known)}, and this is ${quote(operator)}.${hint}`;
  return { pointer, code: 'unknown-operator', detail };
};

/** `tag_key` takes the policy key in the wanted capitalization. */
const tagKeyIssues = (pointer: string, operand: unknown, policyKey: string): Issue[] => {
  if (typeof operand !== 'string') {
    const detail = `"tag_key" takes the text ${quote(policyKey)} in the capitalization you want, and this is ${jsonTypeOf(operand)}.`;
    return [{ pointer, code: 'not-a-text', detail }];
  }
  if (foldedKey(operand) === foldedKey(policyKey)) return [];
  const detail = `The tag key ${quote(operand)} must be the policy key ${quote(policyKey)} apart from capitalization. Rename one of them.`;
  return [{ pointer, code: 'tag-key-mismatch', detail }];
};

type ListField = Exclude<RuleField, 'tag_key'>;

const listExample: Readonly<Record<ListField, string>> = {
  tag_value: '["Production", "Test*"]',
  enforced_for: '["ec2:ALL_SUPPORTED"]',
  report_required_tag_for: '["imagebuilder:image-pipeline"]',
};

/** The other fields take a list of values, or of resource types. */
const listIssues = (pointer: string, field: ListField, operand: unknown): Issue[] => {
  if (!isJsonArray(operand)) {
    const detail = `"${field}" takes a list such as ${listExample[field]}, and this is ${jsonTypeOf(operand)}.`;
    return [{ pointer, code: 'not-a-list', detail }];
  }
  const elementIssues = field === 'tag_value' ? tagValueIssues : resourceTypeIssues;
  return operand.flatMap((element, index) => elementIssues(childPointer(pointer, index), element));
};

const tagValueIssues = (pointer: string, value: unknown): Issue[] => {
  if (typeof value === 'string') return wildcardIssues(pointer, value);
  if (typeof value !== 'object' || value === null) return [];
  const detail = `A tag value is a text such as "Production", and this is ${jsonTypeOf(value)}.`;
  return [{ pointer, code: 'not-a-scalar', detail }];
};
