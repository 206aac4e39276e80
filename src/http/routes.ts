/** Creates an image pipeline; a direct invocation always does. */
export const createImagePipelineRoute = 'POST /image-pipelines';

/** Tells what the policy holds for the caller. */
export const getPolicyRoute = 'GET /policy';

/** Gives the OpenAPI document of the proxy. */
export const getOpenApiRoute = 'GET /openapi.json';

/**
 * The route that a request is for. The portal's own paths, which a second authorizer stands in front
 * of, lead to the same routes: `GET /portal/policy` is `GET /policy`.
 */
export const servedRoute = (route: string): string => route.replace(/^(\S+ )\/portal(?=\/)/, '$1');
