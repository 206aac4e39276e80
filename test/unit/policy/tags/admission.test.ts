import { describe, expect, it } from 'vitest';
import {
  isTagPolicy,
  tagPolicyFaults,
  tagPolicyLevelFaults,
  tagPolicyTextFaults,
} from '../../../../src/policy/tags/admission.ts';
import { admissionCases } from './admission-cases.ts';

const policyOf = (length: number): string => {
  const frame = '{"tags":{"k":{"tag_value":{"@@assign":[""]}}}}';
  return frame.replace('""', `"${'v'.repeat(length - frame.length)}"`);
};
const codes = (faults: readonly { code: string }[]) => faults.map(({ code }) => code);
const detailOf = (document: unknown) => tagPolicyFaults(document)[0]?.detail;

describe.each(admissionCases)('$name', ({ document, faults }) => {
  const expected = Object.entries(faults);

  it(expected.length === 0 ? 'is admitted' : 'is refused with every fault at its place', () => {
    const found = tagPolicyFaults(document).map(({ pointer, code }) => [pointer, code]);
    expect(found).toEqual(expected);
    expect(isTagPolicy(document)).toBe(expected.length === 0);
  });

  it('is judged alike as a text', () => {
    expect(tagPolicyTextFaults(JSON.stringify(document, undefined, 2))).toEqual(
      tagPolicyFaults(document),
    );
  });
});

describe('the sentences', () => {
  it('say that an effective policy cannot be used, and how to write the policy', () => {
    expect(detailOf({ tags: { Team: { tag_key: 'Team' } } })).toBe(
      `'tag_key' takes operators, such as { "@@assign": "Team" }, and this is a text. An effective policy, which holds raw values, cannot be used as a policy.`,
    );
  });

  it.each([
    ['a field', { tags: { k: { tag_valeu: {} } } }, "Did you mean 'tag_value'?"],
    ['a field in capitals', { tags: { k: { TAG_VALUE: {} } } }, "Did you mean 'tag_value'?"],
    ['an operator', { tags: { k: { tag_value: { '@@Assign': [] } } } }, "Did you mean '@@assign'?"],
    [
      'a control list',
      { tags: { '@@operators_allowed_for_child_policy': [] } },
      "Did you mean '@@operators_allowed_for_child_policies'?",
    ],
    [
      'a resource type',
      { tags: { k: { enforced_for: { '@@assign': ['EC2:all_supported'] } } } },
      "Did you mean 'ec2:ALL_SUPPORTED'?",
    ],
    [
      'a misplaced field',
      { tags: { k: { tag_value: { enforced_for: {} } } } },
      "move it beside 'tag_value'",
    ],
    ['the root', { tag: {} }, 'Example: { "tags":'],
  ])('help with %s', (_, document, hint) => {
    expect(detailOf(document)).toContain(hint);
  });

  it('are short, whatever the document holds', () => {
    expect(detailOf({ tags: { k: { ['x'.repeat(5000)]: {} } } })?.length).toBeLessThan(400);
  });
});

describe('tagPolicyTextFaults', () => {
  it.each(['', '{', '{"tags": {},}', "{'tags': {}}", '\u{feff}{"tags":{}}'])(
    'refuses malformed JSON: %j',
    (text) => {
      expect(codes(tagPolicyTextFaults(text))).toEqual(['malformed-json']);
    },
  );

  it('refuses members given twice, at any depth', () => {
    const text =
      '{"tags": {"a": {"tag_value": {"@@assign": ["1"], "@@assign": ["2"]}}, "\\u0061": {}}}';
    expect(tagPolicyTextFaults(text)).toMatchObject([
      { pointer: '/tags/a/tag_value/@@assign', code: 'duplicate-member' },
      { pointer: '/tags/a', code: 'duplicate-member' },
    ]);
  });

  it('counts characters, and no white space but that inside texts', () => {
    expect(tagPolicyTextFaults(policyOf(10_000))).toEqual([]);
    expect(tagPolicyTextFaults(`${' \n\t\r'.repeat(500)}${policyOf(10_000)}\n`)).toEqual([]);
    expect(codes(tagPolicyTextFaults(policyOf(10_001)))).toEqual(['document-too-long']);
    const spaced = policyOf(10_001).replace('vvv', 'v v');
    expect(codes(tagPolicyTextFaults(spaced))).toEqual(['document-too-long']);
  });

  it('counts a character outside the basic plane once', () => {
    const text = policyOf(9_000).replace('vvv', '\u{1f600}'.repeat(1_003));
    expect(text.length).toBeGreaterThan(10_000);
    expect(tagPolicyTextFaults(text)).toEqual([]);
    expect(tagPolicyFaults(JSON.parse(text))).toEqual([]);
  });

  it('takes an escaped quote for a part of its text', () => {
    const spaced = policyOf(9_998).replace('"v', '"\\" v');
    expect(codes(tagPolicyTextFaults(spaced))).toEqual(['document-too-long']);
  });
});

describe('tagPolicyFaults', () => {
  it('counts the characters of the document without white space', () => {
    expect(tagPolicyFaults(JSON.parse(policyOf(10_000)))).toEqual([]);
    expect(codes(tagPolicyFaults(JSON.parse(policyOf(10_001))))).toEqual(['document-too-long']);
  });

  it('counts every kind of value as JSON.stringify writes it', () => {
    const document = { tags: { k: { tag_value: { '@@assign': [1, null, true, 'é"\n', ''] } } } };
    const short = JSON.stringify(document).length;
    const filled = (length: number) => ({
      tags: {
        k: { tag_value: { '@@assign': [1, null, true, 'é"\n', 'v'.repeat(length - short)] } },
      },
    });
    expect(tagPolicyFaults(filled(10_000))).toEqual([]);
    expect(codes(tagPolicyFaults(filled(10_001)))).toEqual(['document-too-long']);
  });

  it('is not stopped by deep nesting', () => {
    const deep: unknown = JSON.parse(`${'{"a":['.repeat(50_000)}${']}'.repeat(50_000)}`);
    expect(codes(tagPolicyFaults({ tags: { k: deep } }))).toContain('unknown-field');
  });
});

describe('tagPolicyLevelFaults', () => {
  const policy = { tags: {} };

  it('allows ten policies and refuses eleven', () => {
    expect(tagPolicyLevelFaults(Array.from({ length: 10 }, () => policy))).toEqual([]);
    expect(tagPolicyLevelFaults(Array.from({ length: 11 }, () => policy))).toMatchObject([
      { pointer: '', code: 'too-many-policies' },
    ]);
  });

  it('points into the list', () => {
    expect(tagPolicyLevelFaults([policy, { tags: { '': {} } }, {}])).toMatchObject([
      { pointer: '/1/tags/', code: 'empty-policy-key' },
      { pointer: '/2', code: 'missing-tags' },
    ]);
  });
});
