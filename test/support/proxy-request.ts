import { createImagePipelineRoute, type ProxyRequest } from '../../src/proxy-request.ts';

/** A direct invocation as it is taken in, with other members on top. */
export const proxyRequest = (members: Partial<ProxyRequest> = {}): ProxyRequest => ({
  eventSource: 'direct',
  route: createImagePipelineRoute,
  requestId: 'example',
  headers: {},
  query: [],
  isBase64Encoded: false,
  caller: { groups: [] },
  requestTime: '2026-08-01T00:00:00.000Z',
  deadline: Number.POSITIVE_INFINITY,
  body: {},
  ...members,
});
