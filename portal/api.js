import { isObject } from './pointer.js';

/** No answer came: whether the request arrived, nobody can tell. */
export class NoAnswer extends Error {}

/**
 * What the API answered.
 *
 * @typedef {object} Answer
 * @property {number} status
 * @property {Readonly<Record<string, unknown>>} document - `{}` where it is no JSON object.
 * @property {string | undefined} retryAfter - Seconds, as the answer says.
 */

/**
 * @typedef {object} ApiRequest
 * @property {string} method
 * @property {string} path - Behind the base URL, such as `policy?recipe=image`.
 * @property {unknown} [body] - Sent as JSON.
 * @property {string | undefined} [idempotencyKey]
 */

// Somewhat longer than API Gateway waits for the function.
const patienceMillis = 40_000;

/**
 * Opens the API.
 *
 * @param {string} baseUrl - `…` of `…/image-pipelines`, absolute or relative to the page.
 * @param {import('./host.js').AccessToken} accessToken
 */
export const openApi = (baseUrl, accessToken) => {
  const base = new URL(baseUrl === '' ? '.' : `${baseUrl.replace(/\/$/, '')}/`, document.baseURI);

  /**
   * @param {ApiRequest} request
   * @param {string | undefined} token
   */
  const send = async ({ method, path, body, idempotencyKey }, token) => {
    try {
      const response = await fetch(new URL(path, base), {
        method,
        headers: {
          accept: 'application/json, application/problem+json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        // A cookie of the page's own origin may be what its host makes the token of.
        credentials: 'same-origin',
        cache: 'no-store',
        signal: AbortSignal.timeout(patienceMillis),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { response, text: await response.text() };
    } catch (error) {
      throw new NoAnswer('No answer came.', { cause: error });
    }
  };

  /**
   * @param {ApiRequest} request
   * @returns {Promise<Answer>}
   * @throws {NoAnswer}
   */
  const ask = async (request) => {
    const token = await accessToken({ isRefused: false });
    let { response, text } = await send(request, token);
    if (response.status === 401) {
      const renewed = await accessToken({ isRefused: true });
      if (renewed !== undefined && renewed !== token) {
        ({ response, text } = await send(request, renewed));
      }
    }
    return {
      status: response.status,
      document: parsed(text),
      retryAfter: response.headers.get('retry-after') ?? undefined,
    };
  };
  return { ask };
};

/** @typedef {ReturnType<typeof openApi>} Api */

/**
 * @param {string} text
 * @returns {Readonly<Record<string, unknown>>}
 */
const parsed = (text) => {
  try {
    const document = JSON.parse(text);
    return isObject(document) ? document : {};
  } catch {
    return {};
  }
};
