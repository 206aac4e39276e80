import fc from 'fast-check';
import type { JsonObject } from '../../src/json/json-value.ts';
import type {
  Applies,
  Caller,
  Layer,
  Members,
  OrganizationPolicy,
  RecipeKind,
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

const callerMatchers: fc.Arbitrary<Omit<Applies, 'recipe'>> = fc.record(
  {
    callers: fc.subarray(['*', 'jwt:*', 'arn:aws:sts::*', '*payments*'], { minLength: 1 }),
    accounts: fc.subarray(['*', '111122223333', '4444*'], { minLength: 1 }),
    groups: fc.subarray(['*', 'payments', 'plat*'], { minLength: 1 }),
  },
  optional,
);

const kinds: readonly RecipeKind[] = ['image', 'container'];
const recipeMatcher = fc.subarray([...kinds], { minLength: 1 });

/** The `applies` of a layer: often everybody, sometimes only one kind of recipe. */
const applies: fc.Arbitrary<Applies | undefined> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(callerMatchers, fc.option(recipeMatcher, { nil: undefined }))
      .map(([matchers, recipe]) => ({ ...matchers, ...(recipe !== undefined && { recipe }) }))
      .filter((matchers) => Object.keys(matchers).length > 0),
  },
);

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
      workflows: fc.array(
        fc.record(
          {
            workflowArn: either(
              ...['build', 'test'].map(
                (kind) => `arn:aws:imagebuilder:eu-west-1:aws:workflow/${kind}/one/x.x.x`,
              ),
            ),
          },
          exactly,
        ),
        { maxLength: 2 },
      ),
      executionRole: either('build', 'other'),
    },
    optional,
  );

const recipeArn = (kind: RecipeKind): fc.Arbitrary<Members> =>
  either('1.0.0', '2.0.0').map((version) => ({
    [`${kind}RecipeArn`]: arn(`${kind}-recipe`, `web/${version}`),
  }));

/** At most one recipe, and none from a layer that asks for a kind of recipe itself. */
const recipe = (asked: readonly RecipeKind[] | undefined): fc.Arbitrary<Members> =>
  fc.oneof(fc.constant({}), ...(asked === undefined ? kinds : []).map(recipeArn));

const layerTagValue = either('100', '200', '${caller}', '${account} at ${requestTime}');
const callerTagValue = either('100', '200', '300', '{{imagebuilder:buildDate}}');

const allowed: fc.Arbitrary<NonNullable<Layer['allowed']>> = fc.record(
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

const layerNamed = (name: string): fc.Arbitrary<Layer> =>
  applies.chain((condition) => {
    const members = fc
      .tuple(commonMembers(layerTagValue), recipe(condition?.recipe))
      .map(([common, chosen]) => ({ ...common, ...chosen }));
    return fc
      .record(
        {
          defaults: members,
          enforced: members,
          allowed,
          tagPolicies: fc.array(tagPolicy, { maxLength: 2 }),
        },
        optional,
      )
      .map((sections) => ({
        name,
        ...(condition !== undefined && { applies: condition }),
        ...sections,
      }));
  });

/** Any policy that loads, of up to five layers. */
export const arbitraryPolicy: fc.Arbitrary<OrganizationPolicy> = fc
  .tuple(
    fc
      .nat({ max: layerNames.length })
      .chain((count) => fc.tuple(...layerNames.slice(0, count).map(layerNamed))),
    fc.option(either('error', 'warning', 'disabled'), { nil: undefined }),
  )
  .map(([layers, tagPolicyCompliance]) => ({
    ...(tagPolicyCompliance !== undefined && { tagPolicyCompliance }),
    layers,
  }));

/** A layer that anybody could add below all others: no condition on the recipe, and none supplied. */
export const arbitrarySpecificLayer: fc.Arbitrary<Layer> = fc
  .record(
    {
      applies: callerMatchers.filter((matchers) => Object.keys(matchers).length > 0),
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
    recipe(undefined),
    fc.record({ tags: fc.constant({}), imageTags: fc.constant({}) }, optional),
    fc.boolean(),
  )
  .map(([members, chosen, empty, areEmpty]) => ({
    name: 'web-server',
    ...members,
    ...chosen,
    ...(areEmpty && empty),
  }));
