import fc from 'fast-check';
import { isEmptyObject, isJsonObject, type JsonObject } from '../../src/json/json-value.ts';
import type {
  Applies,
  Caller,
  CallerMatchers,
  Compliance,
  Days,
  Layer,
  Members,
  OrganizationPolicy,
  RecipeKind,
  TargetMatchers,
  ValuesByPath,
} from '../../src/policy/document.ts';
import type { RequestFacts } from '../../src/policy/variables.ts';
import type { TagPolicyDocument } from '../../src/policy/tags/tag-policy.ts';

// Few values for each member, so that layers and callers meet, agree and contradict each other often.
const exactly = { noNullPrototype: true } as const;
const optional = { requiredKeys: [], ...exactly };
const arn = (kind: string, name: string): string =>
  `arn:aws:imagebuilder:eu-west-1:123456789012:${kind}/${name}`;
const either = <T extends string>(...words: readonly T[]): fc.Arbitrary<T> =>
  fc.constantFrom(...words);

/** What it gives as often as not, else nothing. */
const maybe = <T extends object>(value: fc.Arbitrary<T>): fc.Arbitrary<T | Record<string, never>> =>
  fc.oneof(fc.constant({}), value);

/** Seldom what it gives: a set in which all must match soon matches nothing. */
const seldom = <T extends object>(
  value: fc.Arbitrary<T>,
): fc.Arbitrary<T | Record<string, never>> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: value });

const callerIds = [
  'arn:aws:sts::111122223333:assumed-role/payments-ci/build',
  'arn:aws:sts::444455556666:assumed-role/web-ci/build',
] as const;

/** Callers of every kind: IAM's, a token's with and without groups, and an anonymous one. */
export const arbitraryCaller: fc.Arbitrary<Caller> = fc.oneof(
  either(...callerIds).map((id) => ({ id, account: id.slice(13, 25), groups: [] })),
  fc.subarray(['payments', 'platform']).map((groups) => ({ id: 'jwt:ana|"example"', groups })),
  fc.constant({ groups: [] }),
);

/** What is known of any request. */
export const arbitraryFacts: fc.Arbitrary<RequestFacts> = arbitraryCaller.map((caller) => ({
  caller,
  requestTime: '2026-08-01T12:00:00.000Z',
}));

const isNotEmpty = (matchers: object): boolean => Object.keys(matchers).length > 0;

const callerMatchers: fc.Arbitrary<CallerMatchers> = fc.record(
  {
    callers: fc.subarray(['*', 'jwt:*', 'arn:aws:sts::*', '*payments*'], { minLength: 1 }),
    accounts: fc.subarray(['*', '111122223333', '4444*'], { minLength: 1 }),
    groups: fc.subarray(['*', 'payments', 'plat*'], { minLength: 1 }),
  },
  optional,
);

const kinds: readonly RecipeKind[] = ['image', 'container'];
const recipeMatcher = fc.subarray([...kinds], { minLength: 1 });

const targetMatchers: fc.Arbitrary<TargetMatchers> = fc
  .record(
    {
      accounts: fc.subarray(['123456789012', '1*', '9*'], { minLength: 1 }),
      regions: fc.subarray(['eu-west-1', 'us-*'], { minLength: 1 }),
    },
    optional,
  )
  .filter(isNotEmpty);

/** What the request must have for a layer to apply; the paths are among those that layers supply. */
const requestMatcher: fc.Arbitrary<ValuesByPath> = fc.constantFrom<ValuesByPath[]>(
  { status: ['ENABLED'] },
  { status: ['DIS*', 'EN*'], enhancedImageMetadataEnabled: [true] },
  { 'schedule.timezone': ['Europe/*'] },
  { 'schedule.timezone': ['*'], 'tags.CostCenter': ['100', '2*'] },
  { 'workflows[].workflowArn': ['*/build/*'] },
  { 'tags.CostCenter': ['*'] },
  { enhancedImageMetadataEnabled: ['*'] },
  { imageRecipeArn: ['*/2.0.0'] },
);

