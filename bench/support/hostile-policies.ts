/*
 * Policies as large as an organization's gets: the worst that a hostile body can meet. Each stays below the
 * 1 MiB that is read of a document.
 */

const layerCount = 20;
const valueCount = 1_000;
const patternCount = 100;

/** The last pattern of every list: what `a` begins is allowed everywhere, once all the others were asked. */
const lastPattern = 'a*';

const listOf = (layer: number, pattern: (index: number) => string): readonly string[] => [
  ...Array.from({ length: valueCount - patternCount }, (_, index) => `value-${layer}-${index}`),
  ...Array.from({ length: patternCount - 1 }, (_, index) => pattern(index)),
  lastPattern,
];

/** Twenty layers that each have a list of a thousand values for a path, a hundred of them with `*`. */
const lists = (path: string, pattern: (index: number) => string): object => ({
  layers: Array.from({ length: layerCount }, (_, layer) => ({
    name: `layer-${layer}`,
    allowed: { [path]: listOf(layer, pattern) },
  })),
});

/** So many lists of values in a tag policy, of which one document holds a hundred. */
const tagValues = (documents: number, value: (index: number) => string): readonly object[] =>
  Array.from({ length: documents }, (_, document) => ({
    tags: {
      costcenter: {
        ...(document === 0 && { tag_key: { '@@assign': 'CostCenter' } }),
        tag_value: {
          [document === 0 ? '@@assign' : '@@append']: Array.from({ length: 100 }, (_each, index) =>
            value(document * 100 + index),
          ),
        },
      },
    },
  }));

const inTenEach = (documents: readonly object[]): readonly object[] =>
  Array.from({ length: Math.ceil(documents.length / 10) }, (_, layer) => ({
    name: `layer-${layer}`,
    tagPolicies: documents.slice(layer * 10, layer * 10 + 10),
  }));

const requiredFor = { '@@assign': ['imagebuilder:image-pipeline', 'imagebuilder:image'] };

const requiredKeys = (count: number): readonly object[] =>
  inTenEach(
    Array.from({ length: Math.ceil(count / 20) }, (_, document) => ({
      tags: Object.fromEntries(
        Array.from({ length: 20 }, (_each, index) => {
          const key = `RequiredKeyNumber${document * 20 + index}${'x'.repeat(40)}`;
          return [
            key.toLowerCase(),
            { tag_key: { '@@assign': key }, report_required_tag_for: requiredFor },
          ];
        }),
      ),
    })),
  );

const parameters = 'workflows[].parameters[].value[]';

const accounts = Array.from({ length: 20 }, (_, index) => String(222_222_222_222 + index));

/** The policies, each by what is in it. */
export const hostilePolicies = {
  none: { layers: [{ name: 'organization' }] },
  prefixes: lists(parameters, (index) => `aaaaaaaaaaaa${index}*`),
  within: lists(parameters, (index) => `*ab${index}*`),
  'many stars': lists(parameters, (index) => `*a*a*a*a${index}*b*`),
  'many stars of a tag': lists('tags.Team', (index) => `*a*a*a*a*a*a*a${index}*`),
  'few words': {
    layers: Array.from({ length: layerCount }, (_, layer) => ({
      name: `layer-${layer}`,
      allowed: { [parameters]: ['production', 'development', 'test', 'x*b'] },
    })),
  },
  'stars of a role': {
    layers: Array.from({ length: layerCount }, (_, layer) => ({
      name: `layer-${layer}`,
      allowed: { executionRole: [`${'a*'.repeat(32)}b`], description: [`${'*a'.repeat(9)}*b`] },
    })),
  },
  'long patterns': {
    layers: Array.from({ length: layerCount }, (_, layer) => ({
      name: `layer-${layer}`,
      allowed: {
        [parameters]: Array.from(
          { length: 24 },
          (_each, index) => `${'a'.repeat(2_000 - layer)}b${index}*`,
        ).concat('a*'),
      },
    })),
  },
  'long patterns of many stars': {
    layers: Array.from({ length: layerCount }, (_, layer) => ({
      name: `layer-${layer}`,
      allowed: {
        [parameters]: Array.from({ length: 24 }, (_each, index) =>
          `${'*a'.repeat(1_000)}*${index}*`.slice(-2_040),
        ).concat('a*'),
      },
    })),
  },
  'tag values, 4,000': {
    tagPolicyCompliance: 'error',
    layers: inTenEach(
      tagValues(40, (index) => `eng-platform-department-and-project-name-number-${index}`),
    ),
  },
  'tag values, 4,000 alike': {
    tagPolicyCompliance: 'error',
    layers: inTenEach(tagValues(40, (index) => `${'x'.repeat(85)}${index}`)),
  },
  'tag patterns, 4,000': {
    tagPolicyCompliance: 'error',
    layers: inTenEach(tagValues(40, (index) => `${'X'.repeat(45)}${index}*${'y'.repeat(40)}`)),
  },
  'tag values, 4,000 of one letter': {
    tagPolicyCompliance: 'error',
    layers: inTenEach(tagValues(40, (index) => `*${'x'.repeat(70)}${index}`)),
  },
  'grants, 200': {
    // Each is made to everybody, and none covers what is sent: its last pattern is not met.
    grants: Array.from({ length: 200 }, (_, grant) => ({
      name: `grant-${grant}`,
      to: { callers: ['*'] },
      in: { accounts: ['*6789012', ...accounts], regions: ['eu-*'] },
      allowed: {
        [parameters]: [
          ...Array.from({ length: 60 }, (_each, index) => `value-${grant}-${index}`),
          ...Array.from({ length: 10 }, (_each, index) => `*ab${index}*`),
          'x*',
        ],
        'tags.Team': Array.from({ length: 60 }, (_each, index) => `team-${grant}-${index}*`),
      },
    })),
    layers: [{ name: 'organization' }],
  },
  'grants, 200 for groups': {
    grants: Array.from({ length: 200 }, (_, grant) => ({
      name: `grant-${grant}`,
      to: { groups: Array.from({ length: 50 }, (_each, index) => `*-${grant}-*-${index}`) },
    })),
    layers: [{ name: 'organization' }],
  },
  'required keys, 40': { tagPolicyCompliance: 'error', layers: requiredKeys(40) },
  'required keys, 2,000': { tagPolicyCompliance: 'error', layers: requiredKeys(2_000) },
} as const;

/** The name of a policy. */
export type HostilePolicy = keyof typeof hostilePolicies;
