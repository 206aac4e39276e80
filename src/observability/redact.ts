import { isJsonArray, isJsonObject } from '../json/json-value.ts';
import { truncate } from '../json/issue.ts';

/** What stands in the place of a secret. */
export const redacted = '[redacted]';

const secretName =
  /authori[sz]ation|cookie|token|secret|passw|passphrase|credential|signature|session|(?:api|access|private)[-_]?key/i;

/** Names that look like a secret's and are not: they are how a request is found again. */
const knownName = /^(?:client-?token|idempotency-key)$/i;

/** Tells whether the value under a name is a secret: of a header, a parameter, a member. */
export const isSecretName = (name: string): boolean =>
  secretName.test(name) && !knownName.test(name);

// A key id, the scheme and credentials of a header, a JSON web token, a parameter of a presigned URL or
// a header of the canonical request that AWS repeats where a signature does not match.
const secrets: readonly (readonly [secret: RegExp, replacement: string])[] = [
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g, redacted],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${redacted}`],
  [/\beyJ[\w-]{4,}\.[\w-]+(?:\.[\w-]*)?/g, redacted],
  [/\b(X-Amz-(?:Signature|Credential|Security-Token))\s*[=:]\s*[^\s&"',]+/gi, `$1=${redacted}`],
  [/\b(Signature|Credential)=[^\s&"',]+/g, `$1=${redacted}`],
];

// Each of the secrets has one of these in it, which nearly no text of the log has: one look, and not five.
const mayHoldSecret = /A[KS]IA|bearer|basic|eyJ|X-Amz-|Signature=|Credential=/i;

/** A text for the log: bounded, and without what looks like a credential in it. */
export const redactText = (text: string, longest = 2_000): string => {
  const short = truncate(text, longest);
  if (!mayHoldSecret.test(short)) return short;
  return secrets.reduce(
    (shown, [secret, replacement]) => shown.replace(secret, replacement),
    short,
  );
};

const mostEntries = 100;
const deepest = 8;

/** A JSON value for the log: what secret names keep is gone, texts are redacted, and there is an end to it. */
export const redactValue = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'string') return redactText(value, 256);
  if (depth >= deepest && typeof value === 'object' && value !== null) return '[…]';
  if (isJsonArray(value)) {
    return value.slice(0, mostEntries).map((item) => redactValue(item, depth + 1));
  }
  if (!isJsonObject(value)) return value;
  // A parameter of a workflow stands for its value: { "name": "password", "value": ["…"] }.
  const { name: own } = value;
  const isSecret = typeof own === 'string' && isSecretName(own);
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, mostEntries)
      .map(([name, member]) => [
        truncate(name, 256),
        isSecretName(name) || (isSecret && name === 'value')
          ? redacted
          : redactValue(member, depth + 1),
      ]),
  );
};
