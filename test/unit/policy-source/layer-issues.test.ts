import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json/json-value.ts';
import { layerIssues } from '../../../src/policy-source/layer-issues.ts';

const found = (layer: JsonObject): string[] =>
  layerIssues(layer).map(({ code, pointer }) => `${code} ${pointer}`);
const details = (layer: JsonObject): string[] => layerIssues(layer).map(({ detail }) => detail);
const image = 'arn:aws:imagebuilder:eu-west-1:123456789012:image-recipe/web/1.0.0';
const workflow = (name: string) =>
  `arn:aws:imagebuilder:eu-west-1:123456789012:workflow/${name}/1.0.0`;
const container = 'arn:aws:imagebuilder:eu-west-1:123456789012:container-recipe/web/1.0.0';

describe('one layer', () => {
  it.each<[string, JsonObject, string[]]>([
    ['without issues', { defaults: { status: 'ENABLED' }, allowed: { name: ['a'] } }, []],
    ['needs no recipe and no role of its own', { defaults: { workflows: [] } }, []],
    [
      'gives one recipe',
      { defaults: { imageRecipeArn: image }, enforced: { containerRecipeArn: container } },
      [],
    ],
    [
      'gives both recipes',
      { enforced: { imageRecipeArn: image, containerRecipeArn: container } },
      ['exactly-one-recipe /enforced/containerRecipeArn'],
    ],
    [
      'gives ARNs of two Regions',
      {
        defaults: {
          imageRecipeArn: image,
          infrastructureConfigurationArn:
            'arn:aws:imagebuilder:us-east-1:123456789012:infrastructure-configuration/x',
        },
      },
      ['different-region /defaults/imageRecipeArn'],
    ],
    [
      'gives ARNs of two partitions',
      { defaults: { imageRecipeArn: image, executionRole: 'arn:aws-cn:iam::123456789012:role/x' } },
      ['different-partition /defaults/executionRole'],
    ],
    [
      'gives workflows that no pipeline may have together',
      {
        defaults: {
          workflows: [
            { workflowArn: workflow('build/a'), parallelGroup: 'g' },
            { workflowArn: workflow('build/b') },
          ],
        },
      },
      [
        'too-many-workflows /defaults/workflows/1/workflowArn',
        'test-workflows-only /defaults/workflows/0/parallelGroup',
      ],
    ],
    [
      'gives one tag key twice in one map',
      { defaults: { tags: { Team: 'a', ' team': 'b' } }, enforced: { tags: { TEAM: 'c' } } },
      ['tag-key-variant /defaults/tags/ team'],
    ],
    [
      'has sections of other types, which the schema names',
      { defaults: 'x', enforced: [], allowed: 5, tagPolicies: {}, applies: 1 },
      [],
    ],
    [
      'has a tag policy that AWS Organizations refuses, with its pointer',
      { tagPolicies: [{ tags: {} }, {}, { tags: { a: { tag_key: { '@@assign': 'B' } } } }] },
      ['missing-tags /tagPolicies/1', 'tag-key-mismatch /tagPolicies/2/tags/a/tag_key/@@assign'],
    ],
  ])('%s', (_, layer, issues) => {
    expect(found(layer)).toEqual(issues);
  });
});

describe('a variable', () => {
  it.each([
    ['${caller}', []],
    ['${caller} ${account} ${requestTime}', []],
    ['${', []],
    ['${Caller}', ['"${Caller}" is not a variable. Did you mean ${caller}?']],
    [
      '${calller} ${acount}',
      [
        '"${calller}" is not a variable. Did you mean ${caller}?',
        '"${acount}" is not a variable. Did you mean ${account}?',
      ],
    ],
    [
      '${aws:PrincipalAccount}',
      [
        '"${aws:PrincipalAccount}" is not a variable. Known are ${caller}, ${account}, ${requestTime}.',
      ],
    ],
    ['${}', ['"${}" is not a variable. Known are ${caller}, ${account}, ${requestTime}.']],
  ])('%j in a tag value', (value, expected) => {
    expect(details({ defaults: { tags: { 'a/b': value } } })).toEqual(expected);
    expect(details({ enforced: { imageTags: { 'a/b': value } } })).toEqual(expected);
    const pointers = layerIssues({ enforced: { imageTags: { 'a/b': value } } });
    for (const { pointer } of pointers) expect(pointer).toBe('/enforced/imageTags/a~1b');
  });
});

describe('the path of an allowed list', () => {
  it.each([
    'name',
    'executionRole',
    'schedule.autoDisablePolicy.failureCount',
    'workflows[].workflowArn',
    'workflows[].parameters[].value[]',
    'imageScanningConfiguration.ecrConfiguration.containerTags[]',
    'tags.CostCenter',
    'tags.with.dots and spaces',
    'imageTags.x',
  ])('%s is one', (path) => {
    expect(found({ allowed: { [path]: ['x'] } })).toEqual([]);
  });

  it.each([
    ['executionrole', 'Did you mean "executionRole"?'],
    ['schedule.timeZone', 'Did you mean "schedule.timezone"?'],
    ['workflows.workflowArn', 'Did you mean "workflows[].workflowArn"?'],
    ['schedule', 'For example "executionRole".'],
    ['workflows[]', undefined],
    ['tags', undefined],
    ['/executionRole', 'Did you mean "executionRole"?'],
    ['clientToken', undefined],
    ['', 'For example "executionRole".'],
  ])('%j is not a path', (path, help) => {
    const [issue, ...more] = layerIssues({ allowed: { [path]: ['x'] } });
    expect(more).toEqual([]);
    expect(issue?.code).toBe('unknown-path');
    expect(issue?.pointer).toBe(`/allowed/${path.replaceAll('/', '~1')}`);
    if (help !== undefined) expect(issue?.detail).toContain(help);
  });
});

describe('a schedule that a layer supplies', () => {
  it('is told what was probably meant', () => {
    const schedule = { scheduleExpression: 'rate(1 week)', timezone: 'europe/berlin' };
    expect(details({ defaults: { schedule } })).toEqual([
      expect.stringContaining('Did you mean "Europe/Berlin"?'),
      expect.stringContaining('Did you mean "rate(7 days)"?'),
    ]);
  });
});
