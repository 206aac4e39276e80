/**
 * The request of CreateImagePipeline in the core's own types, member for member as AWS names them.
 *
 * They are passed to the SDK's command without a cast, so the compiler is the alarm when the SDK
 * and this project drift apart; the JSON Schema beside the validator states the bounds.
 *
 * Source: https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_CreateImagePipeline.html
 */
export interface CreateImagePipelineRequest {
  name: string;
  description?: string;
  imageRecipeArn?: string;
  containerRecipeArn?: string;
  infrastructureConfigurationArn: string;
  distributionConfigurationArn?: string;
  imageTestsConfiguration?: ImageTestsConfiguration;
  enhancedImageMetadataEnabled?: boolean;
  schedule?: Schedule;
  status?: 'DISABLED' | 'ENABLED';
  tags?: Record<string, string>;
  imageTags?: Record<string, string>;
  clientToken: string;
  imageScanningConfiguration?: ImageScanningConfiguration;
  workflows?: WorkflowConfiguration[];
  executionRole?: string;
  loggingConfiguration?: PipelineLoggingConfiguration;
}

/** The most entries that the service takes in `tags`, and in `imageTags`. */
export const mostTags = 50;

/** The names of the operation's 17 members, in the order of AWS's documentation. */
export const requestMemberNames = [
  'name',
  'description',
  'imageRecipeArn',
  'containerRecipeArn',
  'infrastructureConfigurationArn',
  'distributionConfigurationArn',
  'imageTestsConfiguration',
  'enhancedImageMetadataEnabled',
  'schedule',
  'status',
  'tags',
  'imageTags',
  'clientToken',
  'imageScanningConfiguration',
  'workflows',
  'executionRole',
  'loggingConfiguration',
] as const satisfies readonly (keyof CreateImagePipelineRequest)[];

/** Which tests run after a build. */
export interface ImageTestsConfiguration {
  imageTestsEnabled?: boolean;
  timeoutMinutes?: number;
}

/** When the pipeline runs by itself. */
export interface Schedule {
  scheduleExpression?: string;
  timezone?: string;
  pipelineExecutionStartCondition?:
    'EXPRESSION_MATCH_ONLY' | 'EXPRESSION_MATCH_AND_DEPENDENCY_UPDATES_AVAILABLE';
  autoDisablePolicy?: { failureCount: number };
}

/** Vulnerability scans with Amazon Inspector. */
export interface ImageScanningConfiguration {
  imageScanningEnabled?: boolean;
  ecrConfiguration?: { repositoryName?: string; containerTags?: string[] };
}

/** One workflow of the pipeline. */
export interface WorkflowConfiguration {
  workflowArn: string;
  parameters?: { name: string; value: string[] }[];
  parallelGroup?: string;
  onFailure?: 'CONTINUE' | 'ABORT';
}

/** Where builds and the pipeline write their logs. */
export interface PipelineLoggingConfiguration {
  imageLogGroupName?: string;
  pipelineLogGroupName?: string;
}
