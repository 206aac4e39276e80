import fc from 'fast-check';
import type { CreateImagePipelineRequest } from '../../src/core/create-image-pipeline-request.ts';
import {
  anyPlace,
  anyRole,
  imageBuilderArn,
  recipeArn,
  roleArn,
  workflowArn,
  type Place,
} from './arbitrary-arn.ts';
import { arbitraryScheduleExpression } from './arbitrary-schedule-expression.ts';
import { anyText, digits, lengthIn, letters, textFrom, textWithoutNul } from './arbitrary-text.ts';
import { inputShape, shapeOf } from './service-model.ts';

/** A caller's body, of which the organization's defaults supply the rest. */
export type RequestBody = { name: string } & Partial<CreateImagePipelineRequest>;

/** Arbitraries by the name of a shape, or of a structure's member as `Schedule.timezone`. */
type Arbitraries = Readonly<Record<string, fc.Arbitrary<unknown>>>;

const bound = (name: string): readonly [min: number, max: number] => {
  const { min = 0, max = 100 } = shapeOf(name);
  return [min, max];
};

/** Whatever the service model allows of a shape; for what its patterns say, `own` speaks. */
const arbitraryOf = (name: string, own: Arbitraries): fc.Arbitrary<unknown> => {
  const { type, members = {}, required = [], member = '', pattern, ...rest } = shapeOf(name);
  const [min, max] = bound(name);
  const given = own[name];
  if (given !== undefined) return given;
  if (rest.enum !== undefined) return fc.constantFrom(...rest.enum);
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer') return fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max }));
  if (type === 'list') return fc.array(arbitraryOf(member, own), { minLength: min, maxLength: 3 });
  if (type === 'map') return tagMap(min, max);
  if (type === 'string' && pattern === undefined) return anyText(min, max);
  if (type === 'string') throw new TypeError(`Nothing makes texts that match "${name}".`);
  const inner = Object.entries(members).map(([word, shape]): [string, fc.Arbitrary<unknown>] => [
    word,
    own[`${name}.${word}`] ?? arbitraryOf(shape, own),
  ]);
  return fc.record(Object.fromEntries(inner), {
    requiredKeys: [...required],
    noNullPrototype: true,
  });
};

const pipelineName: fc.Arbitrary<string> = fc
  .tuple(textFrom(`${letters}${digits}-_ `, 1, 126), textFrom(`${letters}${digits}-_`, 2, 2))
  .map(([middle, ends]) => `${ends.charAt(0)}${middle}${ends.charAt(1)}`);

