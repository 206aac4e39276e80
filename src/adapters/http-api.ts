import type { IdentitySettings } from '../config.ts';
import { isJsonObject, type JsonObject } from '../json/json-value.ts';
import type { Caller } from '../policy/document.ts';
import { iamCaller, tokenCaller } from './identity.ts';
import { headersOf, routeTo, text, withinStage, type HttpRequest } from './http-request.ts';

/** Tells an event of payload format 2.0: no other has a `requestContext.http`. */
export const isHttpApi = ({ requestContext }: JsonObject): boolean =>
  isJsonObject(requestContext) && isJsonObject(requestContext['http']);

/**
 * Reads an event of payload format 2.0: an HTTP API's, or a function URL's, which has the same shape
 * with the stage and the route key `$default`.
 *
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 * and https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export const readHttpApi = (event: JsonObject, settings: IdentitySettings): HttpRequest => {
  const context = isJsonObject(event['requestContext']) ? event['requestContext'] : {};
  const http = isJsonObject(context['http']) ? context['http'] : {};
  const headers = headersOf(event['headers']);
  // The path of any stage but the default one begins with its name, a custom domain's path too.
  const path = withinStage(text(event['rawPath']) ?? '', context['stage']);
  return {
    ...routeTo(text(http['method']) ?? '', path),
    headers,
    query: queryOf(text(event['rawQueryString'])),
    body: text(event['body']),
    isBase64Encoded: event['isBase64Encoded'] === true,
    caller: callerOf(context['authorizer'], headers, settings),
  };
};

const queryOf = (query: string | undefined): [name: string, value: string][] =>
  query === undefined ? [] : [...new URLSearchParams(query)];

/** The caller that the authorizer authenticated. What a Lambda authorizer says under `lambda` is its own business. */
const callerOf = (
  authorizer: unknown,
  headers: Readonly<Record<string, string>>,
  settings: IdentitySettings,
): Caller => {
  const { iam, jwt } = isJsonObject(authorizer) ? authorizer : {};
  if (isJsonObject(iam)) return iamCaller(iam['userArn'], iam['accountId']);
  return tokenCaller(isJsonObject(jwt) ? jwt['claims'] : undefined, headers, settings);
};
