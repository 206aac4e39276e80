import type { Context } from 'aws-lambda';
import { createImagePipeline, type ImagebuilderClient } from '../aws/create-image-pipeline.ts';
import type { Config } from '../config.ts';
import type { JsonObject } from '../document/json-object.ts';
import { parseArn } from '../pipeline/arn.ts';
import type { CreateImagePipelineRequest } from '../pipeline/create-image-pipeline-request.ts';
import { targetOf } from '../pipeline/target.ts';
import { requestMemberNames } from '../pipeline/create-image-pipeline-request.ts';
import { ProxyMisconfigured, TargetNotAllowed } from './errors.ts';
import { deadlineOf, millisLeft } from './time-left.ts';
import type { Answer, ProxyRequest } from './proxy-request.ts';

/** Creates the pipeline of a request that nothing stands against, or says what it would create. */
export const createInTarget =
  (config: Config, imageBuilder: ImagebuilderClient) =>
  async (event: ProxyRequest, context: Context): Promise<Answer> => {
    const request = checkedRequest(event);
    refuseOtherTargets(request, config, context);
    if (event.dryRun === true) return dryRunAnswer(event, request);
    const { deadline = deadlineOf(event.door, context) } = event;
    const created = await createImagePipeline(imageBuilder, request, millisLeft(deadline));
    const { requestId, clientToken, imagePipelineArn } = created;
    event.attempts = created.attempts;
    return {
      status: 201,
      message: `Created image pipeline "${request.name}": ${imagePipelineArn}`,
      document: { requestId, clientToken, imagePipelineArn, ...decided(event, request) },
    };
  };

/** The one place where JSON becomes the core's own type: the validator has passed it just before. */
const checkedRequest = ({ request }: ProxyRequest): CreateImagePipelineRequest =>
  request as unknown as CreateImagePipelineRequest;

const dryRunAnswer = (event: ProxyRequest, request: CreateImagePipelineRequest): Answer => ({
  status: 200,
  message: `Dry run: image pipeline "${request.name}" would be created. Nothing was.`,
  document: { dryRun: true, clientToken: request.clientToken, ...decided(event, request) },
});

/** What was decided on the way: the request as it is sent, who said what, and what is worth knowing. */
const decided = (
  { resolution, findings }: ProxyRequest,
  request: CreateImagePipelineRequest,
): JsonObject => ({
  imagePipeline: inModelOrder(request),
  provenance: resolution?.provenance ?? {},
  warnings: findings?.warnings ?? [],
});

/** The request as AWS's own documentation orders it, less the token, which is no part of a pipeline. */
const inModelOrder = (request: CreateImagePipelineRequest): JsonObject => {
  const { clientToken, ...members } = request;
  const ordered = new Map<string, unknown>(Object.entries(members));
  return Object.fromEntries(
    requestMemberNames.flatMap((name) => (ordered.has(name) ? [[name, ordered.get(name)]] : [])),
  );
};

/** The proxy serves its own account and Region: there its role holds, and there its client calls. */
const refuseOtherTargets = (
  request: CreateImagePipelineRequest,
  config: Config,
  { invokedFunctionArn }: Context,
): void => {
  const own = config.accountId ?? parseArn(invokedFunctionArn)?.account;
  if (own === undefined) {
    throw new ProxyMisconfigured(
      "The function's own account is unknown: its ARN does not name it and AWS_ACCOUNT_ID is not set.",
    );
  }
  const { account, region } = targetOf(request, own);
  if (account === own && region === config.region) return;
  const served = `this proxy serves ${config.region} in account ${own}`;
  const detail = `The infrastructure configuration decides where a pipeline is created: ${region} in account ${account}; ${served}.`;
  throw new TargetNotAllowed('Not served', [
    { pointer: '/infrastructureConfigurationArn', code: 'target-not-allowed', detail },
  ]);
};
