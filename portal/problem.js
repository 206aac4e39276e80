import { isObject } from './pointer.js';

/**
 * What went wrong, whoever says it: the proxy (RFC 9457), API Gateway, or the browser.
 *
 * @typedef {object} Problem
 * @property {string} title
 * @property {string} detail
 * @property {readonly Issue[]} errors
 * @property {string | undefined} hint
 * @property {boolean} retryable
 * @property {string | undefined} retryAfter
 * @property {string | undefined} code
 * @property {string | undefined} instance
 */

/** @typedef {{ pointer: string, code: string, detail: string }} Issue */

/**
 * @param {unknown} value
 * @returns {string | undefined}
 */
const text = (value) => (typeof value === 'string' && value !== '' ? value : undefined);

/**
 * Reads an answer that is not what was asked for.
 *
 * @param {import('./api.js').Answer} answer
 * @returns {Problem}
 */
export const problemOf = ({ status, document, retryAfter }) => {
  const code = text(document['code']);
  const errors = issuesOf(document['errors']);
  const isOurs = code !== undefined;
  return {
    title: text(document['title']) ?? gatewayTitle(status),
    detail: text(document['detail']) ?? text(document['message']) ?? `The API answered ${status}.`,
    errors,
    hint: text(document['hint']) ?? (isOurs ? undefined : gatewayHint(status)),
    retryable: isOurs ? document['retryable'] === true : isPassing(status),
    retryAfter,
    code,
    instance: text(document['instance']),
  };
};

/**
 * @param {unknown} errors
 * @returns {Issue[]}
 */
export const issuesOf = (errors) =>
  (Array.isArray(errors) ? errors : [])
    .filter(isObject)
    .map(({ pointer, code, detail }) => ({
      pointer: text(pointer) ?? '',
      code: text(code) ?? '',
      detail: text(detail) ?? '',
    }));

/** @param {number} status */
const isPassing = (status) => status === 401 || status === 429 || status >= 500;

/** @param {number} status */
const gatewayTitle = (status) => {
  if (status === 401) return 'You are not signed in';
  if (status === 403) return 'You may not do this';
  if (status === 429) return 'Too many requests';
  return status >= 500 ? 'The service does not answer as it should' : 'The request was refused';
};

/** @param {number} status */
const gatewayHint = (status) => {
  if (status === 401) return 'Sign in again in another tab, then try again here.';
  if (status === 429) return 'Wait a moment, then try again.';
  return isPassing(status) ? 'Try again in a moment.' : undefined;
};

/**
 * What is known when no answer came.
 *
 * @param {boolean} mayExist - Whether something may have been created.
 * @returns {Problem}
 */
export const noAnswerProblem = (mayExist) => ({
  title: 'No answer came',
  detail: 'The connection broke, or nothing came in time.',
  errors: [],
  hint: mayExist
    ? 'The image pipeline may exist. Try again: it is then either found or created, never twice.'
    : 'Look at your connection, then try again.',
  retryable: true,
  retryAfter: undefined,
  code: undefined,
  instance: undefined,
});

/**
 * @param {readonly Issue[]} mistakes - What the page itself found.
 * @returns {Problem}
 */
export const mistakesProblem = (mistakes) => ({
  title: 'The form has mistakes',
  detail: '',
  errors: mistakes,
  hint: undefined,
  retryable: false,
  retryAfter: undefined,
  code: undefined,
  instance: undefined,
});
