/** Creates an image pipeline; a direct invocation always does. */
export const createImagePipelineRoute = 'POST /image-pipelines';

/** Tells what the policy holds for the caller. */
export const getPolicyRoute = 'GET /policy';
