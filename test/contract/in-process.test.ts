import { openInProcessProxy } from '../support/in-process-proxy.ts';
import { createImagePipelineContract } from './create-image-pipeline.ts';

createImagePipelineContract('in process', () => openInProcessProxy());
