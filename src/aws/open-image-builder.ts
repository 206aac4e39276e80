import type { CreateImagePipeline } from '../core/create-image-pipeline.ts';
import { millisLeft } from '../timing/deadline.ts';
import { createImagePipeline } from './image-builder/create-image-pipeline.ts';
import { openClients, type ClientsOptions } from './open-clients.ts';

/**
 * Opens Image Builder in every target that the settings name, once for a function: clients, connections and
 * sessions are shared between requests.
 *
 * @example
 * const create = openImageBuilder({ settings: config, ownClient: imageBuilderClient });
 * const { imagePipelineArn } = await create(request, { target, ownAccount, caller, deadline });
 */
export const openImageBuilder = (options: ClientsOptions): CreateImagePipeline => {
  const clients = openClients(options);
  return async (request, { target, ownAccount, caller, deadline }) => {
    const client = await clients(ownAccount)(target, caller, millisLeft(deadline));
    // Asked again: assuming a role has spent some of the same time.
    return createImagePipeline(client, request, millisLeft(deadline));
  };
};
