import type { DeployParameters } from './parameters.ts';

/** What is served. */
export const routes = [
  { method: 'POST', path: '/image-pipelines' },
  { method: 'GET', path: '/policy' },
  { method: 'GET', path: '/openapi.json' },
] as const;

/** The name of the authorizer that checks the portal's tokens. */
const portal = 'portal';

const byIam = { type: 'aws_iam' } as const;
const byToken = { name: portal, type: 'jwt' } as const;

/**
 * The routes of the HTTP API, each behind an authorizer. A route can have one, so where both are
 * wanted the portal has its own paths.
 *
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html
 */
export const routeEvents = ({ authorizer }: DeployParameters) => {
  const own = routes.map((route) => ({
    httpApi: { ...route, authorizer: authorizer === 'jwt' ? byToken : byIam },
  }));
  if (authorizer !== 'both') return own;
  const portals = routes.map(({ method, path }) => ({
    httpApi: { method, path: `/portal${path}`, authorizer: byToken },
  }));
  return [...own, ...portals];
};

/** The authorizer of the portal's tokens; none where there is no portal. */
export const tokenAuthorizers = ({ jwtIssuer, jwtAudience }: DeployParameters) =>
  jwtIssuer === undefined || jwtAudience === undefined
    ? {}
    : {
        [portal]: {
          type: 'jwt',
          identitySource: '$request.header.Authorization',
          issuerUrl: jwtIssuer,
          audience: [...jwtAudience],
        },
      };

/** What a browser may do from the portal's origins; nothing where there are none. */
export const crossOrigin = ({ allowedOrigins }: DeployParameters) =>
  allowedOrigins === undefined
    ? false
    : {
        allowedOrigins: [...allowedOrigins],
        allowedMethods: ['GET', 'POST'],
        allowedHeaders: ['authorization', 'content-type', 'idempotency-key'],
        exposedResponseHeaders: ['retry-after'],
        maxAge: 600,
      };
