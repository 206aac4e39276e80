import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueAt } from '../../../../src/json/pointer.ts';
import { tagPolicyIssues } from '../../../../src/policy/tags/admit.ts';
import { compileTagPolicy, tagCompliance } from '../../../../src/policy/tags/comply.ts';
import { effectiveTagPolicy } from '../../../../src/policy/tags/effective.ts';
import { effectiveTagPolicyIssues } from '../../../../src/policy/tags/effective-issues.ts';
import type { ListSetting, TagPolicyDocument } from '../../../../src/policy/tags/tag-policy.ts';
import { deepFrozen, policyLevels, tagValueSettings } from './arbitraries.ts';

const CONTROLS = '@@operators_allowed_for_child_policies';
const withValues = (setting: ListSetting): TagPolicyDocument => ({
  tags: { k: { tag_value: setting } },
});
const valuesOf = (levels: readonly (readonly TagPolicyDocument[])[]) =>
  effectiveTagPolicy(levels).tags?.['k']?.tag_value;
const isDeepFrozen = (value: unknown): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (Object.isFrozen(value) && Object.values(value).every(isDeepFrozen));

describe('any admitted policies', () => {
  it('are admitted, and come to the form of an effective policy', () => {
    fc.assert(
      fc.property(policyLevels, (levels) => {
        expect(levels.flat().flatMap(tagPolicyIssues)).toEqual([]);
        const effective = effectiveTagPolicy(levels);
        expect(effectiveTagPolicyIssues(effective)).toEqual([]);
        for (const [key, rule] of Object.entries(effective.tags ?? {})) {
          expect(key).toBe(key.toLowerCase());
          expect(rule.tag_key.toLowerCase()).toBe(key);
          expect(new Set(rule.tag_value).size).toBe(rule.tag_value.length);
          expect(rule.enforced_for?.length).not.toBe(0);
          expect(rule.report_required_tag_for?.length).not.toBe(0);
        }
      }),
    );
  });

  it('are never written to, and share nothing with the answer', () => {
    fc.assert(
      fc.property(policyLevels, policyLevels, (above, levels) => {
        const inherited = effectiveTagPolicy(above);
        const before = structuredClone([levels, inherited]);
        const effective = effectiveTagPolicy(deepFrozen(levels), inherited);
        expect([levels, inherited]).toEqual(before);
        expect(isDeepFrozen(effective)).toBe(true);
        expect(effectiveTagPolicy(levels, inherited)).toEqual(effective);
      }),
    );
  });

  it('come to a policy that is not admitted as one, unless it has no rules', () => {
    fc.assert(
      fc.property(policyLevels, (levels) => {
        const effective = effectiveTagPolicy(levels);
        const hasRules = Object.keys(effective.tags ?? {}).length > 0;
        fc.pre(hasRules);
        expect(tagPolicyIssues(effective).map(({ code }) => code)).toContain('raw-value');
      }),
    );
  });

  it('come to a policy that can be inherited from unchanged', () => {
    fc.assert(
      fc.property(policyLevels, (levels) => {
        const effective = effectiveTagPolicy(levels);
        expect(effectiveTagPolicy([[]], effective)).toEqual(effective);
      }),
    );
  });

  it('let the tags comply that are made from what they come to', () => {
    fc.assert(
      fc.property(policyLevels, fc.string(), (levels, filling) => {
        const effective = effectiveTagPolicy(levels);
        const usable = Object.entries(effective.tags ?? {}).filter(
          ([, rule]) => rule.tag_value.length > 0,
        );
        const tags = Object.fromEntries(
          usable.map(([, { tag_key, tag_value }]) => [
            tag_key,
            (tag_value.at(-1) ?? '').replace('*', () => filling),
          ]),
        );
        const usablePolicy = compileTagPolicy({ tags: Object.fromEntries(usable) });
        expect(tagCompliance(usablePolicy, tags, 'imagebuilder:image-pipeline')).toEqual([]);
      }),
    );
  });
});

describe('any JSON', () => {
  it('gets an answer, with every issue at a place in it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, rule) => {
        for (const document of [value, { tags: value }, { tags: { key: rule } }]) {
          const issues = [...tagPolicyIssues(document), ...effectiveTagPolicyIssues(document)];
          for (const { pointer } of issues) expect(valueAt(document, pointer)).not.toBeUndefined();
        }
      }),
    );
  });
});

describe('a setting that allows children nothing', () => {
  it('is changed by no lower level', () => {
    fc.assert(
      fc.property(tagValueSettings, policyLevels, (setting, below) => {
        const closed = withValues({ ...setting, [CONTROLS]: ['@@none'] });
        expect(valuesOf([[closed], ...below])).toEqual(valuesOf([[closed]]));
      }),
    );
  });

  it('that allows @@append alone never loses a value', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'x')), policyLevels, (values, below) => {
        const policy = withValues({ '@@assign': values, [CONTROLS]: ['@@append'] });
        const kept = valuesOf([[policy], ...below]) ?? [];
        expect(kept.slice(0, new Set(values).size)).toEqual([...new Set(values)]);
      }),
    );
  });
});

describe('the operators of one level', () => {
  const open = (setting: ListSetting): ListSetting => ({ ...setting, [CONTROLS]: ['@@all'] });

  it('after @@assign depend on nothing that came before, unless it allowed them nothing', () => {
    fc.assert(
      fc.property(tagValueSettings, tagValueSettings, (above, setting) => {
        const here = withValues({ '@@assign': ['z'], ...setting });
        expect(valuesOf([[withValues(open(above))], [here]])).toEqual(valuesOf([[here]]));
      }),
    );
  });

  it('let the order of @@remove among them not matter', () => {
    const policies = fc.array(tagValueSettings, { maxLength: 3 });
    const removal = fc.array(fc.constantFrom('a', 'b', '12', '*'));
    fc.assert(
      fc.property(policies, removal, fc.nat(3), (settings, removed, position) => {
        const others = settings.map(withValues);
        const remover = withValues({ '@@remove': removed });
        expect(valuesOf([others.toSpliced(position, 0, remover)])).toEqual(
          valuesOf([[...others, remover]]),
        );
      }),
    );
  });

  it('leave nothing that one of them removes', () => {
    fc.assert(
      fc.property(fc.array(tagValueSettings, { minLength: 1 }), (settings) => {
        const left = valuesOf([settings.map(withValues)]) ?? [];
        const isSet = settings.some(
          (setting) => setting['@@assign'] !== undefined || (setting['@@append'] ?? []).length > 0,
        );
        const removed = settings.flatMap((setting) => (setting['@@remove'] ?? []).map(String));
        expect(left.filter((value) => isSet && removed.includes(value))).toEqual([]);
      }),
    );
  });
});
