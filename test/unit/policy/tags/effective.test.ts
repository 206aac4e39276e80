import { describe, expect, it } from 'vitest';
import { tagPolicyIssues } from '../../../../src/policy/tags/admit.ts';
import { compileTagPolicy, tagCompliance } from '../../../../src/policy/tags/comply.ts';
import { effectiveTagPolicy, sourcedTagPolicy } from '../../../../src/policy/tags/effective.ts';
import { effectiveTagPolicyIssues } from '../../../../src/policy/tags/effective-issues.ts';
import type { TagPolicyDocument } from '../../../../src/policy/tags/tag-policy.ts';
import { inheritanceCases } from './effective-cases.ts';

describe.each(inheritanceCases)('$name', ({ levels, effective, compliance = [] }) => {
  it('is made of policies that Organizations admits', () => {
    expect(levels.flat().flatMap(tagPolicyIssues)).toEqual([]);
  });

  it('comes to the effective policy in Organizations’ own form', () => {
    const printed = effectiveTagPolicy(levels);
    expect(printed).toEqual(effective);
    // Which also compares the order of the members, and names such as `constructor`.
    expect(JSON.stringify(printed)).toBe(JSON.stringify(effective));
    expect(effectiveTagPolicyIssues(printed)).toEqual([]);
  });

  it.each(compliance)(
    '$tags complies: $compliant',
    ({ tags, resourceType, compliant, blocked }) => {
      const type = resourceType ?? 'imagebuilder:image-pipeline';
      const complies = tagCompliance(compileTagPolicy(effective), tags, type).length === 0;
      expect(complies).toBe(compliant);
      if (blocked === undefined) return;
      const rules = Object.values(effective.tags ?? {});
      const isEnforced = rules.some(({ enforced_for = [] }) => enforced_for.includes(type));
      expect(isEnforced && !complies).toBe(blocked);
    },
  );
});

describe('effectiveTagPolicy', () => {
  it('prints the members in the order of the service', () => {
    const effective = effectiveTagPolicy([
      [
        {
          tags: {
            K: {
              report_required_tag_for: { '@@assign': ['ec2:instance'] },
              enforced_for: { '@@assign': ['ec2:instance'] },
              tag_key: { '@@assign': 'K' },
              tag_value: { '@@assign': ['v'] },
            },
          },
        },
      ],
    ]);
    expect(JSON.stringify(effective)).toBe(
      '{"tags":{"k":{"tag_value":["v"],"tag_key":"K","enforced_for":["ec2:instance"],"report_required_tag_for":["ec2:instance"]}}}',
    );
  });

  it('prints the keys in the order in which the levels first name them', () => {
    const level = (...keys: string[]): TagPolicyDocument[] => [
      { tags: Object.fromEntries(keys.map((key) => [key, {}])) },
    ];
    const { tags = {} } = effectiveTagPolicy([level('Zone', 'Name'), level('App', 'NAME')]);
    expect(Object.keys(tags)).toEqual(['zone', 'name', 'app']);
  });

  it('gives an answer that nobody can change', () => {
    const { tags = {} } = effectiveTagPolicy([[{ tags: { k: {} } }]]);
    for (const part of [effectiveTagPolicy([]), tags, tags['k'], tags['k']?.tag_value]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });
});

describe('effectiveTagPolicy from a policy that is effective already', () => {
  const inherited = {
    tags: {
      costcenter: {
        tag_value: ['100'],
        tag_key: 'CostCenter',
        enforced_for: ['ec2:instance'],
        report_required_tag_for: ['imagebuilder:image'],
      },
    },
  };

  it('is that policy when no level says anything', () => {
    expect(effectiveTagPolicy([[], []], inherited)).toEqual(inherited);
    expect(effectiveTagPolicy([], {})).toEqual({});
    expect(effectiveTagPolicy([], { tags: {} })).toEqual({ tags: {} });
  });

  it('lets the levels change it with every operator', () => {
    const levels = [
      [
        {
          tags: {
            COSTCENTER: {
              tag_key: { '@@assign': 'COSTCENTER' },
              tag_value: { '@@append': ['200'], '@@remove': ['100'] },
              enforced_for: { '@@remove': ['ec2:instance'] },
            },
          },
        },
      ],
    ];
    expect(effectiveTagPolicy(levels, inherited)).toEqual({
      tags: {
        costcenter: {
          tag_value: ['200'],
          tag_key: 'COSTCENTER',
          report_required_tag_for: ['imagebuilder:image'],
        },
      },
    });
  });

  it('takes ["*"] for a setting that nobody has set', () => {
    const levels = [[{ tags: { k: { tag_value: { '@@append': ['a'] } } } }]];
    const open = { tags: { k: { tag_value: ['*'], tag_key: 'k' } } };
    expect(effectiveTagPolicy(levels, open).tags?.['k']?.tag_value).toEqual(['a']);
    expect(effectiveTagPolicy([], open)).toEqual(open);
  });

  it('keeps a list that allows nothing', () => {
    const closed = { tags: { k: { tag_value: [], tag_key: 'k' } } };
    expect(effectiveTagPolicy([[]], closed)).toEqual(closed);
  });

  it('folds its keys and fills in what is not printed', () => {
    expect(effectiveTagPolicy([], { tags: { Project: {}, Team: { tag_key: 'Team' } } })).toEqual({
      tags: {
        project: { tag_value: ['*'], tag_key: 'project' },
        team: { tag_value: ['*'], tag_key: 'Team' },
      },
    });
  });
});

describe('the levels that a setting is due to', () => {
  const values = (operators: object): TagPolicyDocument => ({
    tags: { k: { tag_value: operators } },
  });
  const assign = (...list: string[]) => values({ '@@assign': list });
  const append = (...list: string[]) => values({ '@@append': list });
  const closed = (...list: string[]) =>
    values({ '@@assign': list, '@@operators_allowed_for_child_policies': ['@@none'] });
  const sourcesOf = (...levels: TagPolicyDocument[]) =>
    sourcedTagPolicy(levels.map((level) => [level])).sources.get('k')?.tag_value;

  it.each<[string, TagPolicyDocument[], number[]]>([
    ['the one that sets it', [assign('a')], [0]],
    ['the last that replaces it', [assign('a'), assign('b')], [1]],
    ['each that says the same', [assign('a', 'b'), assign('b', 'a')], [0, 1]],
    ['each that adds to it', [assign('a'), append('b'), append('c')], [0, 1, 2]],
    ['those since it was replaced', [assign('a'), append('b'), assign('c'), append('d')], [2, 3]],
    ['each that takes something away', [assign('a', 'b'), values({ '@@remove': ['a'] })], [0, 1]],
    ['none whose operator is not allowed', [closed('a'), assign('b'), append('c')], [0]],
    ['none that adds nothing', [assign('a'), append()], [0]],
    ['nobody where nobody sets it', [{ tags: { k: {} } }], []],
  ])('are %s', (_, levels, expected) => {
    expect(sourcesOf(...levels)).toEqual(expected);
  });

  it('are -1 for what is inherited, and each setting has its own', () => {
    const inherited = { tags: { K: { tag_key: 'K', tag_value: ['a'] } } };
    const { sources } = sourcedTagPolicy([[append('b')]], inherited);
    expect(sources.get('k')).toMatchObject({
      tag_key: [-1],
      tag_value: [-1, 0],
      enforced_for: [-1],
    });
  });
});
