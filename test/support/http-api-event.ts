import { account, region } from './lambda-context.ts';

/** A request as a client would send it. */
export interface ClientRequest {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is; anything else as JSON. */
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean;
  /** What the authorizer in front of the function found. */
  readonly authorizer?: Readonly<Record<string, unknown>>;
}

/** The caller of the tests, unless they name another. */
export const caller = `arn:aws:sts::${account}:assumed-role/developers/example`;

const iamAuthorizer = {
  iam: {
    accountId: account,
    userArn: caller,
    callerId: 'AROAEXAMPLE:example',
    userId: 'AROAEXAMPLE',
  },
};

/** The event that an HTTP API makes of a request, payload format 2.0. */
export const httpApiEvent = (request: ClientRequest) => {
  const { method = 'POST', path = '/image-pipelines', query = '', body, headers } = request;
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: query,
    headers: {
      host: `example.execute-api.${region}.amazonaws.com`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    requestContext: {
      accountId: account,
      apiId: 'example',
      authorizer: request.authorizer ?? iamAuthorizer,
      domainName: `example.execute-api.${region}.amazonaws.com`,
      domainPrefix: 'example',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'example' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: `${method} ${path}`,
      stage: '$default',
      time: '22/Nov/2026:10:00:00 +0000',
      timeEpoch: 1_795_341_600_000,
    },
    ...(text !== undefined && { body: text }),
    isBase64Encoded: request.isBase64Encoded ?? false,
  };
};
