/**
 * The portal's one hook, for whoever hosts it: replace this file.
 *
 * The token goes into the header `Authorization` of requests to the API, and nowhere else; the portal
 * keeps no copy of it. Where the host's own proxy adds it to requests, from a cookie for example,
 * there is nothing to do here.
 *
 * @typedef {(about: { isRefused: boolean }) => Promise<string | undefined>} AccessToken
 */

/**
 * Gives the caller's token, or `undefined` for none. `isRefused` says that the API has just refused
 * the last one, so that it can be renewed.
 *
 * @type {AccessToken}
 */
export const accessToken = () => Promise.resolve(undefined);