// The day before the one on which requests are decided, that day, and one that is to come by any clock.
const [yesterday, today, later] = ['2026-07-31', '2026-08-01', '2999-12-31'] as const;
const days: fc.Arbitrary<Days> = fc.constantFrom<Days[]>(
  { from: today },
  { from: yesterday, until: later },
  { until: later },
  { until: today },
  { from: later },
);

/** A set of matchers, below some layers. */
const setBelow = (above: readonly string[]): fc.Arbitrary<Applies> => {
  const patterns = above.flatMap((name) => [name, `${name.slice(0, 2)}*`]);
  const unless = fc.subarray(patterns, { minLength: Math.min(1, patterns.length) });
  return fc
    .tuple(
      seldom(callerMatchers),
      seldom(recipeMatcher.map((recipe) => ({ recipe }))),
      seldom(targetMatchers.map((targets) => ({ targets }))),
      seldom(requestMatcher.map((request) => ({ request }))),
      seldom(unless.map((names) => (names.length === 0 ? {} : { unless: names }))),
      seldom(days),
    )
    .map((parts) => parts.reduce<Applies>((set, part) => ({ ...set, ...part }), {}))
    .filter(isNotEmpty);
};

const tagKey = either('CostCenter', 'Team', '__proto__', 'a/b', 'dots.and.more');
const tagMap = (value: fc.Arbitrary<string>): fc.Arbitrary<Record<string, string>> =>
  fc
    .uniqueArray(fc.tuple(tagKey, value), { selector: ([key]) => key, minLength: 1, maxLength: 3 })
    .map((tags) => Object.fromEntries(tags));

/** Members without a recipe, as a layer or a caller may state them. */
const commonMembers = (tagValue: fc.Arbitrary<string>): fc.Arbitrary<Members> =>
  fc.record(
    {
      description: either('one', 'two'),
      infrastructureConfigurationArn: either(
        arn('infrastructure-configuration', 'standard'),
        arn('infrastructure-configuration', 'large'),
      ),
      enhancedImageMetadataEnabled: fc.boolean(),
      schedule: fc.record(
        {
          timezone: either('Etc/UTC', 'Europe/Berlin'),
          scheduleExpression: either('rate(1 day)', 'cron(0 3 ? * SUN *)'),
          autoDisablePolicy: fc.record({ failureCount: fc.integer({ min: 1, max: 3 }) }, exactly),
        },
        optional,
      ),
      status: either('ENABLED', 'DISABLED'),
      tags: tagMap(tagValue),
      imageTags: tagMap(tagValue),
      imageScanningConfiguration: fc.record(
        {
          imageScanningEnabled: fc.boolean(),
          ecrConfiguration: fc.record({ repositoryName: either('scans', 'other') }, optional),
        },
        optional,
      ),
      // A pipeline has one build workflow at most.
      workflows: fc
        .constantFrom(
          ['build'],
          ['test'],
          ['build', 'test'],
          ['test', 'build'],
          ['test', 'test'],
          [],
        )
        .map((kinds) =>
          kinds.map((kind) => ({
            workflowArn: `arn:aws:imagebuilder:eu-west-1:aws:workflow/${kind}/one/x.x.x`,
          })),
        ),
      executionRole: either('build', 'other'),
    },
    optional,
  );

const recipeArn = (kind: RecipeKind): fc.Arbitrary<Members> =>
  either('1.0.0', '2.0.0').map((version) => ({
    [`${kind}RecipeArn`]: arn(`${kind}-recipe`, `web/${version}`),
  }));

/** At most one recipe. */
const recipe: fc.Arbitrary<Members> = fc.oneof(fc.constant({}), ...kinds.map(recipeArn));

const layerTagValue = either('100', '200', '${caller}', '${account} at ${requestTime}');
const callerTagValue = either('100', '200', '300', '{{imagebuilder:buildDate}}');

