import fc from 'fast-check';
import type { CreateImagePipelineRequest } from '../../src/core/create-image-pipeline-request.ts';

/** The account and Region that a request's ARNs stand in. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** A caller's body, of which the organization's defaults supply the rest. */
export type RequestBody = { name: string } & Partial<CreateImagePipelineRequest>;

const exactly = { noNullPrototype: true } as const;
const optional = { requiredKeys: [], ...exactly };

const regions = [
  'eu-west-1',
  'us-east-1',
  'ap-southeast-4',
  'cn-north-1',
  'cn-northwest-1',
  'us-gov-west-1',
  'us-gov-east-1',
];

const partitionOf = (region: string): string => {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
};

const lowerCase = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const letters = lowerCase + lowerCase.toUpperCase();

/** A length: often one of the two bounds, else a short one. */
const lengthIn = (min: number, max: number): fc.Arbitrary<number> =>
  fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max: Math.min(max, min + 24) }));

/** Text of any length within the bounds; past its first characters a long one repeats one of them. */
const textOf = (character: fc.Arbitrary<string>, min: number, max: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.array(character, { minLength: 1, maxLength: 25 }), lengthIn(min, max))
    .map(([characters, length]) =>
      Array.from({ length }, (_, index) => characters[index] ?? characters[0]).join(''),
    );

const textFrom = (characters: string, min: number, max: number): fc.Arbitrary<string> =>
  textOf(fc.constantFrom(...Array.from(characters)), min, max);

const oneCharacter = { minLength: 1, maxLength: 1 };
const asciiCharacter = fc.string({ unit: 'grapheme-ascii', ...oneCharacter });
const unicodeCharacter = fc.string({ unit: 'binary', ...oneCharacter });

/** Any text, counted in characters of Unicode: from NUL to emoji. */
const anyText = (min: number, max: number): fc.Arbitrary<string> =>
  fc.oneof(textOf(asciiCharacter, min, max), textOf(unicodeCharacter, min, max));

const textWithoutNul = (min: number, max: number): fc.Arbitrary<string> =>
  anyText(min, max).map((text) => text.replaceAll('\0', '\u{1F680}'));

const wholeIn = (min: number, max: number): fc.Arbitrary<number> =>
  fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max }));

const pipelineName: fc.Arbitrary<string> = fc
  .tuple(textFrom(`${letters}${digits}-_ `, 1, 126), textFrom(`${letters}${digits}-_`, 2, 2))
  .map(([middle, ends]) => `${ends.charAt(0)}${middle}${ends.charAt(1)}`);

const arnName = textFrom(`${lowerCase}${digits}-_`, 1, 126);

const number = fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 2 ** 30 - 1 })).map(String);
const wildcard = fc.constant('x');
const wildcardVersion = fc
  .oneof(
    fc.tuple(wildcard, wildcard, wildcard),
    fc.tuple(number, wildcard, wildcard),
    fc.tuple(number, number, wildcard),
  )
  .map((parts) => parts.join('.'));
const exactVersion = fc.tuple(number, number, number).map((parts) => parts.join('.'));
const version = fc.oneof(exactVersion, wildcardVersion);

/** ARNs of Image Builder in one place, of the account's own resources and of AWS's. */
const imageBuilderArn = (
  { account, region }: Place,
  kind: string,
  tail: fc.Arbitrary<string>,
): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(account, 'aws'), arnName, tail)
    .map(
      ([owner, name, end]) =>
        `arn:${partitionOf(region)}:imagebuilder:${region}:${owner}:${kind}/${name}${end}`,
    );

const workflowArn = (place: Place): fc.Arbitrary<string> => {
  const prefix = `arn:${partitionOf(place.region)}:imagebuilder:${place.region}`;
  const kind = fc.constantFrom('build', 'test', 'distribution');
  const owned = fc.oneof(
    version,
    fc.tuple(exactVersion, number).map(([released, build]) => `${released}/${build}`),
  );
  return fc.oneof(
    // Image Builder asks for the version x.x.x of a workflow that AWS manages.
    fc.tuple(kind, arnName).map(([type, name]) => `${prefix}:aws:workflow/${type}/${name}/x.x.x`),
    fc
      .tuple(kind, arnName, owned)
      .map(([type, name, end]) => `${prefix}:${place.account}:workflow/${type}/${name}/${end}`),
  );
};

