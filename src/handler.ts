import middy from '@middy/core';
import validator, { type Options as ValidatorOptions } from '@middy/validator';
import type { Context } from 'aws-lambda';
import type { Clients } from './aws/clients.ts';
import type { Config } from './config.ts';
import type { JsonObject } from './json/json-value.ts';
import { quote } from './json/issue.ts';
import { answerInTime } from './http/answer-in-time.ts';
import { applyPolicy } from './http/apply-policy.ts';
import { createInTarget } from './http/create-in-target.ts';
import { receive, reply } from './adapters/event-source.ts';
import { NoSuchRoute } from './errors.ts';
import { explainShape } from './http/explain-shape.ts';
import { getOpenApi } from './http/get-openapi.ts';
import { getPolicy } from './http/get-policy.ts';
import { parseJsonBody } from './http/parse-json-body.ts';
import { payloadLimit } from './http/payload-limit.ts';
import { problemDetails } from './http/problem-details.ts';
import type { Answer, ProxyRequest } from './proxy-request.ts';
import { readRequest } from './http/read-request.ts';
import { refuseIssues } from './http/refuse-issues.ts';
import { logLine, requestLog, writeSafely, type WriteLine } from './observability/request-log.ts';
import {
  createImagePipelineRoute,
  getOpenApiRoute,
  getPolicyRoute,
  servedRoute,
} from './http/routes.ts';
import { deadlineOf } from './http/time-left.ts';
import type { WriteMetrics } from './observability/measure-requests.ts';
import type { PolicySource } from './policy-source/policy-source.ts';
import { validateRequestEvent } from './schema/request-validator.ts';

/** What the function works with; a test gives its own. */
export interface Collaborators {
  readonly config: Config;
  readonly policy: PolicySource;
  readonly clients: Clients;
  readonly log: WriteLine;
  /** Begins to measure a request; left out, nothing is measured. */
  readonly measure?: () => WriteMetrics;
  /** Whether the log shows each request as well, less the secrets in it. */
  readonly debug?: boolean;
}

// Middy types its validator for AJV itself; what it calls is a function that AJV compiled.
const eventSchema = validateRequestEvent as unknown as NonNullable<ValidatorOptions['eventSchema']>;

/** The life of a request to create an image pipeline, read from top to bottom. */
const createImagePipelineStack = ({ config, policy, clients, log, debug = false }: Collaborators) =>
  middy<ProxyRequest, Answer>({ timeoutEarlyInMillis: 0 })
    .use(requestLog(log, { debug }))
    .use(problemDetails())
    .use(explainShape())
    .use(payloadLimit())
    .use(parseJsonBody())
    .use(readRequest())
    .use(applyPolicy(policy))
    .use(validator({ eventSchema }))
    .use(refuseIssues())
    .handler(createInTarget(config, clients));

/** The life of a request to know the policy. */
const getPolicyStack = ({ policy, log, debug = false }: Collaborators) =>
  middy<ProxyRequest, Answer>({ timeoutEarlyInMillis: 0 })
    .use(requestLog(log, { debug }))
    .use(problemDetails())
    .handler(getPolicy(policy));

/** The life of a request for the OpenAPI document. */
const getOpenApiStack = ({ log, debug = false }: Collaborators) =>
  middy<ProxyRequest, Answer>({ timeoutEarlyInMillis: 0 })
    .use(requestLog(log, { debug }))
    .use(problemDetails())
    .handler(getOpenApi);

/** The life of a request for anything else. */
const noRouteStack = ({ log, debug = false }: Collaborators) =>
  middy<ProxyRequest, Answer>({ timeoutEarlyInMillis: 0 })
    .use(requestLog(log, { debug }))
    .use(problemDetails())
    .handler(({ route }) => {
      const served = `${createImagePipelineRoute}, ${getPolicyRoute} and ${getOpenApiRoute}`;
      throw new NoSuchRoute(`There is no ${quote(route)}; this proxy serves ${served}.`);
    });

/**
 * Builds the function: takes an event in by its door, takes the request through its stack, replies by
 * the same door. Whatever happens, it replies in time.
 */
export const createImagePipelineHandler = (collaborators: Collaborators) => {
  const stacks = new Map([
    [createImagePipelineRoute, createImagePipelineStack(collaborators)],
    [getPolicyRoute, getPolicyStack(collaborators)],
    [getOpenApiRoute, getOpenApiStack(collaborators)],
  ]);
  const noRoute = noRouteStack(collaborators);
  return async (event: unknown, context: Context): Promise<JsonObject> => {
    const writeMetrics = collaborators.measure?.();
    const request = receive(event, context);
    const deadline = deadlineOf(request.door, context);
    request.deadline = deadline;
    const stack = stacks.get(servedRoute(request.route)) ?? noRoute;
    const answer = await answerInTime(stack(request, context), request, deadline, (late, error) => {
      writeSafely(collaborators.log, () => logLine(request, late, error, collaborators));
    });
    writeMetrics?.(request, answer, context.functionName);
    return reply(request, answer);
  };
};
