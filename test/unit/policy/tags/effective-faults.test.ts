import { describe, expect, it } from 'vitest';
import {
  effectiveTagPolicyFaults,
  isReportedTagPolicy,
} from '../../../../src/policy/tags/effective-faults.ts';

const pointers = (content: unknown) =>
  effectiveTagPolicyFaults(content).map(({ pointer }) => pointer);

describe('effectiveTagPolicyFaults', () => {
  it.each([
    {},
    { tags: {} },
    { tags: { k: { tag_value: ['a', 'b*'], tag_key: 'K' } } },
    { tags: { K: {} } },
    { tags: { k: { tag_key: 'k', tag_value: [], enforced_for: ['ec2:*'], new_field: { a: 1 } } } },
  ])('accepts %j', (content) => {
    expect(effectiveTagPolicyFaults(content)).toEqual([]);
    expect(isReportedTagPolicy(content)).toBe(true);
  });

  it.each([
    ['nothing', null, ''],
    ['a list', [], ''],
    ['tags of another type', { tags: [] }, '/tags'],
    ['a rule of another type', { tags: { k: 'v' } }, '/tags/k'],
    ['another tag key', { tags: { k: { tag_key: 'other' } } }, '/tags/k/tag_key'],
    ['values that are no list', { tags: { k: { tag_value: 'v' } } }, '/tags/k/tag_value'],
    ['a value that is no text', { tags: { k: { tag_value: ['v', 1] } } }, '/tags/k/tag_value/1'],
    ['two wildcards', { tags: { k: { tag_value: ['a*b*'] } } }, '/tags/k/tag_value/0'],
    ['a type that is no text', { tags: { k: { enforced_for: [1] } } }, '/tags/k/enforced_for/0'],
    ['a key given twice', { tags: { k: {}, K: {} } }, '/tags/K'],
  ])('refuses %s', (_, content, pointer) => {
    expect(pointers(content)).toEqual([pointer]);
    expect(isReportedTagPolicy(content)).toBe(false);
  });

  it('says so when it is given a policy instead', () => {
    const [fault] = effectiveTagPolicyFaults({ tags: { k: { tag_value: { '@@assign': ['v'] } } } });
    expect(fault?.detail).toContain('Operators belong in a policy');
  });

  it('names every fault at once', () => {
    expect(pointers({ tags: { a: { tag_key: 'b', tag_value: [null] }, c: 1 } })).toEqual([
      '/tags/a/tag_value/0',
      '/tags/a/tag_key',
      '/tags/c',
    ]);
  });
});
