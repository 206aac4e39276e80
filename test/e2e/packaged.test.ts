import { createImagePipelineContract } from '../contract/create-image-pipeline.ts';
import { openPackagedProxy } from '../support/packaged-proxy.ts';

createImagePipelineContract('packaged, as API Gateway and Lambda run it', openPackagedProxy);
