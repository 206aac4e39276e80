import { parseArn } from './arn.ts';
import type { CreateImagePipelineRequest } from './create-image-pipeline-request.ts';

/** Where a pipeline is created. */
export interface Target {
  readonly account: string;
  readonly region: string;
}

/** Stands in the place of the account in an ARN of AWS's own resources. */
const awsOwned = 'aws';

/**
 * The account and Region of a request: those of its infrastructure configuration. One that AWS owns
 * stands in no customer's account, so the function's own it is.
 */
export const targetOf = (
  { infrastructureConfigurationArn }: CreateImagePipelineRequest,
  ownAccount: string,
): Target => {
  const { region = '', account = '' } = parseArn(infrastructureConfigurationArn) ?? {};
  return { region, account: account === awsOwned ? ownAccount : account };
};