const tagKey = fc.oneof(
  {
    weight: 9,
    arbitrary: textFrom(`${letters}${digits} \t_.:/=+-@`, ...bound('TagKey')).filter(
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
      .uniqueArray(fc.tuple(tagKey, anyText(...bound('TagValue'))), {
        // One key whatever its case and the spaces around it.
        selector: ([key]) => key.trim().toLowerCase(),
        minLength: count,
        maxLength: count,
        size: 'max',
      })
      .map((tags) => Object.fromEntries(tags)),
  );

/** Real time zones: those that the runtime knows, and some links of the database beside them. */
const timeZone = fc.constantFrom(
  ...Intl.supportedValuesOf('timeZone'),
  ...['UTC', 'Etc/UTC', 'Etc/GMT+12', 'US/Eastern', 'Asia/Kolkata', 'Europe/Kyiv', 'Eire'],
);

const [, parallelGroupLength] = bound('ParallelGroup');
const parallelGroup = fc
  .tuple(
    textFrom(`${letters}${digits}`, 1, 1),
    textFrom(`${letters}${digits}-_+#`, 0, parallelGroupLength - 1),
  )
  .map((parts) => parts.join(''));

const ownLogGroups = '/aws/imagebuilder/';
const logGroupCharacters = `${letters}${digits}-_/.`;
const [, logGroupLength] = bound('LogGroupName');
const logGroup = fc.oneof(
  textFrom(logGroupCharacters, 1, logGroupLength),
  textFrom(logGroupCharacters, 1, logGroupLength - ownLogGroups.length).map(
    (name) => `${ownLogGroups}${name}`,
  ),
);

/** What the model's patterns and the rules beyond the model ask for in one account and Region. */
const arbitrariesIn = (place: Place): Arbitraries => ({
  ResourceName: pipelineName,
  ImageRecipeArn: recipeArn(place, 'image-recipe'),
  ContainerRecipeArn: recipeArn(place, 'container-recipe'),
  InfrastructureConfigurationArn: imageBuilderArn(place, 'infrastructure-configuration'),
  DistributionConfigurationArn: imageBuilderArn(place, 'distribution-configuration'),
  WorkflowVersionArnOrBuildVersionArn: workflowArn(place),
  RoleNameOrArn: anyRole(place),
  Timezone: timeZone,
  'Schedule.scheduleExpression': arbitraryScheduleExpression(),
  WorkflowParameterName: textWithoutNul(...bound('WorkflowParameterName')),
  WorkflowParameterValue: textWithoutNul(...bound('WorkflowParameterValue')),
  ParallelGroup: parallelGroup,
  LogGroupName: logGroup,
});

type Members = Partial<CreateImagePipelineRequest>;

const needsExecutionRole = ({ workflows = [], loggingConfiguration }: Members): boolean =>
  workflows.length > 0 ||
  Object.values(loggingConfiguration ?? {}).some((name: string) => !name.startsWith(ownLogGroups));

/** The workflows that go together: one build and one distribution workflow at most, groups for tests alone. */
const workflowsTogether = (
  workflows: NonNullable<Members['workflows']>,
): NonNullable<Members['workflows']> => {
  const isOf = (type: string) => (workflow: (typeof workflows)[number]) =>
    workflow.workflowArn.includes(`:workflow/${type}/`);
  return workflows
    .filter(
      (workflow, index) =>
        isOf('test')(workflow) ||
        ['build', 'distribution'].some(
          (type) => isOf(type)(workflow) && workflows.findIndex(isOf(type)) === index,
        ),
    )
    .map((workflow) => {
      if (isOf('test')(workflow)) return workflow;
      const { parallelGroup, ...others } = workflow;
      return others;
    });
};

/** Members that go together: a role wherever one is needed, workflows of a pipeline, and exactly one recipe. */
const membersTogether = (own: Arbitraries): fc.Arbitrary<CreateImagePipelineRequest> => {
  const role = arbitraryOf('RoleNameOrArn', own) as fc.Arbitrary<string>;
  const recipe = fc.oneof(
    fc.record({ imageRecipeArn: arbitraryOf('ImageRecipeArn', own) }),
    fc.record({ containerRecipeArn: arbitraryOf('ContainerRecipeArn', own) }),
  );
  // `any-valid-request.test.ts` holds what comes of it against the schema and the rules.
  const any = arbitraryOf(inputShape, own) as fc.Arbitrary<CreateImagePipelineRequest>;
  return fc
    .tuple(any, recipe as fc.Arbitrary<Members>, role)
    .map(([{ imageRecipeArn, containerRecipeArn, ...members }, chosenRecipe, executionRole]) => ({
      ...(needsExecutionRole(members) && { executionRole }),
      ...members,
      ...(members.workflows && { workflows: workflowsTogether(members.workflows) }),
      ...chosenRecipe,
    }));
};

/**
 * Any request, resolved already, that the service's model and the rules beyond it accept: every
 * member there and not there, every length and range up to its bounds, every partition.
 *
 * @param place - Keeps all ARNs in one account and Region; without it each request has its own.
 */
export const arbitraryRequest = (place?: Place): fc.Arbitrary<CreateImagePipelineRequest> =>
  place === undefined ? anyPlace.chain(arbitraryRequest) : membersTogether(arbitrariesIn(place));

const [, tagCount] = bound('TagMap');

/**
 * Any caller's body for a proxy of one account and Region, which the packaged organization policy
 * accepts: `infrastructureConfigurationArn` may be left to a default in that same place, a tag may
 * be added to the 49 at most of `tags`, scanning is never switched off, and the execution role is
 * one under `role/imagebuilder/`. `tags` and `imageTags` may be empty. At most about 230 KiB.
 */
export const arbitraryBody = (place: Place): fc.Arbitrary<RequestBody> => {
  const members = membersTogether({
    ...arbitrariesIn(place),
    RoleNameOrArn: roleArn(place, 'imagebuilder/'),
    'ImageScanningConfiguration.imageScanningEnabled': fc.constant(true),
    [`${inputShape}.tags`]: tagMap(0, tagCount - 1),
    [`${inputShape}.imageTags`]: tagMap(0, tagCount),
  });
  return fc
    .tuple(members, fc.boolean(), fc.boolean())
    .map(([{ infrastructureConfigurationArn, clientToken, ...rest }, isPlaced, hasToken]) => ({
      ...rest,
      ...(isPlaced && { infrastructureConfigurationArn }),
      ...(hasToken && { clientToken }),
    }));
};
