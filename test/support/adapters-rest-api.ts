import { isJsonObject, type JsonObject } from '../../src/json/json-value.ts';
import { bodyText, gatewayAnswer, headersIn, type EventAdapter } from './adapters-adapter.ts';
import { caller, type ClientRequest } from './http-api-event.ts';
import { account, region } from './lambda-context.ts';

const listsOf = (pairs: Iterable<readonly [string, string]>): Record<string, string[]> => {
  const lists = new Map<string, string[]>();
  for (const [name, value] of pairs) lists.set(name, [...(lists.get(name) ?? []), value]);
  return Object.fromEntries(lists);
};

const lastOf = (lists: Readonly<Record<string, string[]>>): Record<string, string> =>
  Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.at(-1) ?? '']));

const orNull = <T extends object>(map: T): T | null => (Object.keys(map).length === 0 ? null : map);

/** The same identity where a REST API has it: a signer's in `identity`, a token's claims in `authorizer`. */
const identityOf = ({
  authorizer = { iam: { userArn: caller, accountId: account } },
}: ClientRequest) => {
  const { iam, jwt } = authorizer;
  const signer = isJsonObject(iam) ? iam : {};
  return {
    identity: {
      accountId: signer['accountId'] ?? null,
      sourceIp: '192.0.2.1',
      userAgent: 'example',
      userArn: signer['userArn'] ?? null,
    },
    ...(isJsonObject(jwt) && { authorizer: { claims: jwt['claims'] } }),
  };
};

const event = (request: ClientRequest): JsonObject => {
  const { method = 'POST', path = '/image-pipelines', query = '' } = request;
  const headers = Object.entries(headersIn(request)).map(([name, value]): [string, string] => [
    // As a client may spell it: a REST API leaves it so.
    name.replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase()),
    value,
  ]);
  const parameters = listsOf(new URLSearchParams(query));
  return {
    resource: path,
    path,
    httpMethod: method,
    headers: orNull(Object.fromEntries(headers)),
    multiValueHeaders: orNull(listsOf(headers)),
    queryStringParameters: orNull(lastOf(parameters)),
    multiValueQueryStringParameters: orNull(parameters),
    pathParameters: null,
    stageVariables: null,
    requestContext: {
      accountId: account,
      apiId: 'example',
      domainName: `example.execute-api.${region}.amazonaws.com`,
      httpMethod: method,
      path: `/production${path}`,
      protocol: 'HTTP/1.1',
      requestId: '6a3b2f5e-0000-4000-8000-000000000000',
      resourcePath: path,
      stage: 'production',
      ...identityOf(request),
    },
    body: bodyText(request) ?? null,
    isBase64Encoded: request.isBase64Encoded ?? false,
  };
};

/** A REST API with a resource for each route. */
export const restApi: EventAdapter = { event, answer: gatewayAnswer };

/** A REST API with one greedy resource, behind a custom domain's base path. */
export const restApiOnBasePath: EventAdapter = {
  event: (request) => {
    const { path, requestContext, ...rest } = event(request);
    const full = `/images${String(path)}`;
    return {
      ...rest,
      resource: '/{proxy+}',
      path: full,
      pathParameters: { proxy: String(path).slice(1) },
      requestContext: { ...(requestContext as object), path: full, resourcePath: '/{proxy+}' },
    };
  },
  answer: gatewayAnswer,
};