const allowed: fc.Arbitrary<ValuesByPath> = fc.record(
  {
    status: fc.constant(['ENABLED']),
    'schedule.timezone': fc.subarray(['Europe/*', 'Etc/UTC'], { minLength: 1 }),
    'schedule.autoDisablePolicy.failureCount': fc.subarray([1, 2, 3], { minLength: 1 }),
    'imageScanningConfiguration.imageScanningEnabled': fc.constant([true]),
    'workflows[].workflowArn': fc.constant(['*workflow/build/*']),
    'tags.CostCenter': fc.subarray(['100', '2*'], { minLength: 1 }),
    'tags.dots.and.more': fc.constant(['*']),
  },
  optional,
);

const required: fc.Arbitrary<ValuesByPath> = fc.record(
  {
    description: fc.constantFrom(['*'], ['one']),
    'tags.Team': fc.constant(['*']),
    'workflows[].workflowArn': fc.constant(['*workflow/test/*']),
    'schedule.autoDisablePolicy.failureCount': fc.constantFrom([2, 3], ['*']),
  },
  optional,
);

const forbidden: fc.Arbitrary<ValuesByPath> = fc.record(
  {
    description: fc.constant(['t*']),
    'tags.CostCenter': fc.constantFrom(['100'], ['*']),
    'imageTags.Team': fc.constant(['*']),
    enhancedImageMetadataEnabled: fc.constantFrom([false], ['*']),
    'imageScanningConfiguration.ecrConfiguration.repositoryName': fc.constant(['other']),
  },
  optional,
);

const tagPolicy: fc.Arbitrary<TagPolicyDocument> = fc
  .record(
    {
      tag_value: fc
        .tuple(either('@@assign', '@@append'), fc.subarray(['100', '2*'], { minLength: 1 }))
        .map(([operator, values]) => ({ [operator]: values })),
      tag_key: fc.constant({ '@@assign': 'CostCenter' }),
    },
    optional,
  )
  .map((costcenter) => ({ tags: { costcenter } }));

const layerNames = ['organization', 'unit', 'team', 'containers', 'account'];

const layerMembers = fc
  .tuple(commonMembers(layerTagValue), recipe)
  .map(([common, chosen]) => ({ ...common, ...chosen }));

const statements = {
  defaults: layerMembers,
  enforced: layerMembers,
  allowed,
  tagPolicies: fc.array(tagPolicy, { maxLength: 2 }),
};

/** A layer, often without matchers, so that it applies to everybody. */
const layerOf = (
  name: string,
  applies: fc.Arbitrary<NonNullable<Layer['applies']>>,
  rest: fc.Arbitrary<Omit<Layer, 'name' | 'applies'>>,
): fc.Arbitrary<Layer> =>
  fc
    .tuple(maybe(applies.map((condition) => ({ applies: condition }))), rest)
    .map(([condition, members]) => ({ name, ...condition, ...members }));

/** A layer that refuses whatever breaks it, for some callers and kinds of recipe. */
const plainLayer = (name: string): fc.Arbitrary<Layer> =>
  layerOf(
    name,
    fc
      .tuple(callerMatchers, maybe(recipeMatcher.map((one) => ({ recipe: one }))))
      .map(([caller, asked]): Applies => ({ ...caller, ...asked }))
      .filter(isNotEmpty),
    fc.record(statements, optional),
  );

/** A layer with any word of the language, below some others. */
const anyLayer = (name: string, above: readonly string[]): fc.Arbitrary<Layer> =>
  layerOf(
    name,
    fc.oneof(setBelow(above), fc.array(setBelow(above), { minLength: 1, maxLength: 3 })),
    fc.record(
      {
        contact: fc.constant('#images, https://wiki.example.com/images'),
        compliance: fc.constantFrom<Compliance[]>('error', 'warning'),
        errorFrom: either(yesterday, today, later),
        ...statements,
        required,
        forbidden,
      },
      optional,
    ),
  );

