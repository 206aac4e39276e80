import type { Answer, HttpForm } from '../proxy-request.ts';

/** An answer over HTTP: a REST API, an HTTP API and a function URL all take it as it is. */
export interface HttpAnswer {
  readonly statusCode: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: false;
}

/**
 * Writes an answer as API Gateway and a function URL take it.
 *
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html,
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html and
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export const writeHttp = (answer: Answer, { isHead }: HttpForm = {}): HttpAnswer => ({
  statusCode: answer.status,
  headers: {
    'content-type': answer.status >= 400 ? 'application/problem+json' : 'application/json',
    'cache-control': 'no-store',
    ...answer.headers,
  },
  body: isHead === true ? '' : JSON.stringify(answer.document),
  isBase64Encoded: false,
});
