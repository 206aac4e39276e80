import { createHmac, timingSafeEqual } from 'node:crypto';

/** How old a request may be, in seconds: an older one may have been recorded and sent again. */
const longestAgo = 5 * 60;

/** What arrived from Slack. */
export interface SlackRequest {
  /** By names in lower case, as a function URL writes them. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The body as it was sent, byte for byte, before anything parses it. */
  readonly body: string;
}

/**
 * Tells whether Slack sent a request: its signature is that of the time, the body and the secret that
 * only Slack and this function know, and it is no more than five minutes old.
 *
 * Source: https://api.slack.com/authentication/verifying-requests-from-slack
 *
 * @param now - The time in milliseconds.
 */
export const isFromSlack = (
  { headers, body }: SlackRequest,
  signingSecret: string,
  now: number,
): boolean => {
  const timestamp = headers['x-slack-request-timestamp'] ?? '';
  if (signingSecret === '' || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now / 1000 - Number(timestamp)) > longestAgo) return false;
  const expected = slackSignature(timestamp, body, signingSecret);
  const given = Buffer.from(headers['x-slack-signature'] ?? '');
  // The comparison takes as long for a guess that is nearly right as for one that is not.
  return given.length === expected.length && timingSafeEqual(given, Buffer.from(expected));
};

/** The signature of version 0: `v0=` and the HMAC-SHA256 of `v0:TIMESTAMP:BODY`, in hexadecimal. */
export const slackSignature = (timestamp: string, body: string, signingSecret: string): string =>
  `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
