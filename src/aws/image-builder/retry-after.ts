/** The longest wait that is passed on, in seconds; a caller that waits less only asks once more. */
export const longestRetryAfterSeconds = 300;

/**
 * Reads a `Retry-After`: seconds, or the date of HTTP.
 *
 * Source: RFC 9110, section 10.2.3.
 *
 * @param now - Milliseconds since the epoch.
 * @returns Whole seconds from 1 to {@link longestRetryAfterSeconds}; `undefined` for anything else.
 */
export const readRetryAfter = (header: unknown, now = Date.now()): number | undefined => {
  if (typeof header !== 'string') return undefined;
  const text = header.trim();
  const seconds = /^\d+$/.test(text) ? Number(text) : (httpDate(text) - now) / 1000;
  if (Number.isNaN(seconds)) return undefined;
  return Math.min(Math.max(Math.ceil(seconds), 1), longestRetryAfterSeconds);
};

const httpDate = (text: string): number =>
  /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
