import type { CreateImagePipelineRequest, ImagePipeline } from '@aws-sdk/client-imagebuilder';
import type { Caller } from './operation.ts';

/**
 * The pipeline that a CreateImagePipeline leaves behind, with what the user guide and the API
 * reference say the service fills in where the request is silent.
 *
 * `platform` is the recipe's in the service; the stand-in knows no recipes and says Linux. A
 * pipeline of the stand-in never runs, so nothing is said of a last or a next run.
 *
 * @param created the moment of creation, ISO 8601
 */
export const createdPipeline = (
  request: Omit<CreateImagePipelineRequest, 'clientToken'>,
  arn: string,
  created: string,
): ImagePipeline & { readonly arn: string } => ({
  ...request,
  arn,
  platform: 'Linux',
  enhancedImageMetadataEnabled: request.enhancedImageMetadataEnabled ?? true,
  imageTestsConfiguration: {
    imageTestsEnabled: true,
    timeoutMinutes: 720,
    ...request.imageTestsConfiguration,
  },
  ...(request.schedule && {
    schedule: {
      timezone: 'UTC',
      pipelineExecutionStartCondition: 'EXPRESSION_MATCH_AND_DEPENDENCY_UPDATES_AVAILABLE',
      ...request.schedule,
    },
  }),
  status: request.status ?? 'ENABLED',
  dateCreated: created,
  dateUpdated: created,
  tags: request.tags ?? {},
  consecutiveFailures: 0,
});

/** The partitions other than `aws` and the beginning of their Regions' names. */
const partitions = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
] as const;

/**
 * The ARN that a pipeline of this name has. Its last part is the name in lower case with hyphens
 * for spaces and underscores, so several names share one ARN: they are the same pipeline.
 */
export const pipelineArn = ({ account, region }: Caller, name: string): string => {
  const partition = partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
  const id = name.toLowerCase().replaceAll(/[ _]/g, '-');
  return `arn:${partition}:imagebuilder:${region}:${account}:image-pipeline/${id}`;
};
