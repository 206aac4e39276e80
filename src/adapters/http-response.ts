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
 * What keeps a browser from making anything else of an answer than data for the page that asked.
 *
 * Source: https://owasp.org/www-project-secure-headers/
 */
const securityHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'strict-transport-security': 'max-age=63072000',
} as const;

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
    ...securityHeaders,
    ...answer.headers,
  },
  body: isHead === true ? '' : JSON.stringify(answer.document),
  isBase64Encoded: false,
});
