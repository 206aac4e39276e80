import { describe, expect, it } from 'vitest';
import { tagCompliance } from '../../../../src/policy/tags/compliance.ts';
import type { ResourceType } from '../../../../src/policy/tags/resource-type.ts';
import type {
  EffectiveTagPolicy,
  EffectiveTagRule,
} from '../../../../src/policy/tags/tag-policy.ts';

const PIPELINE = 'imagebuilder:image-pipeline';
const IMAGE = 'imagebuilder:image';

const costCenter = (rule: Partial<EffectiveTagRule> = {}): EffectiveTagPolicy => ({
  tags: { costcenter: { tag_value: ['100', '200*'], tag_key: 'CostCenter', ...rule } },
});
const found = (
  effective: EffectiveTagPolicy,
  tags: Record<string, string>,
  type: ResourceType = PIPELINE,
) => tagCompliance(effective, tags, type).map(({ key, kind }) => `${kind} ${key}`);
const detail = (
  effective: EffectiveTagPolicy,
  tags: Record<string, string>,
  type: ResourceType = PIPELINE,
) => tagCompliance(effective, tags, type)[0]?.detail;
const valuesOf = (...tag_value: string[]) => costCenter({ tag_value });

describe('tagCompliance', () => {
  it('finds nothing without a policy, or where the policy names none of the tags', () => {
    expect(found({}, { Any: 'thing' })).toEqual([]);
    expect(found({ tags: {} }, { Any: 'thing' })).toEqual([]);
    expect(found(costCenter(), { Any: 'thing', constructor: 'x' })).toEqual([]);
  });

  it('names everything at once, tags first and in their own order', () => {
    const effective: EffectiveTagPolicy = {
      tags: {
        a: { tag_value: ['*'], tag_key: 'A', report_required_tag_for: [PIPELINE] },
        b: { tag_value: ['x'], tag_key: 'B' },
        c: { tag_value: ['y'], tag_key: 'C' },
      },
    };
    expect(found(effective, { c: 'z', B: 'z' })).toEqual([
      'capitalization c',
      'value c',
      'value B',
      'missing A',
    ]);
  });

  it('evaluates each of the tags that differ only in case', () => {
    const tags = { costcenter: '100', CostCenter: '300' };
    expect(found(costCenter(), tags)).toEqual(['capitalization costcenter', 'value CostCenter']);
    expect(detail(costCenter(), tags)).toContain("leave 'costcenter' out");
  });

  it('tells the service’s own sentences, and what is right', () => {
    expect(tagCompliance(costCenter(), { COSTCENTER: '300' }, PIPELINE)).toEqual([
      {
        key: 'COSTCENTER',
        kind: 'capitalization',
        code: 'tag-key-capitalization',
        detail:
          "For 'CostCenter', use the capitalization specified by the tag policy. The tag key is 'CostCenter', and this is 'COSTCENTER'.",
        allowed: ['CostCenter'],
      },
      {
        key: 'COSTCENTER',
        kind: 'value',
        code: 'tag-value-not-allowed',
        detail:
          "The tag policy does not allow the specified value for the following tag key: 'COSTCENTER'. The value is '300'. Allowed values: '100' or '200*', '*' being any characters. Did you mean '100'?",
        allowed: ['100', '200*'],
      },
    ]);
  });

  it('asks for the tag to be left out where no value is allowed', () => {
    expect(found(valuesOf(), { costcenter: 'x' })).toEqual(['value costcenter']);
    expect(detail(valuesOf(), { CostCenter: 'x' })).toContain('Leave the tag out.');
    expect(found(valuesOf(), {})).toEqual([]);
  });

  it.each([
    ['prod', ['Prod', 'Test'], "Did you mean 'Prod'?"],
    ['Prd', ['Prod', 'Test'], "Did you mean 'Prod'?"],
    ['PROD-web', ['Prod-*'], "Did you mean 'Prod-web'?"],
    ['V1-RC', ['v*-rc'], "Did you mean 'v1-rc'?"],
  ])('guesses what %j was meant to be among %j', (value, allowed, hint) => {
    expect(detail(valuesOf(...allowed), { CostCenter: value })).toContain(hint);
  });

  it.each([
    ['Pr', ['Prod']],
    ['B', ['A', 'C']],
    ['stage', ['Prod-*']],
    ['x'.repeat(5000), ['y'.repeat(5000)]],
  ])('does not guess at random', (value, allowed) => {
    expect(detail(valuesOf(...allowed), { CostCenter: value })).not.toContain('Did you mean');
  });

  it('shows the first ten of many values', () => {
    const many = Array.from({ length: 500 }, (_, index) => `${index}-${'v'.repeat(300)}`);
    const [finding] = tagCompliance(valuesOf(...many), { CostCenter: 'w'.repeat(256) }, PIPELINE);
    expect(finding?.detail).toContain('and 490 more');
    expect(finding?.detail.length).toBeLessThan(1500);
    expect(finding?.allowed).toHaveLength(500);
  });
});

