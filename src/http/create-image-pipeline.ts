import type { Context } from 'aws-lambda';
import { callContextOf } from '../core/call-context.ts';
import type { CallUnderWay, CreateImagePipeline } from '../core/create-image-pipeline.ts';
import { requestMemberNames } from '../core/create-image-pipeline-request.ts';
import type { Accepted, ResolvedRequest } from '../core/decide.ts';
import type { JsonObject } from '../json/json-value.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';
import { upstreamTokenOf } from './client-token.ts';
import type { FindServedTargets } from './decide-request.ts';

/** Creates the pipeline of a request that was accepted, or says what it would create. */
export const createImagePipeline =
  (create: CreateImagePipeline, servedTargets: FindServedTargets) =>
  async (event: ProxyRequest, context: Context): Promise<Answer> => {
    const { decision, clientToken, dryRun, caller } = event;
    if (decision?.refusal !== undefined || decision === undefined || clientToken === undefined) {
      throw new TypeError('Only a request that was accepted can be created.');
    }
    const { request } = decision;
    const decided = decidedMembers(decision);
    if (dryRun === true) {
      return {
        status: 200,
        message: `Dry run: image pipeline "${request.name}" would be created. Nothing was.${counted(decision)}`,
        document: { dryRun: true, clientToken, ...decided },
      };
    }
    const ownAccount = servedTargets(context)?.account ?? '';
    const where = callContextOf(request.infrastructureConfigurationArn, ownAccount, event);
    const upstreamToken = upstreamTokenOf(caller.id, clientToken);
    event.upstreamToken = upstreamToken;
    const onCall = (call: CallUnderWay): void => {
      event.call = call;
    };
    const { imagePipelineArn, ...upstream } = await create(
      { ...request, clientToken: upstreamToken },
      { ...where, onCall },
    );
    event.upstream = upstream;
    return {
      status: 201,
      message: `Created image pipeline "${request.name}": ${imagePipelineArn}${counted(decision)}`,
      document: { requestId: upstream.requestId, clientToken, imagePipelineArn, ...decided },
    };
  };

/** How many warnings there are, for a line in a chat. */
const counted = ({ warnings: { length } }: Accepted): string => {
  if (length === 0) return '';
  return length === 1 ? ' (1 warning)' : ` (${length} warnings)`;
};

/** What an answer says of the request that it was about: as it is sent, where each value is from, what is worth knowing. */
export const decidedMembers = ({ request, provenance, warnings, grant }: Accepted): JsonObject => ({
  imagePipeline: inModelOrder(request),
  provenance,
  warnings,
  ...(grant !== undefined && { grant }),
});

/** The request as AWS's own documentation orders it. */
const inModelOrder = (request: ResolvedRequest): JsonObject =>
  Object.fromEntries(
    requestMemberNames.flatMap((name) =>
      name !== 'clientToken' && Object.hasOwn(request, name) ? [[name, request[name]]] : [],
    ),
  );
