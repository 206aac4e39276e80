import type { Request } from '@middy/core';
import type { Answer, ProxyRequest } from '../../src/proxy-request.ts';
import { lambdaContext } from './lambda-context.ts';
import { proxyRequest } from './proxy-request.ts';

/** What Middy hands a middleware: a direct invocation as it is taken in, with other members on top. */
export const middyRequest = (
  members: Partial<ProxyRequest> = {},
): Request<ProxyRequest, Answer> => ({
  event: proxyRequest(members),
  context: lambdaContext(),
  response: undefined,
  error: undefined,
  internal: {},
});