const roleCharacters = `${letters}${digits}_+=,.@-`;

/** The name or the ARN of a role, up to the model's 2048 characters. */
const anyRole = ({ account, region }: Place): fc.Arbitrary<string> => {
  const prefix = `arn:${partitionOf(region)}:iam::${account}:role/`;
  return fc.oneof(
    textFrom(roleCharacters, 1, 2048),
    textFrom(`${roleCharacters}/`, 1, 2048 - prefix.length).map((path) => `${prefix}${path}`),
  );
};

const tagKey = fc.oneof(
  {
    weight: 9,
    arbitrary: textFrom(`${letters}${digits} \t_.:/=+-@`, 1, 128).filter(
      (key) => !key.startsWith('aws:'),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', 'AWS:Name', ' ', 'a/b'),
  },
);

const tagMap = (min: number, max: number): fc.Arbitrary<Record<string, string>> =>
  lengthIn(min, max).chain((count) =>
    fc
      .uniqueArray(fc.tuple(tagKey, anyText(0, 256)), {
        selector: ([key]) => key,
        minLength: count,
        maxLength: count,
        size: 'max',
      })
      .map((tags) => Object.fromEntries(tags)),
  );

const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const days = 'SUN MON TUE WED THU FRI SAT'.split(' ');

/** One field of a cron expression: a value, a name, `*`, ranges, steps and lists of them. */
const cronField = (
  min: number,
  max: number,
  names: readonly string[] = [],
): fc.Arbitrary<string> => {
  const named = (value: number): string[] => {
    const name = names[value - min];
    return name === undefined ? [] : [name, name.toLowerCase()];
  };
  const value = fc
    .integer({ min, max })
    .chain((index) => fc.constantFrom(String(index), ...named(index)));
  const range = fc
    .tuple(fc.integer({ min, max }), fc.integer({ min, max }), fc.boolean())
    .map(([one, other, byName]) => {
      const ends = [Math.min(one, other), Math.max(one, other)];
      return ends.map((end) => (byName ? names[end - min] : undefined) ?? String(end)).join('-');
    });
  const step = fc
    .tuple(fc.oneof(fc.constant('*'), value, range), fc.integer({ min: 1, max: max - min }))
    .map(([from, every]) => `${from}/${every}`);
  const item = fc.oneof(value, range, step);
  return fc.oneof(
    fc.constant('*'),
    item,
    fc.array(item, { minLength: 2, maxLength: 4 }).map((items) => items.join(',')),
  );
};

const dayOfMonth = fc.oneof(
  cronField(1, 31),
  fc.constantFrom('L', '1W', '15W', '31W'),
  fc.integer({ min: 1, max: 28 }).map((day) => `${day},L`),
);
const dayOfWeek = fc.oneof(
  cronField(1, 7, days),
  fc.constantFrom('L', '1L', '6L', '7L', 'FRIL', '1#1', '3#2', '7#5', 'TUE#1'),
);
const unsaid = fc.constant('?');

/** A cron expression of every form that Image Builder's user guide describes. */
const cronExpression = fc
  .tuple(
    cronField(0, 59),
    cronField(0, 23),
    fc.oneof(
      { weight: 4, arbitrary: fc.tuple(unsaid, dayOfWeek) },
      { weight: 4, arbitrary: fc.tuple(dayOfMonth, unsaid) },
      // The guide advises against it, and does it.
      { weight: 1, arbitrary: fc.tuple(dayOfMonth, dayOfWeek) },
    ),
    cronField(1, 12, months),
    fc.oneof({ weight: 3, arbitrary: fc.constant('*') }, cronField(1970, 2199)),
  )
  .map(
    ([minute, hour, [monthDay, weekDay], month, year]) =>
      `cron(${minute} ${hour} ${monthDay} ${month} ${weekDay} ${year})`,
  );

const rateExpression = fc
  .tuple(
    fc.oneof(fc.constantFrom(1, 7), fc.integer({ min: 1, max: 999_999 })),
    fc.constantFrom('minute', 'hour', 'day'),
  )
  .map(([value, unit]) => `rate(${value} ${unit}${value === 1 ? '' : 's'})`);

/** Any schedule expression that Image Builder's user guide allows. */
export const arbitraryScheduleExpression = (): fc.Arbitrary<string> =>
  fc.oneof({ weight: 3, arbitrary: cronExpression }, { weight: 1, arbitrary: rateExpression });

/** Real time zones: those that the runtime knows, and some links of the database beside them. */
const timeZone = fc.constantFrom(
  ...Intl.supportedValuesOf('timeZone'),
  ...['UTC', 'Etc/UTC', 'Etc/GMT+12', 'US/Eastern', 'Asia/Kolkata', 'Europe/Kyiv', 'Eire'],
);

const schedule = fc.record(
  {
    scheduleExpression: arbitraryScheduleExpression(),
    timezone: timeZone,
    pipelineExecutionStartCondition: fc.constantFrom(
      'EXPRESSION_MATCH_ONLY' as const,
      'EXPRESSION_MATCH_AND_DEPENDENCY_UPDATES_AVAILABLE' as const,
    ),
    autoDisablePolicy: fc.record({ failureCount: wholeIn(1, 10) }, exactly),
  },
  optional,
);

const imageTestsConfiguration = fc.record(
  { imageTestsEnabled: fc.boolean(), timeoutMinutes: wholeIn(60, 1440) },
  optional,
);

const imageScanningConfiguration = (enabled: fc.Arbitrary<boolean>) =>
  fc.record(
    {
      imageScanningEnabled: enabled,
      ecrConfiguration: fc.record(
        {
          repositoryName: anyText(1, 1024),
          containerTags: fc.array(anyText(1, 1024), { maxLength: 2 }),
        },
        optional,
      ),
    },
    optional,
  );

const workflow = (place: Place) =>
  fc.record(
    {
      workflowArn: workflowArn(place),
      parameters: fc.array(
        fc.record(
          {
            name: textWithoutNul(1, 128),
            value: fc.array(textWithoutNul(0, 100), { maxLength: 3 }),
          },
          exactly,
        ),
        { minLength: 1, maxLength: 3 },
      ),
      parallelGroup: fc
        .tuple(textFrom(`${letters}${digits}`, 1, 1), textFrom(`${letters}${digits}-_+#`, 0, 99))
        .map((parts) => parts.join('')),
      onFailure: fc.constantFrom('CONTINUE' as const, 'ABORT' as const),
    },
    { requiredKeys: ['workflowArn'], ...exactly },
  );

const ownLogGroups = '/aws/imagebuilder/';
const logGroupCharacters = `${letters}${digits}-_/.`;
const logGroup = fc.oneof(
  textFrom(logGroupCharacters, 1, 512),
  textFrom(logGroupCharacters, 1, 512 - ownLogGroups.length).map(
    (name) => `${ownLogGroups}${name}`,
  ),
);

interface Choices {
  readonly place: Place;
  readonly executionRole: fc.Arbitrary<string>;
  readonly scanning: fc.Arbitrary<boolean>;
  readonly tags: fc.Arbitrary<Record<string, string>>;
  readonly imageTags: fc.Arbitrary<Record<string, string>>;
}

const optionalMembers = ({ place, executionRole, scanning, tags, imageTags }: Choices) =>
  fc.record(
    {
      description: anyText(1, 1024),
      distributionConfigurationArn: imageBuilderArn(
        place,
        'distribution-configuration',
        fc.constant(''),
      ),
      imageTestsConfiguration,
      enhancedImageMetadataEnabled: fc.boolean(),
      schedule,
      status: fc.constantFrom('DISABLED' as const, 'ENABLED' as const),
      tags,
      imageTags,
      imageScanningConfiguration: imageScanningConfiguration(scanning),
      workflows: fc.array(workflow(place), { maxLength: 4 }),
      executionRole,
      loggingConfiguration: fc.record(
        { imageLogGroupName: logGroup, pipelineLogGroupName: logGroup },
        optional,
      ),
    },
    optional,
  );

type OptionalMembers = Partial<CreateImagePipelineRequest>;

const needsExecutionRole = ({ workflows = [], loggingConfiguration }: OptionalMembers): boolean =>
  workflows.length > 0 ||
  Object.values(loggingConfiguration ?? {}).some((name: string) => !name.startsWith(ownLogGroups));

/** Members that go together: a role wherever one is needed, and exactly one recipe. */
const membersTogether = (choices: Choices): fc.Arbitrary<OptionalMembers> => {
  const recipeTail = version.map((chosen) => `/${chosen}`);
  const recipe: fc.Arbitrary<OptionalMembers> = fc.oneof(
    imageBuilderArn(choices.place, 'image-recipe', recipeTail).map((imageRecipeArn) => ({
      imageRecipeArn,
    })),
    imageBuilderArn(choices.place, 'container-recipe', recipeTail).map((containerRecipeArn) => ({
      containerRecipeArn,
    })),
  );
  return fc
    .tuple(optionalMembers(choices), recipe, choices.executionRole)
    .map(([members, chosenRecipe, executionRole]) => ({
      ...(needsExecutionRole(members) && { executionRole }),
      ...members,
      ...chosenRecipe,
    }));
};

const anyPlace: fc.Arbitrary<Place> = fc.record(
  { account: textFrom(digits, 12, 12), region: fc.constantFrom(...regions) },
  exactly,
);

const infrastructure = (place: Place): fc.Arbitrary<string> =>
  imageBuilderArn(place, 'infrastructure-configuration', fc.constant(''));

const requestIn = (place: Place): fc.Arbitrary<CreateImagePipelineRequest> =>
  fc
    .tuple(
      membersTogether({
        place,
        executionRole: anyRole(place),
        scanning: fc.boolean(),
        tags: tagMap(1, 50),
        imageTags: tagMap(1, 50),
      }),
      pipelineName,
      infrastructure(place),
      anyText(1, 64),
    )
    .map(([members, name, infrastructureConfigurationArn, clientToken]) => ({
      ...members,
      name,
      infrastructureConfigurationArn,
      clientToken,
    }));

/**
 * Any request, resolved already, that the service's model and the rules beyond it accept: every
 * member there and not there, every length and range up to its bounds, every partition.
 *
 * @param place - Keeps all ARNs in one account and Region; without it each request has its own.
 */
export const arbitraryRequest = (place?: Place): fc.Arbitrary<CreateImagePipelineRequest> =>
  place === undefined ? anyPlace.chain(requestIn) : requestIn(place);

/**
 * Any caller's body for a proxy of one account and Region, which the packaged organization policy
 * accepts: `infrastructureConfigurationArn` may be left to a default in that same place, a tag may
 * be added to the 49 at most of `tags`, scanning is never switched off, and the execution role is
 * one under `role/imagebuilder/`. `tags` and `imageTags` may be empty. At most about 230 KiB.
 */
export const arbitraryBody = (place: Place): fc.Arbitrary<RequestBody> => {
  const { account, region } = place;
  const rolePrefix = `arn:${partitionOf(region)}:iam::${account}:role/imagebuilder/`;
  return fc
    .tuple(
      membersTogether({
        place,
        executionRole: textFrom(`${roleCharacters}/`, 1, 2048 - rolePrefix.length).map(
          (path) => `${rolePrefix}${path}`,
        ),
        scanning: fc.constant(true),
        tags: tagMap(0, 49),
        imageTags: tagMap(0, 50),
      }),
      pipelineName,
      fc.record(
        { infrastructureConfigurationArn: infrastructure(place), clientToken: anyText(1, 64) },
        optional,
      ),
    )
    .map(([members, name, rest]) => ({ ...members, ...rest, name }));
};
