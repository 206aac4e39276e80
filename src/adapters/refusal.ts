import { MalformedRequest } from '../errors.ts';
import type { ProxyRequest } from '../proxy-request.ts';
import { createImagePipelineRoute, getPolicyRoute } from '../http/routes.ts';
import { nobody } from './identity.ts';

/** Why an event holds no request, and the door by which its sender is told. */
export interface Refusal extends Pick<ProxyRequest, 'door'> {
  /** A sentence. */
  readonly refusal: string;
}

/** What may be sent instead. */
const doors =
  `Send ${createImagePipelineRoute} or ${getPolicyRoute} through an HTTP API, a REST API, a function URL or a load balancer, ` +
  'or invoke the function with the members of CreateImagePipeline alone, for example {"name": "web-server"}.';

/**
 * Makes a request of an event that holds none. Whoever reads its body gets {@link MalformedRequest}, so
 * it is refused, logged and answered where every other request is.
 */
export const refusedRequest = (
  invocation: Pick<ProxyRequest, 'requestId' | 'requestTime'>,
  { door, refusal }: Refusal,
): ProxyRequest => ({
  ...invocation,
  door,
  route: createImagePipelineRoute,
  headers: {},
  query: [],
  isBase64Encoded: false,
  caller: nobody,
  get body(): unknown {
    throw new MalformedRequest(`${refusal} ${doors}`);
  },
});
