import middy, { type MiddlewareObj } from '@middy/core';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import validator, { type Options as ValidatorOptions } from '@middy/validator';
import type { Context } from 'aws-lambda';
import type { ImagebuilderClient } from '../aws/create-image-pipeline.ts';
import type { Config } from '../config.ts';
import type { JsonObject } from '../document/json-object.ts';
import { applyPolicy } from '../http/apply-policy.ts';
import { createInTarget } from '../http/create-in-target.ts';
import { receive, reply } from '../http/doors/door.ts';
import { NoSuchRoute } from '../http/errors.ts';
import { getPolicy } from '../http/get-policy.ts';
import { payloadLimit } from '../http/payload-limit.ts';
import { problemDetails } from '../http/problem-details.ts';
import type { Answer, ProxyRequest } from '../http/proxy-request.ts';
import { readRequest } from '../http/read-request.ts';
import { refuseViolations } from '../http/refuse-violations.ts';
import { requestLog, type WriteLine } from '../http/request-log.ts';
import { createImagePipelineRoute, getPolicyRoute } from '../http/routes.ts';
import type { PolicySource } from '../policy-source/policy-source.ts';
import { validateRequestEvent } from '../schema/request-schema.ts';

/** What the function works with; a test gives its own. */
export interface Collaborators {
  readonly config: Config;
  readonly policy: PolicySource;
  readonly imageBuilder: ImagebuilderClient;
  readonly log: WriteLine;
}

// Middy types the body parser for the events of AWS and the validator for AJV itself; what the one
// reads of an event every ProxyRequest has, and what the other calls is a function that AJV compiled.
const parseJsonBody = (): MiddlewareObj<ProxyRequest, Answer> =>
  httpJsonBodyParser() as unknown as MiddlewareObj<ProxyRequest, Answer>;
const eventSchema = validateRequestEvent as unknown as NonNullable<ValidatorOptions['eventSchema']>;

/** The life of a request to create an image pipeline, read from top to bottom. */
const createImagePipelineStack = ({ config, policy, imageBuilder, log }: Collaborators) =>
  middy<ProxyRequest, Answer>({ timeoutEarlyInMillis: 0 })
    .use(requestLog(log))
    .use(problemDetails())
    .use(payloadLimit())
    .use(parseJsonBody())
    .use(readRequest())
    .use(applyPolicy(policy))
    .use(validator({ eventSchema }))
    .use(refuseViolations())
    .handler(createInTarget(config, imageBuilder));

/** The life of a request to know the policy. */
const getPolicyStack = ({ policy, log }: Collaborators) =>
  middy<ProxyRequest, Answer>({ timeoutEarlyInMillis: 0 })
    .use(requestLog(log))
    .use(problemDetails())
    .handler(getPolicy(policy));

/** The life of a request for anything else. */
const noRouteStack = ({ log }: Collaborators) =>
  middy<ProxyRequest, Answer>({ timeoutEarlyInMillis: 0 })
    .use(requestLog(log))
    .use(problemDetails())
    .handler(({ route }) => {
      const served = `${createImagePipelineRoute} and ${getPolicyRoute}`;
      throw new NoSuchRoute(`There is no ${JSON.stringify(route)}; this proxy serves ${served}.`);
    });

/** Builds the function: takes an event in by its door, takes the request through its stack, replies by the same door. */
export const createImagePipelineHandler = (collaborators: Collaborators) => {
  const stacks = new Map([
    [createImagePipelineRoute, createImagePipelineStack(collaborators)],
    [getPolicyRoute, getPolicyStack(collaborators)],
  ]);
  const noRoute = noRouteStack(collaborators);
  return async (event: unknown, context: Context): Promise<JsonObject> => {
    const request = receive(event, context);
    const stack = stacks.get(request.route) ?? noRoute;
    return reply(request, await stack(request, context));
  };
};
