import { createHash } from 'node:crypto';

/** Set by the build: the SHA-256, in hex, of the packaged policy, which the build has checked. */
declare const CHECKED_POLICY_DIGEST: string | undefined;

/** The digest by which a text is known again. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The revision of a document, by which an answer says under which one it was given: 12 hex digits of its SHA-256. */
export const revisionOf = (text: string): string => digestOf(text).slice(0, 12);

/**
 * Whether a text is, byte for byte, the policy that the build has checked by the same code. Then a
 * start need not load the validator, which is a quarter of the function, to come to the same result.
 */
export const isCheckedAtBuild = (text: string): boolean =>
  typeof CHECKED_POLICY_DIGEST === 'string' && digestOf(text) === CHECKED_POLICY_DIGEST;
