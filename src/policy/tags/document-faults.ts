import { childPointer } from '../../json/pointer.ts';
import { controlFaults } from './control-faults.ts';
import { didYouMean } from './did-you-mean.ts';
import { type Fault, fault } from './fault.ts';
import { isJsonObject, jsonTypeOf } from '../../json/json-value.ts';
import { quoted, quotedChoice } from './quoted.ts';
import { settingFaults } from './setting-faults.ts';
import { CONTROLS, foldedKey, ruleFields } from './tag-policy.ts';

const example = '{ "tags": { "costcenter": { "tag_key": { "@@assign": "CostCenter" } } } }';

/** What Organizations refuses in the shape of a tag policy, from the root to its last value. */
export const documentFaults = (document: unknown): Fault[] => {
  if (!isJsonObject(document)) return [notAnObject('', 'A tag policy', document)];
  const missing = Object.hasOwn(document, 'tags')
    ? []
    : [fault('', 'missing-tags', `A tag policy needs the member 'tags'. Example: ${example}.`)];
  const members = Object.entries(document).flatMap(([name, member]) => {
    const pointer = childPointer('', name);
    if (name === 'tags') return tagsFaults(pointer, member);
    return [
      fault(
        pointer,
        'unknown-member',
        `'tags' is the only member of a tag policy, and this is ${quoted(name)}.${didYouMean(name, ['tags'])}`,
      ),
    ];
  });
  return [...missing, ...members];
};

const notAnObject = (pointer: string, what: string, value: unknown): Fault =>
  fault(
    pointer,
    'not-an-object',
    `${what} is an object, and this is ${jsonTypeOf(value)}. Example: ${example}.`,
  );

const tagsFaults = (pointer: string, tags: unknown): Fault[] => {
  if (!isJsonObject(tags)) return [notAnObject(pointer, "The member 'tags'", tags)];
  const seen = new Map<string, string>();
  return Object.entries(tags).flatMap(([policyKey, rule]) => {
    const at = childPointer(pointer, policyKey);
    if (policyKey === CONTROLS) return controlFaults(at, rule);
    if (policyKey.startsWith('@@')) return [misplacedOperator(at, "'tags'", policyKey)];
    const twin = seen.get(foldedKey(policyKey));
    seen.set(foldedKey(policyKey), policyKey);
    return [...policyKeyFaults(at, policyKey, twin), ...ruleFaults(at, policyKey, rule)];
  });
};

const policyKeyFaults = (pointer: string, policyKey: string, twin: string | undefined): Fault[] => {
  if (policyKey === '') {
    return [fault(pointer, 'empty-policy-key', 'A policy key cannot be empty: name the tag key.')];
  }
  return twin === undefined
    ? []
    : [
        fault(
          pointer,
          'policy-key-repeated',
          `The policy keys ${quoted(twin)} and ${quoted(policyKey)} differ only in case and are one key. Join their rules, and give the capitalization in 'tag_key'.`,
        ),
      ];
};

const ruleFaults = (pointer: string, policyKey: string, rule: unknown): Fault[] => {
  if (!isJsonObject(rule)) {
    return [notAnObject(pointer, `The rule of the policy key ${quoted(policyKey)}`, rule)];
  }
  return Object.entries(rule).flatMap(([name, member]) => {
    const at = childPointer(pointer, name);
    if (name === CONTROLS) return controlFaults(at, member);
    if (name.startsWith('@@')) return [misplacedOperator(at, 'a policy key', name)];
    const field = ruleFields.find((known) => known === name);
    if (field !== undefined) return settingFaults(at, field, member, policyKey);
    return [
      fault(
        at,
        'unknown-field',
        `A policy key has the fields ${quotedChoice(ruleFields)}, and this is ${quoted(name)}.${didYouMean(name, ruleFields)}`,
      ),
    ];
  });
};

const misplacedOperator = (pointer: string, where: string, operator: string): Fault =>
  fault(
    pointer,
    'misplaced-operator',
    `${quoted(operator)} cannot stand directly under ${where}: operators belong in a field, such as "tag_value": { "@@assign": ["Production"] }.${didYouMean(operator, [CONTROLS], 4)}`,
  );
