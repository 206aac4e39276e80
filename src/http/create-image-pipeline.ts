import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { callContextOf } from '../core/call-context.ts';
import type {
  CallUnderWay,
  CreatedImagePipeline,
  CreateImagePipeline,
  DryRunImagePipeline,
} from '../core/create-image-pipeline.ts';
import { requestMemberNames } from '../core/create-image-pipeline-request.ts';
import type { Accepted, ResolvedRequest } from '../core/decide.ts';
import type { Issue } from '../json/issue.ts';
import type { JsonObject } from '../json/json-value.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';
import { upstreamTokenOf } from './client-token.ts';
import { withWarning, type FindServedTargets } from './decide-request.ts';

/** What creates pipelines, and what only asks whether it could. */
export interface ImageBuilderCalls {
  readonly createImagePipeline: CreateImagePipeline;
  readonly dryRunImagePipeline: DryRunImagePipeline;
}

/** Creates the pipeline of a request that was accepted, or says what it would create. */
export const createImagePipeline =
  (calls: ImageBuilderCalls, servedTargets: FindServedTargets) =>
  async (event: ProxyRequest, context: Context): Promise<Answer> => {
    const { decision, clientToken, dryRun, caller } = event;
    if (decision?.refusal !== undefined || decision === undefined || clientToken === undefined) {
      throw new TypeError('Only a request that was accepted can be created.');
    }
    if (dryRun === 'policy') return wouldBeCreated(event, decision, 'proxy');
    const { request } = decision;
    const ownAccount = servedTargets(context)?.account ?? '';
    const options = {
      ...callContextOf(request.infrastructureConfigurationArn, ownAccount, event),
      onCall: (call: CallUnderWay): void => {
        event.call = call;
      },
    };
    // A dry run leaves nothing that the real call with the same key could meet.
    const upstreamToken = dryRun === true ? randomUUID() : upstreamTokenOf(caller.id, clientToken);
    event.upstreamToken = upstreamToken;
    const sent = { ...request, clientToken: upstreamToken };
    if (dryRun !== true) {
      return created(event, decision, await calls.createImagePipeline(sent, options));
    }
    const { outcome, ...call } = await calls.dryRunImagePipeline(sent, options);
    if ('imagePipelineArn' in call) {
      event.dryRunNotHonoured = true;
      return created(event, warned(event, decision, notHonoured), call);
    }
    if ('attempts' in call) event.upstream = call;
    return outcome === 'passed'
      ? wouldBeCreated(event, decision, 'image-builder')
      : wouldBeCreated(event, warned(event, decision, notAsked), 'proxy');
  };

/** A decision with one more warning, for the answer and for the log. */
const warned = (event: ProxyRequest, decision: Accepted, warning: Issue): Accepted => {
  const more = withWarning(decision, warning);
  event.decision = more;
  return more;
};

const notHonoured: Issue = {
  pointer: '',
  code: 'dry-run-not-honoured',
  detail:
    'This was a dry run, but the endpoint of Image Builder in this target does not know dry runs: it has created the image pipeline. Delete it where it is not wanted, and tell the operator of this proxy.',
};

const notAsked: Issue = {
  pointer: '',
  code: 'dry-run-not-asked',
  detail:
    'Image Builder was not asked: its endpoint in this target does not know dry runs. Whether it would create the image pipeline is not known.',
};

const wouldBeCreated = (
  { clientToken }: ProxyRequest,
  decision: Accepted,
  validatedBy: 'image-builder' | 'proxy',
): Answer => ({
  status: 200,
  message: `Dry run: image pipeline "${decision.request.name}" ${validatedBy === 'proxy' ? 'would be sent to Image Builder, which was not asked' : 'would be created'}. Nothing was.${counted(decision)}`,
  document: { dryRun: true, validatedBy, clientToken, ...decidedMembers(decision) },
});

const created = (
  event: ProxyRequest,
  decision: Accepted,
  { imagePipelineArn, ...upstream }: CreatedImagePipeline,
): Answer => {
  event.upstream = upstream;
  const { clientToken } = event;
  return {
    status: 201,
    message: `Created image pipeline "${decision.request.name}": ${imagePipelineArn}${counted(decision)}`,
    document: {
      requestId: upstream.requestId,
      clientToken,
      imagePipelineArn,
      ...decidedMembers(decision),
    },
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
