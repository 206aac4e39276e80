import type { IdentitySettings } from '../config.ts';
import { isJsonObject, type JsonObject } from '../json/json-value.ts';
import type { Caller } from '../policy/document.ts';
import { iamCaller, anonymous, tokenCaller } from './identity.ts';
import {
  headersOf,
  pairsOf,
  routeTo,
  text,
  withinStage,
  type HttpRequest,
} from './http-request.ts';

/** Tells an event of payload format 1.0: its method stands at the top, and it is no load balancer's. */
export const isRestApi = ({ httpMethod, requestContext }: JsonObject): boolean =>
  typeof httpMethod === 'string' && isJsonObject(requestContext);

/**
 * Reads the event of a REST API's Lambda proxy integration, or of an HTTP API's in payload format 1.0.
 * The values of its query are decoded already.
 *
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export const readRestApi = (event: JsonObject, settings: IdentitySettings): HttpRequest => {
  const context = isJsonObject(event['requestContext']) ? event['requestContext'] : {};
  const headers = headersOf(event['headers'], event['multiValueHeaders']);
  return {
    ...routeTo(text(event['httpMethod']) ?? '', pathOf(event, context['stage'])),
    headers,
    query: pairsOf(event['queryStringParameters'], event['multiValueQueryStringParameters']),
    body: text(event['body']),
    isBase64Encoded: event['isBase64Encoded'] === true,
    caller: callerOf(context, headers, settings),
  };
};

/**
 * The path within the API. `path` begins with the base path of a custom domain, and
 * `requestContext.path` with that or the stage; `resource` with neither, so it is asked first, and
 * its parameters are filled in.
 */
const pathOf = ({ resource, path, pathParameters }: JsonObject, stage: unknown): string => {
  const template = text(resource);
  // The default route of an HTTP API has no resource of its own.
  if (template?.startsWith('/') !== true) return withinStage(text(path) ?? '', stage);
  const parameters = new Map(pairsOf(pathParameters));
  return template.replace(/\{([^{}+]+)\+?\}/g, (_, name: string) => parameters.get(name) ?? '');
};

/** The caller that the method's authorization authenticated: by IAM, or by a token whose claims the event has. */
const callerOf = (
  context: JsonObject,
  headers: Readonly<Record<string, string>>,
  settings: IdentitySettings,
): Caller => {
  const { identity, authorizer } = context;
  const { userArn, accountId } = isJsonObject(identity) ? identity : {};
  if (text(userArn) !== undefined) return iamCaller(userArn, accountId);
  // A Lambda authorizer always names a principal, and whatever it says beside it is its own business.
  const { claims, principalId } = isJsonObject(authorizer) ? authorizer : {};
  return principalId === undefined ? tokenCaller(claims, headers, settings) : anonymous;
};
