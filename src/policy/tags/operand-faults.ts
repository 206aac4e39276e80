import { childPointer } from '../../json/pointer.ts';
import { type Fault, fault } from './fault.ts';
import { isJsonArray, jsonTypeOf } from '../../json/json-value.ts';
import { quoted } from './quoted.ts';
import { malformedResourceTypeFaults } from './resource-type.ts';
import { foldedKey, type RuleField } from './tag-policy.ts';

/**
 * What Organizations refuses in the operand of a value operator.
 *
 * `tag_key` takes the policy key in the wanted capitalization; every other field takes a list, of
 * values with at most one `*` or of resource types, whose form is checked but not their existence.
 */
export const operandFaults = (
  pointer: string,
  field: RuleField,
  operand: unknown,
  policyKey: string,
): Fault[] => {
  if (field === 'tag_key') return tagKeyFaults(pointer, operand, policyKey);
  if (!isJsonArray(operand)) {
    return [
      fault(
        pointer,
        'not-a-list',
        `'${field}' takes a list such as ${exampleOf[field]}, and this is ${jsonTypeOf(operand)}.`,
      ),
    ];
  }
  const elementFaults = field === 'tag_value' ? tagValueFaults : malformedResourceTypeFaults;
  return operand.flatMap((element, index) => elementFaults(childPointer(pointer, index), element));
};

const exampleOf: Readonly<Record<Exclude<RuleField, 'tag_key'>, string>> = {
  tag_value: '["Production", "Test*"]',
  enforced_for: '["ec2:ALL_SUPPORTED"]',
  report_required_tag_for: '["imagebuilder:image-pipeline"]',
};

const tagKeyFaults = (pointer: string, operand: unknown, policyKey: string): Fault[] => {
  if (typeof operand !== 'string') {
    return [
      fault(
        pointer,
        'not-a-text',
        `'tag_key' takes the text ${quoted(policyKey)} in the capitalization you want, and this is ${jsonTypeOf(operand)}.`,
      ),
    ];
  }
  return foldedKey(operand) === foldedKey(policyKey)
    ? []
    : [
        fault(
          pointer,
          'tag-key-mismatch',
          `The tag key ${quoted(operand)} must be the policy key ${quoted(policyKey)} apart from capitalization. Rename one of them.`,
        ),
      ];
};

/** What is refused as an allowed value, in a policy and in an effective policy alike. */
export const wildcardFaults = (pointer: string, value: string): Fault[] =>
  value.indexOf('*') === value.lastIndexOf('*')
    ? []
    : [
        fault(
          pointer,
          'too-many-wildcards',
          `The value ${quoted(value)} holds more than one '*'. One is allowed, at any place: 'a*', '*b' or 'a*b'.`,
        ),
      ];

const tagValueFaults = (pointer: string, value: unknown): Fault[] => {
  if (typeof value === 'object' && value !== null) {
    return [
      fault(
        pointer,
        'not-a-scalar',
        `A tag value is a text such as "Production", and this is ${jsonTypeOf(value)}.`,
      ),
    ];
  }
  return typeof value === 'string' ? wildcardFaults(pointer, value) : [];
};
