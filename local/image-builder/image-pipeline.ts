import type { CreateImagePipelineRequest, ImagePipeline } from '@aws-sdk/client-imagebuilder';

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