/** The members that a set of matchers looks at. */
const lookedAt = ({ recipe: asked, targets, request = {} }: Applies): readonly string[] => [
  ...(targets === undefined ? [] : ['infrastructureConfigurationArn']),
  ...(asked === undefined && request['imageRecipeArn'] === undefined
    ? []
    : ['imageRecipeArn', 'containerRecipeArn']),
  ...Object.keys(request).map((path) => path.replace(/\[\].*/, '')),
];

/** Members less some, and less what is empty without them. */
const less = (members: Members, left: ReadonlySet<string>, prefix = ''): Members =>
  Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => {
      if (left.has(`${prefix}${name}`)) return [];
      if (!isJsonObject(value)) return [[name, value]];
      const inner = less(value, left, `${prefix}${name}.`);
      return isEmptyObject(inner) && !isEmptyObject(value) ? [] : [[name, inner]];
    }),
  );

/** Layers, of which those that depend on the request supply nothing that any of them looks at. */
const loadable = (layers: readonly Layer[]): readonly Layer[] => {
  const sets = ({ applies }: Layer): readonly Applies[] => [applies ?? []].flat();
  const left = new Set(layers.flatMap(sets).flatMap(lookedAt));
  return layers.map((layer) => {
    const { defaults, enforced, ...rest } = layer;
    const depends = sets(layer).some((set) => lookedAt(set).length > 0 || set.unless !== undefined);
    if (!depends) return layer;
    return {
      ...rest,
      ...(defaults !== undefined && { defaults: less(defaults, left) }),
      ...(enforced !== undefined && { enforced: less(enforced, left) }),
    };
  });
};

const policyOf = (
  layer: (name: string, above: readonly string[]) => fc.Arbitrary<Layer>,
): fc.Arbitrary<OrganizationPolicy> =>
  fc
    .tuple(
      fc
        .nat({ max: layerNames.length })
        .chain((count) =>
          fc.tuple(
            ...layerNames
              .slice(0, count)
              .map((name, index) => layer(name, layerNames.slice(0, index))),
          ),
        ),
      fc.option(either('error', 'warning', 'disabled'), { nil: undefined }),
    )
    .map(([layers, tagPolicyCompliance]) => ({
      ...(tagPolicyCompliance !== undefined && { tagPolicyCompliance }),
      layers: loadable(layers),
    }));

/**
 * Any policy that loads, of up to five layers that refuse whatever breaks them, and that apply by who
 * calls and for which kind of recipe.
 */
export const arbitraryPlainPolicy: fc.Arbitrary<OrganizationPolicy> = policyOf(plainLayer);

/** Any policy that loads, of up to five layers, with every word of the language. */
export const arbitraryPolicy: fc.Arbitrary<OrganizationPolicy> = fc.oneof(
  arbitraryPlainPolicy,
  policyOf(anyLayer),
);

/** A layer that anybody could add below all others: no condition on the recipe, and none supplied. */
export const arbitrarySpecificLayer: fc.Arbitrary<Layer> = fc
  .record(
    {
      applies: callerMatchers.filter(isNotEmpty),
      defaults: commonMembers(layerTagValue),
      enforced: commonMembers(layerTagValue),
      allowed,
    },
    optional,
  )
  .map((layer) => ({ name: 'specific', ...layer }));

/** What callers send: valid members, empty maps of tags among them, and at most one recipe. */
export const arbitrarySent: fc.Arbitrary<JsonObject> = fc
  .tuple(
    commonMembers(callerTagValue),
    recipe,
    fc.record({ tags: fc.constant({}), imageTags: fc.constant({}) }, optional),
    fc.boolean(),
  )
  .map(([members, chosen, empty, areEmpty]) => ({
    name: 'web-server',
    ...members,
    ...chosen,
    ...(areEmpty && empty),
  }));
