import { describe, expect, it } from 'vitest';
import { compileTagPolicy, tagCompliance } from '../../../../src/policy/tags/comply.ts';
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
const issuesOf = (
  effective: EffectiveTagPolicy,
  tags: Record<string, string>,
  type: ResourceType = PIPELINE,
) => tagCompliance(compileTagPolicy(effective), tags, type);
const found = (...evaluated: Parameters<typeof issuesOf>) =>
  issuesOf(...evaluated).map(({ pointer, code }) => `${code} ${pointer}`);
const detail = (...evaluated: Parameters<typeof issuesOf>) => issuesOf(...evaluated)[0]?.detail;
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
      'tag-key-capitalization /c',
      'tag-value-not-allowed /c',
      'tag-value-not-allowed /B',
      'required-tag-missing /A',
    ]);
  });

  it('evaluates each of the tags that differ only in case', () => {
    const tags = { costcenter: '100', CostCenter: '300' };
    expect(found(costCenter(), tags)).toEqual([
      'tag-key-capitalization /costcenter',
      'tag-value-not-allowed /CostCenter',
    ]);
    expect(detail(costCenter(), tags)).toContain('leave "costcenter" out');
  });

  it('tells the service’s own sentences, and what is right', () => {
    expect(issuesOf(costCenter(), { COSTCENTER: '300' })).toEqual([
      {
        pointer: '/COSTCENTER',
        code: 'tag-key-capitalization',
        detail:
          'For "CostCenter", use the capitalization specified by the tag policy. The tag key is "CostCenter", and this is "COSTCENTER".',
      },
      {
        pointer: '/COSTCENTER',
        code: 'tag-value-not-allowed',
        detail:
          'The tag policy does not allow the specified value for the following tag key: "COSTCENTER". The value is "300". Allowed values: "100" or "200*", "*" being any characters.',
      },
    ]);
  });

  it('points at a key as JSON Pointer writes it', () => {
    const effective: EffectiveTagPolicy = { tags: { 'a/b': { tag_value: [], tag_key: 'a/b' } } };
    expect(found(effective, { 'a/b': 'x' })).toEqual(['tag-value-not-allowed /a~1b']);
  });

  it('shows the marks that turn the direction of text as escapes', () => {
    const turned = 'x\u202egnp.exe';
    const rule = { tag_value: ['y'], tag_key: 'Key', report_required_tag_for: [PIPELINE] };
    const details = [
      detail(costCenter(), { CostCenter: turned }),
      detail(valuesOf('*x'), { CostCenter: `${turned}{{imagebuilder:buildDate}}` }, IMAGE),
      detail(costCenter(), { CostCenter: `${turned}{{imagebuilder:buildDate}}` }, IMAGE),
      detail({ tags: { [turned]: { ...rule, tag_key: turned } } }, { [turned.toUpperCase()]: 'y' }),
      detail({ tags: { key: { ...rule, tag_value: [turned] } } }, {}),
    ];
    for (const sentence of details) {
      expect(sentence).toMatch(/\\u202egnp/i);
      expect(sentence).not.toContain('\u202e');
    }
  });

  it('asks for the tag to be left out where no value is allowed', () => {
    expect(found(valuesOf(), { costcenter: 'x' })).toEqual(['tag-value-not-allowed /costcenter']);
    expect(detail(valuesOf(), { CostCenter: 'x' })).toContain('Leave the tag out.');
    expect(found(valuesOf(), {})).toEqual([]);
  });

  it.each([
    ['prod', ['Prod', 'Test'], 'Did you mean "Prod"?'],
    ['Prd', ['Prod', 'Test'], 'Did you mean "Prod"?'],
    ['PROD-web', ['Prod-*'], 'Did you mean "Prod-web"?'],
    ['V1-RC', ['v*-rc'], 'Did you mean "v1-rc"?'],
  ])('guesses what %j was meant to be among %j', (value, allowed, hint) => {
    expect(detail(valuesOf(...allowed), { CostCenter: value })).toContain(hint);
  });

  it.each([
    ['Pr', ['Prod']],
    ['B', ['A', 'C']],
    ['stage', ['Prod-*']],
    // Equally close to several, or another number: a wrong guess would only be paid for.
    ['CC-400', ['CC-100', 'CC-200', 'CC-300']],
    ['CC-110', ['CC-100', 'CC-200']],
    ['300', ['100', '200*']],
    ['squad-d', ['squad-a', 'squad-b', 'squad-c']],
    ['prod-web', ['Prod-*', 'PROD-*']],
    ['x'.repeat(5000), ['y'.repeat(5000)]],
  ])('does not guess at random', (value, allowed) => {
    expect(detail(valuesOf(...allowed), { CostCenter: value })).not.toContain('Did you mean');
  });

  it('looks among four hundred values for the one that may be meant', () => {
    const values = valuesOf(...Array.from({ length: 500 }, (_, index) => `project-${index}-x`));
    expect(detail(values, { CostCenter: 'PROJECT-399-X' })).toContain('mean "project-399-x"?');
    expect(detail(values, { CostCenter: 'project-39-xy' })).toContain('mean "project-39-x"?');
    for (const value of ['PROJECT-400-X', 'project-400-']) {
      expect(detail(values, { CostCenter: value })).not.toContain('mean "project-400-x"?');
    }
  });

  it('shows the first ten of many values', () => {
    const many = Array.from({ length: 500 }, (_, index) => `${index}-${'v'.repeat(300)}`);
    const sentence = detail(valuesOf(...many), { CostCenter: 'w'.repeat(256) });
    expect(sentence).toContain('and 490 more');
    expect(sentence?.length).toBeLessThan(2000);
  });
});

