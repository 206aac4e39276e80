import type { Context } from 'aws-lambda';
import { isJsonObject, type JsonObject } from '../../document/json-object.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';
import { writeDirect } from './direct.ts';
import { createImagePipelineRoute } from '../routes.ts';
import { readHttpApi, writeHttpApi } from './http-api.ts';

/**
 * Takes in whatever invokes the function. An event with a `requestContext` came over HTTP; anything
 * else is a direct invocation, and is the request document itself.
 */
export const receive = (event: unknown, context: Pick<Context, 'awsRequestId'>): ProxyRequest => {
  const common = { requestId: context.awsRequestId, requestTime: new Date().toISOString() };
  if (isJsonObject(event) && isJsonObject(event['requestContext'])) {
    return { ...common, door: 'http', ...readHttpApi(event) };
  }
  return {
    ...common,
    door: 'direct',
    route: createImagePipelineRoute,
    // As text, so that its size is bounded and its members are looked at as those of any other body.
    body: JSON.stringify(event),
    headers: { 'content-type': 'application/json' },
    query: [],
    isBase64Encoded: false,
    // Nobody vouches for the sender, whatever the payload says of it.
    caller: { groups: [] },
  };
};

/** Sends an answer out by the door that the request came in. */
export const reply = ({ door }: ProxyRequest, answer: Answer): JsonObject =>
  door === 'http' ? { ...writeHttpApi(answer) } : writeDirect(answer);
