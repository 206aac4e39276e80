import { createHash } from 'node:crypto';

/** The name of the sessions of an anonymous caller: a direct invocation. */
export const directSessionName = 'direct-invocation';

/** What RoleSessionName and SourceIdentity both demand. */
const longestName = 64;

/** How much of a hash tells two callers apart whose readable parts are the same. */
const hashLength = 8;

/**
 * The name under which a caller acts in another account, as session name and as source identity: the
 * readable end of its id, so that a person finds it in CloudTrail, and the start of the SHA-256 of
 * the whole id, so that no caller can act under the name of another.
 *
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html, which wants
 * `[\w+=,.@-]{2,64}`, and for a source identity no `aws:` at its beginning.
 *
 * @param callerId - The ARN of an IAM caller, or `jwt:` and the subject of a token.
 *
 * @example sessionNameOf('arn:aws:sts::111122223333:assumed-role/payments-dev/jane')
 * // 'payments-dev-jane-6e8fd4e1'
 */
export const sessionNameOf = (callerId: string | undefined): string => {
  if (callerId === undefined) return directSessionName;
  const hash = createHash('sha256').update(callerId).digest('hex').slice(0, hashLength);
  const readable = nameIn(callerId)
    .replace(/[^\w+=,.@-]+/g, '-')
    .slice(-(longestName - hashLength - 1));
  return `${readable}-${hash}`;
};

/** What names a caller within its account: the ARN's resource without its type, or the token's subject. */
const nameIn = (callerId: string): string => {
  const [, resource] = /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(.*)$/s.exec(callerId) ?? [];
  return resource === undefined
    ? callerId.replace(/^jwt:/, '')
    : resource.replace(/^(?:assumed-role|federated-user|user)\//, '');
};
