import { STATUS_CODES } from 'node:http';
import type { ALBResult } from 'aws-lambda';
import { isJsonObject, type JsonObject } from '../json/json-value.ts';
import type { HttpForm } from '../proxy-request.ts';
import { anonymous } from './identity.ts';
import type { HttpAnswer } from './http-response.ts';
import { headersOf, pairsOf, routeTo, text, type HttpRequest } from './http-request.ts';

/** Tells an Application Load Balancer's event. */
export const isLoadBalancer = ({ requestContext }: JsonObject): boolean =>
  isJsonObject(requestContext) && isJsonObject(requestContext['elb']);

/**
 * Reads the event of an Application Load Balancer, in either mode of its target group. The names and
 * values of its query are as the client encoded them. In single-value mode the load balancer itself keeps
 * only the last of a repeated header or parameter.
 *
 * Whatever `x-amzn-oidc-identity` says, the caller is anonymous: a header is proof of nothing until
 * the signature in `x-amzn-oidc-data` is checked, and a client within the network may send its own.
 *
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
 */
export const readLoadBalancer = (event: JsonObject): HttpRequest => {
  const { queryStringParameters, multiValueQueryStringParameters, multiValueHeaders } = event;
  const { route, form } = routeTo(text(event['httpMethod']) ?? '', text(event['path']) ?? '');
  const encoded = pairsOf(queryStringParameters, multiValueQueryStringParameters);
  return {
    route,
    form: {
      ...form,
      loadBalancer: isJsonObject(multiValueHeaders) ? 'multiValueHeaders' : 'headers',
    },
    headers: headersOf(event['headers'], multiValueHeaders),
    query: [...new URLSearchParams(encoded.map((pair) => pair.join('=')).join('&'))],
    body: text(event['body']),
    isBase64Encoded: event['isBase64Encoded'] === true,
    caller: anonymous,
  };
};

/** Writes an answer as a load balancer takes it, in the mode that its target group is in. */
export const writeLoadBalancer = (
  { headers, ...answer }: HttpAnswer,
  mode: NonNullable<HttpForm['loadBalancer']>,
): ALBResult => ({
  ...answer,
  statusDescription: `${answer.statusCode} ${STATUS_CODES[answer.statusCode] ?? 'Unknown'}`,
  ...(mode === 'headers'
    ? { headers }
    : {
        multiValueHeaders: Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name, [value]]),
        ),
      }),
});
