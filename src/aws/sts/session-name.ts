import { createHash } from 'node:crypto';

/** What RoleSessionName and SourceIdentity both demand. */
const longestName = 64;

/** How much of the hash stands in a name: 132 bits, so that nobody finds two callers of one name. */
const hashLength = 22;

/**
 * The name under which a caller acts, as session name and as source identity: `KIND-HASH-READABLE`.
 *
 * The kind (`iam`, `jwt`, `bot`, `anonymous`) and the hash of the whole id are ours to say. Whatever a
 * caller chooses about itself stands behind them, so that no trust policy on the beginning of a name
 * can be met by choosing one.
 *
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html, which wants
 * `[\w+=,.@-]{2,64}`, and for a source identity no `aws:` at its beginning.
 *
 * @param callerId - The ARN of an IAM caller, `jwt:` and the subject of a token, `bot:` and the name of
 * a bot; `undefined` for an anonymous caller.
 *
 * @example sessionNameOf('arn:aws:sts::111122223333:assumed-role/payments-dev/jane')
 * // 'iam-LaOSrecXJFZM9yHS0xFpuu-payments-dev-jane'
 */
export const sessionNameOf = (callerId: string | undefined): string => {
  if (callerId === undefined) return 'anonymous';
  const [, kind = 'iam', own = callerId] = /^(jwt|bot):(.*)$/s.exec(callerId) ?? [];
  const beginning = `${kind}-${hashOf(callerId)}-`;
  return beginning + readable(own).slice(beginning.length - longestName);
};

const hashOf = (callerId: string): string =>
  createHash('sha256')
    // No UTF-8 can hold half of a surrogate pair: two ids that differ only in one would have one hash.
    .update(callerId.isWellFormed() ? callerId : JSON.stringify(callerId))
    .digest('base64url')
    .slice(0, hashLength);

/** What names a caller, in the characters that a name may hold: of an ARN its resource, without its type. */
const readable = (own: string): string =>
  own
    .replace(/^arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:(?:assumed-role|federated-user|user)\/)?/, '')
    .replace(/[^\w+=,.@-]+/g, '-');
