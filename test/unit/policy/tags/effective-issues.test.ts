import { describe, expect, it } from 'vitest';
import {
  effectiveTagPolicyIssues,
  isReportedTagPolicy,
} from '../../../../src/policy/tags/effective-issues.ts';

const pointers = (content: unknown) =>
  effectiveTagPolicyIssues(content).map(({ pointer }) => pointer);

describe('effectiveTagPolicyIssues', () => {
  it.each([
    {},
    { tags: {} },
    { tags: { k: { tag_value: ['a', 'b*'], tag_key: 'K' } } },
    { tags: { K: {} } },
    { tags: { k: { tag_key: 'k', tag_value: [], enforced_for: ['ec2:*'], new_field: { a: 1 } } } },
  ])('accepts %j', (content) => {
    expect(effectiveTagPolicyIssues(content)).toEqual([]);
    expect(isReportedTagPolicy(content)).toBe(true);
  });

  it.each([
    ['nothing', null, ''],
    ['a list', [], ''],
    ['tags of another type', { tags: [] }, '/tags'],
    ['a rule of another type', { tags: { k: 'v' } }, '/tags/k'],
    ['another tag key', { tags: { k: { tag_key: 'other' } } }, '/tags/k/tag_key'],
    ['values that are not a list', { tags: { k: { tag_value: 'v' } } }, '/tags/k/tag_value'],
    [
      'a value that is not a string',
      { tags: { k: { tag_value: ['v', 1] } } },
      '/tags/k/tag_value/1',
    ],
    ['two wildcards', { tags: { k: { tag_value: ['a*b*'] } } }, '/tags/k/tag_value/0'],
    [
      'a type that is not a string',
      { tags: { k: { enforced_for: [1] } } },
      '/tags/k/enforced_for/0',
    ],
    ['a key given twice', { tags: { k: {}, K: {} } }, '/tags/K'],
  ])('refuses %s', (_, content, pointer) => {
    expect(pointers(content)).toEqual([pointer]);
    expect(isReportedTagPolicy(content)).toBe(false);
  });

  it('says so when it is given a policy instead', () => {
    const [issue] = effectiveTagPolicyIssues({ tags: { k: { tag_value: { '@@assign': ['v'] } } } });
    expect(issue?.detail).toContain('Operators belong in a policy');
  });

  it('names every issue at once', () => {
    expect(pointers({ tags: { a: { tag_key: 'b', tag_value: [null] }, c: 1 } })).toEqual([
      '/tags/a/tag_value/0',
      '/tags/a/tag_key',
      '/tags/c',
    ]);
  });
});
