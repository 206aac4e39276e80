import { describe, expect, it } from 'vitest';
import { tagPolicyIssues } from '../../../../src/policy/tags/admit.ts';
import { admissionCases } from './admit-cases.ts';

const policyOf = (length: number): string => {
  const frame = '{"tags":{"k":{"tag_value":{"@@assign":[""]}}}}';
  return frame.replace('""', `"${'v'.repeat(length - frame.length)}"`);
};
const codes = (issues: readonly { code: string }[]) => issues.map(({ code }) => code);
const detailOf = (document: unknown) => tagPolicyIssues(document)[0]?.detail;

describe.each(admissionCases)('$name', ({ document, issues }) => {
  const expected = Object.entries(issues);

  it(expected.length === 0 ? 'is admitted' : 'is refused with every issue at its place', () => {
    const found = tagPolicyIssues(document).map(({ pointer, code }) => [pointer, code]);
    expect(found).toEqual(expected);
  });
});

describe('the sentences', () => {
  it('say that an effective policy cannot be used, and how to write the policy', () => {
    expect(detailOf({ tags: { Team: { tag_key: 'Team' } } })).toBe(
      `"tag_key" takes operators, such as { "@@assign": "Team" }, and this is a text. An effective policy, which holds raw values, cannot be used as a policy.`,
    );
  });

  it.each([
    ['a field', { tags: { k: { tag_valeu: {} } } }, 'Did you mean "tag_value"?'],
    ['a field in capitals', { tags: { k: { TAG_VALUE: {} } } }, 'Did you mean "tag_value"?'],
    ['an operator', { tags: { k: { tag_value: { '@@Assign': [] } } } }, 'Did you mean "@@assign"?'],
    [
      'a control list',
      { tags: { '@@operators_allowed_for_child_policy': [] } },
      'Did you mean "@@operators_allowed_for_child_policies"?',
    ],
    [
      'a resource type',
      { tags: { k: { enforced_for: { '@@assign': ['EC2:all_supported'] } } } },
      'Did you mean "ec2:ALL_SUPPORTED"?',
    ],
    [
      'a misplaced field',
      { tags: { k: { tag_value: { enforced_for: {} } } } },
      'move it beside "tag_value"',
    ],
    ['the root', { tag: {} }, 'Example: { "tags":'],
  ])('help with %s', (_, document, hint) => {
    expect(detailOf(document)).toContain(hint);
  });

  it('are short, whatever the document holds', () => {
    expect(detailOf({ tags: { k: { ['x'.repeat(5000)]: {} } } })?.length).toBeLessThan(400);
  });
});

describe('the length', () => {
  it('counts the characters of the document without white space', () => {
    expect(tagPolicyIssues(JSON.parse(policyOf(10_000)))).toEqual([]);
    expect(codes(tagPolicyIssues(JSON.parse(policyOf(10_001))))).toEqual(['document-too-long']);
  });

  it('counts a character outside the basic plane once', () => {
    const text = policyOf(9_000).replace('vvv', '\u{1f600}'.repeat(1_003));
    expect(text.length).toBeGreaterThan(10_000);
    expect(tagPolicyIssues(JSON.parse(text))).toEqual([]);
  });

  it('counts every kind of value as JSON.stringify writes it', () => {
    const document = { tags: { k: { tag_value: { '@@assign': [1, null, true, 'é"\n', ''] } } } };
    const short = JSON.stringify(document).length;
    const filled = (length: number) => ({
      tags: {
        k: { tag_value: { '@@assign': [1, null, true, 'é"\n', 'v'.repeat(length - short)] } },
      },
    });
    expect(tagPolicyIssues(filled(10_000))).toEqual([]);
    expect(codes(tagPolicyIssues(filled(10_001)))).toEqual(['document-too-long']);
  });

  it('is not stopped by deep nesting', () => {
    const deep: unknown = JSON.parse(`${'{"a":['.repeat(50_000)}${']}'.repeat(50_000)}`);
    expect(codes(tagPolicyIssues({ tags: { k: deep } }))).toContain('unknown-field');
  });
});
