import { inBase64, httpApi, httpApiOnStage } from '../support/adapters-adapter.ts';
import { functionUrl } from '../support/adapters-function-url.ts';
import {
  loadBalancerUnlessRepeated,
  multiValueLoadBalancer,
} from '../support/adapters-load-balancer.ts';
import { restApi, restApiOnBasePath } from '../support/adapters-rest-api.ts';
import { openInProcessProxy } from '../support/in-process-proxy.ts';
import { createImagePipelineContract } from './create-image-pipeline.ts';

/** The same promises hold through every event source; `in-process.test.ts` keeps them through an HTTP API. */
const adapters = {
  'an HTTP API, body in base64': inBase64(httpApi),
  'an HTTP API on a named stage': httpApiOnStage,
  'a REST API': restApi,
  'a REST API on a base path, body in base64': inBase64(restApiOnBasePath),
  'a function URL': functionUrl,
  'a load balancer': loadBalancerUnlessRepeated,
  'a load balancer in multi-value mode, body in base64': inBase64(multiValueLoadBalancer),
};

for (const [name, adapter] of Object.entries(adapters)) {
  createImagePipelineContract(`through ${name}`, () => openInProcessProxy({ adapter }));
}
