import middy from '@middy/core';
import validator, { type Options as ValidatorOptions } from '@middy/validator';
import type { Context } from 'aws-lambda';
import { formatResponse, parseEvent } from './adapters/event-source.ts';
import type { Config, IdentitySettings } from './config.ts';
import { parseArn } from './policy/arn.ts';
import type { InheritedTagPolicy } from './core/inherited-tag-policy.ts';
import { NoSuchRoute, PolicyUnavailable, ProxyMisconfigured, UpstreamError } from './errors.ts';
import { bodyLimit } from './http/body-limit.ts';
import { collectShapeIssues } from './http/collect-shape-issues.ts';
import { createImagePipeline, type ImageBuilderCalls } from './http/create-image-pipeline.ts';
import { decideRequest, type FindServedTargets } from './http/decide-request.ts';
import { getOpenApi } from './http/get-openapi.ts';
import { parseJsonBody } from './http/parse-json-body.ts';
import { problemAnswer } from './http/problem-details.ts';
import { readEnvelope } from './http/read-envelope.ts';
import { quote } from './json/issue.ts';
import type { JsonObject } from './json/json-value.ts';
import type { Outcome } from './observability/outcome.ts';
import type { PolicySource } from './policy/compile.ts';
import {
  createImagePipelineRoute,
  getOpenApiRoute,
  getPolicyRoute,
  type Answer,
  type ProxyRequest,
} from './proxy-request.ts';
import { validateRequestEvent } from './schema/request-validator.ts';
import { raceDeadline } from './timing/deadline.ts';

/** What is needed of an invocation to answer its request. */
export type RespondContext = Pick<Context, 'invokedFunctionArn'>;

/** Answers a request, or rejects with what stands against it. */
export type Respond = (request: ProxyRequest, context: RespondContext) => Promise<Answer>;

/** What the routes work with. */
export interface Collaborators extends ImageBuilderCalls {
  readonly policySource: PolicySource;
  /** Left out where AWS Organizations is not asked. */
  readonly inheritedTagPolicy?: InheritedTagPolicy;
  readonly servedTargets: FindServedTargets;
}

// Middy types its validator for AJV itself; what it calls is a function that AJV compiled.
const eventSchema = validateRequestEvent as unknown as NonNullable<ValidatorOptions['eventSchema']>;

/** The life of a request to create an image pipeline, read from top to bottom. */
const createImagePipelineStack = ({
  policySource,
  inheritedTagPolicy,
  servedTargets,
  ...calls
}: Collaborators) =>
  middy<ProxyRequest, Answer>({ timeoutEarlyInMillis: 0 })
    .use(bodyLimit())
    .use(parseJsonBody())
    .use(readEnvelope())
    .use(collectShapeIssues(validator({ eventSchema })))
    .use(decideRequest(policySource, servedTargets, inheritedTagPolicy))
    .handler(createImagePipeline(calls, servedTargets));

/** Answers each request by its route. */
export const respondByRoute = (collaborators: Collaborators): Respond => {
  const { policySource, servedTargets, inheritedTagPolicy } = collaborators;
  const stack = createImagePipelineStack(collaborators);
  const routes = new Map<string, Respond>([
    // Without an early timeout Middy only hands the context on.
    [createImagePipelineRoute, (request, context) => stack(request, context as Context)],
    [
      getPolicyRoute,
      async (request, context) => {
        // Loaded with the first such request: no start waits for it.
        const { getPolicy } = await import('./http/get-policy.ts');
        return getPolicy(policySource, servedTargets, inheritedTagPolicy)(request, context);
      },
    ],
    [getOpenApiRoute, getOpenApi],
  ]);
  return async (request, context) => {
    if (request.unreadable !== undefined) throw request.unreadable;
    const respond = routes.get(request.route);
    if (respond !== undefined) return respond(request, context);
    const served = `${createImagePipelineRoute}, ${getPolicyRoute} and ${getOpenApiRoute}`;
    throw new NoSuchRoute(`There is no ${quote(request.route)}; this proxy serves ${served}.`);
  };
};

/** The accounts and Regions that the settings serve; the function's own account is in its ARN. */
export const servedBy =
  (
    config: Pick<Config, 'accountId' | 'region' | 'targetAccounts' | 'targetRegions'>,
  ): FindServedTargets =>
  ({ invokedFunctionArn }) => {
    const account = config.accountId ?? parseArn(invokedFunctionArn)?.account;
    if (account !== undefined) return { ...config, account };
    throw new ProxyMisconfigured(
      "The function's own account is unknown: its ARN does not name it and AWS_ACCOUNT_ID is not set.",
    );
  };

/** How a request ended: its answer and, where that is a problem, the error behind it. */
export interface Ending {
  readonly answer: Answer;
  readonly error?: unknown;
}

// Half of the time that is reserved for writing the answer and the log.
const graceMillis = 250;

/** Answers a request in time, whatever happens: with what was asked for or with a problem. */
export const answerRequest = async (
  respond: Respond,
  request: ProxyRequest,
  context: RespondContext,
): Promise<Ending> => {
  try {
    // The last resort: what still runs after it creates nothing that the answer knows nothing of, since
    // no call to Image Builder begins past the deadline.
    const answer = await raceDeadline(
      respond(request, context),
      request.deadline,
      graceMillis,
      () => lateError(request),
    );
    return { answer: underPolicy(request, answer) };
  } catch (error) {
    return { answer: underPolicy(request, problemAnswer(error, request)), error };
  }
};

/** An answer that says under which policy it was given, where one was read. */
const underPolicy = ({ policyRevision }: ProxyRequest, answer: Answer): Answer =>
  policyRevision === undefined
    ? answer
    : { ...answer, document: { ...answer.document, policyRevision } };

/** A request waits for two things: first for the policy, then for Image Builder, where nothing may be sent yet. */
const lateError = ({ decision, call }: ProxyRequest): Error =>
  decision === undefined
    ? new PolicyUnavailable('The policy could not be read in the time left.')
    : new UpstreamError('The time was up.', {
        exception: 'TimeoutError',
        mayExist: call?.mayExist() ?? false,
        attempts: call?.count() ?? 0,
      });

/**
 * Builds the function, one way for every request: the event becomes a request, its route answers in
 * time, what is thrown becomes a problem, the outcome is reported once, and the answer takes the form
 * of the event source.
 *
 * @param report - Writes the line of the log and the metrics.
 * @param identity - By what callers are told from each other.
 */
export const createHandler =
  (respond: Respond, report: (outcome: Outcome) => void, identity: IdentitySettings = {}) =>
  async (event: unknown, context: Context): Promise<JsonObject> => {
    const startedAt = performance.now();
    const request = parseEvent(event, context, identity);
    const ending = await answerRequest(respond, request, context);
    const durationMs = performance.now() - startedAt;
    report({ request, ...ending, functionName: context.functionName, durationMs });
    return formatResponse(request, ending.answer);
  };
