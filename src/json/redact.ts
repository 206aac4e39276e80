import { truncate } from './issue.ts';

/** What stands in the place of a secret. */
export const redacted = '[redacted]';

const secretName =
  /authori[sz]ation|cookie|token|secret|passw|passphrase|credential|signature|session|(?:api|access|private)[-_]?key/i;

/** Names that look like a secret's and are not: they are how a request is found again. */
const knownName = /^(?:client-?token|idempotency-key)$/i;

/** Tells whether the value under a name is a secret: of a header, a parameter, a member. */
export const isSecretName = (name: string): boolean =>
  secretName.test(name) && !knownName.test(name);

// A key id, a session token, a secret by its name, the scheme and credentials of a header, a JSON web
// token, a parameter of a presigned URL or a header of the canonical request that AWS repeats where a
// signature does not match.
const secrets: readonly (readonly [secret: RegExp, replacement: string])[] = [
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g, redacted],
  [/\b(?:IQoJ|FwoG)[\w+/=-]{12,}/g, redacted],
  [
    /\b(aws_?)?(secret_?access_?key|session_?token)("?\s*[=:]\s*"?)[^\s"',&]+/gi,
    `$1$2$3${redacted}`,
  ],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${redacted}`],
  [/\beyJ[\w-]{4,}\.[\w-]+(?:\.[\w-]*)?/g, redacted],
  [/\b(X-Amz-(?:Signature|Credential|Security-Token))\s*[=:]\s*[^\s&"',]+/gi, `$1=${redacted}`],
  [/\b(Signature|Credential)=[^\s&"',]+/g, `$1=${redacted}`],
];

// Each of the secrets has one of these in it, which nearly no text of the log has: one look, and not five.
const mayHoldSecret =
  /A[KS]IA|IQoJ|FwoG|access_?key|session_?token|bearer|basic|eyJ|X-Amz-|Signature=|Credential=/i;

/** A text for the log or an answer: bounded, and without what looks like a credential in it. */
export const redactText = (text: string, longest = 2_000): string => {
  const short = truncate(text, longest);
  if (!mayHoldSecret.test(short)) return short;
  return secrets.reduce(
    (shown, [secret, replacement]) => shown.replace(secret, replacement),
    short,
  );
};