describe('required keys', () => {
  const requiredFor = (...types: string[]) => costCenter({ report_required_tag_for: types });

  it.each([PIPELINE, 'imagebuilder:ALL_SUPPORTED', 'imagebuilder:*'])(
    'are those listed for %s',
    (type) => {
      expect(found(requiredFor('ec2:instance', type), {})).toEqual(['missing CostCenter']);
      expect(found(requiredFor(type), { CostCenter: '100' })).toEqual([]);
    },
  );

  it.each(['imagebuilder:image', 'ec2:ALL_SUPPORTED', 'imagebuilder:image-pipelines', 'ec2:*'])(
    'are not those listed for %s',
    (type) => {
      expect(found(requiredFor(type), {})).toEqual([]);
    },
  );

  it('are listed for the type that is tagged', () => {
    expect(found(requiredFor(IMAGE), {}, IMAGE)).toEqual(['missing CostCenter']);
    expect(found(requiredFor(PIPELINE), {}, IMAGE)).toEqual([]);
  });

  it('are not required for enforcement alone', () => {
    expect(found(costCenter({ enforced_for: [PIPELINE] }), {})).toEqual([]);
  });

  it('are present whatever their value', () => {
    expect(found(requiredFor(PIPELINE), { CostCenter: 'wrong' })).toEqual(['value CostCenter']);
  });

  it('are reported once when their capitalization is all that is wrong', () => {
    expect(found(requiredFor(PIPELINE), { costcenter: '100' })).toEqual([
      'capitalization costcenter',
    ]);
  });

  it('say what the value may be, and which tag may be meant', () => {
    expect(detail(requiredFor(PIPELINE), { CostCentr: '100' })).toBe(
      "The tag policy requires the tag key 'CostCenter' for imagebuilder:image-pipeline, and it is missing. Allowed values: '100' or '200*', '*' being any characters. Is 'CostCentr' meant to be it?",
    );
  });

  it('do not count what an object inherits', () => {
    const effective: EffectiveTagPolicy = {
      tags: Object.fromEntries(
        ['constructor', '__proto__'].map((key) => [
          key,
          { tag_value: ['*'], tag_key: key, report_required_tag_for: [PIPELINE] },
        ]),
      ),
    };
    expect(found(effective, {})).toEqual(['missing constructor', 'missing __proto__']);
  });
});

describe('values that Image Builder fills in', () => {
  const tags = { CostCenter: '1-{{imagebuilder:buildDate}}' };

  it('are unresolved in the tags of an image', () => {
    expect(tagCompliance(costCenter(), tags, IMAGE)).toMatchObject([
      { key: 'CostCenter', kind: 'unresolved', code: 'tag-value-unresolved' },
    ]);
    expect(found(costCenter(), { CostCenter: '{{ imagebuilder:buildVersion }}' }, IMAGE)).toEqual([
      'unresolved CostCenter',
    ]);
  });

  it('are plain text in the tags of a pipeline', () => {
    expect(found(costCenter(), tags, PIPELINE)).toEqual(['value CostCenter']);
  });

  it.each(['{{imagebuilder:buildDate', '{{other:buildDate}}', '}}{{imagebuilder:'])(
    'are not %s',
    (value) => {
      expect(found(costCenter(), { CostCenter: value }, IMAGE)).toEqual(['value CostCenter']);
    },
  );

  it('comply with any value and never with none', () => {
    expect(found(valuesOf('*'), tags, IMAGE)).toEqual([]);
    expect(found(valuesOf(), tags, IMAGE)).toEqual(['value CostCenter']);
  });

  it('do not hide a wrong capitalization', () => {
    expect(found(costCenter(), { costcenter: '{{imagebuilder:buildDate}}' }, IMAGE)).toEqual([
      'capitalization costcenter',
      'unresolved costcenter',
    ]);
  });
});
