import type { Context } from 'aws-lambda';
import type { Clients } from '../aws/clients.ts';
import { createImagePipeline } from '../aws/image-builder/create-image-pipeline.ts';
import type { Config } from '../config.ts';
import type { JsonObject } from '../json/json-value.ts';
import { parseArn } from '../core/arn.ts';
import type { CreateImagePipelineRequest } from '../core/create-image-pipeline-request.ts';
import { measuredCall, type Measured } from '../observability/measure-requests.ts';
import { targetOf, targetIssue, type Target } from '../core/target.ts';
import { requestMemberNames } from '../core/create-image-pipeline-request.ts';
import { ProxyMisconfigured, TargetNotAllowed } from '../errors.ts';
import { deadlineOf, millisLeft } from './time-left.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';

/** Creates the pipeline of a request that nothing stands against, or says what it would create. */
export const createInTarget =
  (config: Config, clients: Clients) =>
  async (event: ProxyRequest & Measured, context: Context): Promise<Answer> => {
    const request = checkedRequest(event);
    const account = ownAccountOf(config, context);
    const target = targetOf(request, account);
    refuseOtherTargets(target, config, account);
    if (event.dryRun === true) return dryRunAnswer(event, request);
    const { deadline = deadlineOf(event.door, context) } = event;
    const client = await clients(account)(target, event.caller, millisLeft(deadline));
    // Asked again: assuming a role has spent some of the same time.
    const created = await measuredCall(event, () =>
      createImagePipeline(client, request, millisLeft(deadline)),
    );
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
  const ordered: Record<string, unknown> = {};
  for (const name of requestMemberNames) {
    if (name !== 'clientToken' && Object.hasOwn(request, name)) ordered[name] = request[name];
  }
  return ordered;
};

/** The function's own account: its ARN names it, or on a machine without AWS a setting does. */
const ownAccountOf = (config: Config, { invokedFunctionArn }: Context): string => {
  const account = config.accountId ?? parseArn(invokedFunctionArn)?.account;
  if (account !== undefined) return account;
  throw new ProxyMisconfigured(
    "The function's own account is unknown: its ARN does not name it and AWS_ACCOUNT_ID is not set.",
  );
};

const refuseOtherTargets = (target: Target, config: Config, account: string): void => {
  const { region, targetAccounts = [], targetRegions = [region] } = config;
  const issue = targetIssue(target, { account, targetAccounts, region, targetRegions });
  if (issue !== undefined) throw new TargetNotAllowed('Not served', [issue]);
};
