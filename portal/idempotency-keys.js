/**
 * Keeps one `Idempotency-Key` for each content: the same content is sent with the same key however
 * often, so that a second click and a retry after a lost answer find the first pipeline; other content
 * has another key.
 *
 * @param {() => string} [makeKey]
 */
export const idempotencyKeys = (makeKey = randomKey) => {
  /** @type {Map<string, string>} */
  const keys = new Map();
  return {
    /**
     * @param {unknown} body
     * @returns {string}
     */
    keyFor: (body) => {
      const content = JSON.stringify(body);
      const key = keys.get(content) ?? makeKey();
      keys.set(content, key);
      return key;
    },
    /**
     * Forgets the key of a content that the API says belongs to another request.
     *
     * @param {unknown} body
     */
    forget: (body) => {
      keys.delete(JSON.stringify(body));
    },
  };
};

/** 128 random bits; unlike `randomUUID` these are there without HTTPS too. */
const randomKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
