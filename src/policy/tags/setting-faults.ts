import { childPointer } from '../../json/pointer.ts';
import { controlFaults } from './control-faults.ts';
import { didYouMean } from './did-you-mean.ts';
import { type Fault, fault } from './fault.ts';
import { isJsonObject, jsonTypeOf } from '../../json/json-value.ts';
import { operandFaults } from './operand-faults.ts';
import { quoted, quotedChoice } from './quoted.ts';
import { CONTROLS, type RuleField, ruleFields, valueOperators } from './tag-policy.ts';

/**
 * What Organizations refuses in one setting of a policy key: `{ "@@assign": … }`.
 *
 * A raw value in place of the operators is how effective policies are printed, so the sentence says
 * that those cannot be attached.
 */
export const settingFaults = (
  pointer: string,
  field: RuleField,
  setting: unknown,
  policyKey: string,
): Fault[] => {
  if (!isJsonObject(setting)) {
    return [
      fault(
        pointer,
        'raw-value',
        `'${field}' takes operators, such as { "@@assign": ${exampleOf(field, policyKey)} }, and this is ${jsonTypeOf(setting)}. An effective policy, which holds raw values, cannot be used as a policy.`,
      ),
    ];
  }
  return Object.entries(setting).flatMap(([operator, operand]) => {
    const at = childPointer(pointer, operator);
    if (operator === CONTROLS) return controlFaults(at, operand);
    if (operatorsOf(field).includes(operator)) return operandFaults(at, field, operand, policyKey);
    return [unknownOperator(at, field, operator)];
  });
};

const exampleOf = (field: RuleField, policyKey: string): string => {
  if (field === 'tag_key') return JSON.stringify(policyKey);
  return field === 'tag_value' ? '["Production"]' : '["imagebuilder:ALL_SUPPORTED"]';
};

const operatorsOf = (field: RuleField): readonly string[] =>
  field === 'tag_key' ? ['@@assign'] : valueOperators;

const unknownOperator = (pointer: string, field: RuleField, operator: string): Fault => {
  if (valueOperators.some((known) => known === operator)) {
    return fault(
      pointer,
      'misplaced-operator',
      `'${field}' has one value, so ${quoted(operator)} cannot change it. Use '@@assign'.`,
    );
  }
  const known = [...operatorsOf(field), CONTROLS];
  const hint = ruleFields.some((name) => name === operator)
    ? ` ${quoted(operator)} is a field of the policy key: move it beside '${field}'.`
    : didYouMean(operator, known);
  return fault(
    pointer,
    'unknown-operator',
    `'${field}' takes ${quotedChoice(known)}, and this is ${quoted(operator)}.${hint}`,
  );
};