describe('required keys', () => {
  const requiredFor = (...types: string[]) => costCenter({ report_required_tag_for: types });

  it.each([PIPELINE, 'imagebuilder:ALL_SUPPORTED', 'imagebuilder:*'])(
    'are those listed for %s',
    (type) => {
      expect(found(requiredFor('ec2:instance', type), {})).toEqual([
        'required-tag-missing /CostCenter',
      ]);
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
    expect(found(requiredFor(IMAGE), {}, IMAGE)).toEqual(['required-tag-missing /CostCenter']);
    expect(found(requiredFor(PIPELINE), {}, IMAGE)).toEqual([]);
  });

  it('are not required for enforcement alone', () => {
    expect(found(costCenter({ enforced_for: [PIPELINE] }), {})).toEqual([]);
  });

  it('are present whatever their value', () => {
    expect(found(requiredFor(PIPELINE), { CostCenter: 'wrong' })).toEqual([
      'tag-value-not-allowed /CostCenter',
    ]);
  });

  it('are reported once when their capitalization is all that is wrong', () => {
    expect(found(requiredFor(PIPELINE), { costcenter: '100' })).toEqual([
      'tag-key-capitalization /costcenter',
    ]);
  });

  it('are reported a hundred times at most', () => {
    const keys = Array.from({ length: 150 }, (_, index) => `Key${index}`);
    const tags = Object.fromEntries(
      keys.map((key) => [
        key.toLowerCase(),
        { tag_key: key, tag_value: ['*'], report_required_tag_for: [PIPELINE] },
      ]),
    );
    expect(found({ tags }, { Key0: '' })).toEqual(
      keys.slice(1, 101).map((key) => `required-tag-missing /${key}`),
    );
  });

  it('say what the value may be, and which tag may be meant', () => {
    expect(detail(requiredFor(PIPELINE), { CostCentr: '100' })).toBe(
      'The tag policy requires the tag key "CostCenter" for imagebuilder:image-pipeline, and it is missing. Allowed values: "100" or "200*", "*" being any characters. Is "CostCentr" meant to be it?',
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
    expect(found(effective, {})).toEqual([
      'required-tag-missing /constructor',
      'required-tag-missing /__proto__',
    ]);
  });
});

describe('values that Image Builder fills in', () => {
  const tags = { CostCenter: '20{{imagebuilder:buildDate}}' };

  it('are unresolved in the tags of an image', () => {
    expect(found(costCenter(), tags, IMAGE)).toEqual(['tag-value-unresolved /CostCenter']);
    expect(found(costCenter(), { CostCenter: '{{ imagebuilder:buildVersion }}' }, IMAGE)).toEqual([
      'tag-value-unresolved /CostCenter',
    ]);
  });

  it('are plain text in the tags of a pipeline', () => {
    expect(found(costCenter(), tags, PIPELINE)).toEqual(['tag-value-not-allowed /CostCenter']);
  });

  it.each([
    ['{{imagebuilder:buildDate}}', ['100', '200*']],
    ['1{{imagebuilder:buildVersion}}', ['100', '200*']],
    ['100{{imagebuilder:buildVersion}}', ['100']],
    ['{{ imagebuilder:buildDate }}00', ['100']],
    ['{{imagebuilder:buildDate}}0{{imagebuilder:buildVersion}}', ['100']],
    ['200-{{imagebuilder:buildVersion}}', ['100', '200*']],
    ['200{{imagebuilder:buildDate}} of {{imagebuilder:buildVersion}}', ['100', '200*']],
    ['{{imagebuilder:buildDate}}-prod', ['*d']],
    ['a{{imagebuilder:buildDate}}', ['a*z']],
  ])('are unresolved as %j, which may come to one of %j', (value, allowed) => {
    expect(found(valuesOf(...allowed), { CostCenter: value }, IMAGE)).toEqual([
      'tag-value-unresolved /CostCenter',
    ]);
  });

  it.each([
    ['999 {{imagebuilder:buildDate}}', ['100', '200*']],
    ['free-of-charge{{imagebuilder:buildVersion}}', ['100', '200*']],
    ['2x{{imagebuilder:buildDate}}', ['100', '200*']],
    ['1{{imagebuilder:buildDate}}1{{imagebuilder:buildVersion}}', ['100']],
    ['10{{imagebuilder:buildDate}}00', ['100']],
    ['{{imagebuilder:buildDate}}1', ['100', '*0']],
    ['{{imagebuilder:buildDate}} 200 {{imagebuilder:buildVersion}}', ['100']],
    ['{{imagebuilder:buildDate}}00{{imagebuilder:buildDate}}00', ['100']],
  ])('are a breach as %j, which can come to none of %j', (value, allowed) => {
    expect(found(valuesOf(...allowed), { CostCenter: value }, IMAGE)).toEqual([
      'tag-value-not-allowed /CostCenter',
    ]);
  });

  it('are a breach in words of their own', () => {
    expect(detail(costCenter(), { CostCenter: '9{{imagebuilder:buildDate}}' }, IMAGE)).toBe(
      'The tag policy does not allow the specified value for the following tag key: "CostCenter". The value is "9{{imagebuilder:buildDate}}", whatever is filled in when the image is built. Allowed values: "100" or "200*", "*" being any characters.',
    );
  });

  it.each([
    '{{imagebuilder:buildDate',
    '{{other:buildDate}}',
    '}}{{imagebuilder:',
    '{{imagebuilder:builddate}}',
    '{{imagebuilder:buildDate:x}}',
    '{{imagebuilder:sourceImage}}',
    '{imagebuilder:buildDate}',
    '{{ imagebuilder: buildDate }}',
  ])('are not %s', (value) => {
    expect(found(costCenter(), { CostCenter: value }, IMAGE)).toEqual([
      'tag-value-not-allowed /CostCenter',
    ]);
  });

  it('comply with any value and never with none', () => {
    expect(found(valuesOf('*'), tags, IMAGE)).toEqual([]);
    expect(found(valuesOf(), tags, IMAGE)).toEqual(['tag-value-not-allowed /CostCenter']);
  });

  it('do not hide a wrong capitalization', () => {
    expect(found(costCenter(), { costcenter: '{{imagebuilder:buildDate}}' }, IMAGE)).toEqual([
      'tag-key-capitalization /costcenter',
      'tag-value-unresolved /costcenter',
    ]);
  });
});
