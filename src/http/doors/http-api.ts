import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { isJsonObject, type JsonObject } from '../../document/json-object.ts';
import type { Caller } from '../../policy/organization-policy.ts';
import type { Answer } from '../proxy-request.ts';

/** What an HTTP API's event says of a request, payload format 2.0. */
export interface HttpApiRequest {
  readonly route: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
  readonly isBase64Encoded: boolean;
  readonly caller: Caller;
}

const textsOf = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(isJsonObject(value) ? value : {}).flatMap(([name, text]) =>
      typeof text === 'string' ? [[name.toLowerCase(), text]] : [],
    ),
  );

const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/**
 * Reads an HTTP API event.
 *
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const readHttpApi = (event: JsonObject): HttpApiRequest => ({
  route: routeOf(event),
  headers: textsOf(event['headers']),
  query: [...new URLSearchParams(text(event['rawQueryString']) ?? '')],
  body: text(event['body']),
  isBase64Encoded: event['isBase64Encoded'] === true,
  caller: callerOf(event['requestContext']),
});

/** The method and the path within the stage: the path of any stage but the default one begins with its name. */
const routeOf = ({ requestContext, rawPath }: JsonObject): string => {
  const context = isJsonObject(requestContext) ? requestContext : {};
  const http = isJsonObject(context['http']) ? context['http'] : {};
  const path = text(rawPath) ?? '';
  const stage = `/${text(context['stage']) ?? ''}/`;
  return `${text(http['method']) ?? ''} ${path.startsWith(stage) ? path.slice(stage.length - 1) : path}`;
};

/** The identity that the authorizer vouches for: IAM's, or a token's subject and groups. */
const callerOf = (context: unknown): Caller => {
  const authorizer = isJsonObject(context) ? context['authorizer'] : undefined;
  const { iam, jwt } = isJsonObject(authorizer) ? authorizer : {};
  if (isJsonObject(iam)) {
    const id = text(iam['userArn']);
    const account = text(iam['accountId']);
    return {
      ...(id !== undefined && { id }),
      ...(account !== undefined && { account }),
      groups: [],
    };
  }
  const claims = isJsonObject(jwt) && isJsonObject(jwt['claims']) ? jwt['claims'] : {};
  const subject = text(claims['sub']);
  return {
    // The prefix keeps a token's subject from passing for the ARN of an IAM caller.
    ...(subject !== undefined && { id: `jwt:${subject}` }),
    groups: groupsOf(claims['groups'] ?? claims['cognito:groups']),
  };
};

/** API Gateway writes a claim that is a list as text, `[a b]`; a direct list is taken as it is. */
const groupsOf = (claim: unknown): string[] => {
  if (Array.isArray(claim)) return claim.filter((group) => typeof group === 'string');
  return (text(claim) ?? '')
    .replace(/^\[(.*)\]$/s, '$1')
    .split(/[\s,]+/)
    .filter(Boolean);
};

/** Writes an answer as an HTTP API takes it. */
export const writeHttpApi = (answer: Answer): APIGatewayProxyStructuredResultV2 => ({
  statusCode: answer.status,
  headers: {
    'content-type': answer.status >= 400 ? 'application/problem+json' : 'application/json',
    'cache-control': 'no-store',
    ...answer.headers,
  },
  body: JSON.stringify(answer.document),
  isBase64Encoded: false,
});
