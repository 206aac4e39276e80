import type { ProxyRequest } from '../../src/proxy-request.ts';
import { createImagePipelineRoute } from '../../src/http/routes.ts';

/** A direct invocation as its door takes it in, with other members on top. */
export const proxyRequest = (members: Partial<ProxyRequest> = {}): ProxyRequest => ({
  door: 'direct',
  route: createImagePipelineRoute,
  requestId: 'example',
  headers: {},
  query: [],
  isBase64Encoded: false,
  caller: { groups: [] },
  requestTime: '2026-08-01T00:00:00.000Z',
  body: {},
  ...members,
});
