import { createImagePipeline } from './create-image-pipeline.ts';
import { deleteImagePipeline } from './delete-image-pipeline.ts';
import { getImagePipeline } from './get-image-pipeline.ts';
import { listImagePipelines } from './list-image-pipelines.ts';
import type { Operation } from './operation.ts';

/** The operations with the methods and paths of the service model. */
const operations: readonly Operation[] = [
  {
    name: 'CreateImagePipeline',
    method: 'PUT',
    path: '/CreateImagePipeline',
    perform: createImagePipeline,
  },
  { name: 'GetImagePipeline', method: 'GET', path: '/GetImagePipeline', perform: getImagePipeline },
  {
    name: 'ListImagePipelines',
    method: 'POST',
    path: '/ListImagePipelines',
    perform: listImagePipelines,
  },
  {
    name: 'DeleteImagePipeline',
    method: 'DELETE',
    path: '/DeleteImagePipeline',
    perform: deleteImagePipeline,
  },
];

/** The operation that answers at this method and path, if there is one. */
export const findOperation = (method: string, path: string): Operation | undefined =>
  operations.find((operation) => operation.method === method && operation.path === path);
