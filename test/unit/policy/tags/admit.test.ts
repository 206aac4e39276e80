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
    const details = tagPolicyIssues({ tags: { Team: { tag_key: 'Team', tag_value: ['*'] } } });
    expect(details.map(({ detail }) => detail)).toEqual([
      'This is an effective policy, which says what tag policies come to and cannot be one. Paste the policies that are attached, each as "aws organizations describe-policy --query Policy.Content --output text" prints it, or put each value behind its operator, such as "@@assign". An account\'s effective policy is what the proxy itself asks for where TAG_POLICY_SOURCE is "organizations".',
      '"tag_key" takes operators, such as { "@@assign": "Team" }, and this is a text.',
      '"tag_value" takes operators, such as { "@@assign": ["Production"] }, and this is a list.',
    ]);
  });

  const content = '{"tags":{"team":{}}}';
  it.each<[string, unknown, string]>([
    [
      'the answer of DescribePolicy',
      { Policy: { Content: content } },
      `This is the answer of "aws organizations describe-policy". Paste what "Policy.Content" holds, as JSON and without quotation marks around it: ${content}`,
    ],
    [
      'the policy of that answer',
      { Content: content },
      `This is the answer of "aws organizations describe-policy". Paste what "Content" holds, as JSON and without quotation marks around it: ${content}`,
    ],
    [
      'the text of a policy',
      content,
      `This is the text of a JSON object. Paste what the text holds, as JSON and without quotation marks around it: ${content}`,
    ],
  ])('say what to paste in the place of %s', (_, document, detail) => {
    expect(detailOf(document)).toBe(detail);
  });

  it.each(['*', '*:*', 'all', 'ALL_SUPPORTED', 'all:instance*', 'any', 'All Services'])(
    'say of %s that no wildcard stands for all services',
    (type) => {
      const detail = detailOf({ tags: { k: { enforced_for: { '@@assign': [type] } } } });
      expect(detail).toContain('There is no wildcard for all services: name each of them');
      expect(detail).not.toContain('Did you mean');
    },
  );

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
      'Image Builder in another spelling',
      { tags: { k: { enforced_for: { '@@assign': ['EC2 Image Builder:image'] } } } },
      'Did you mean "imagebuilder:image"?',
    ],
    [
      'a control list without its signs',
      { tags: { k: { operators_allowed_for_child_policies: ['@@none'] } } },
      'Did you mean "@@operators_allowed_for_child_policies"?',
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
