import { randomBytes } from 'node:crypto';
import type { Content } from '../kit/aws-query.ts';
import { ServiceException } from '../kit/service-exception.ts';

/** What the trust policy of a role says, as far as the stand-in knows trust policies. */
export interface TrustedRole {
  /** The caller must send this very one. */
  readonly externalId?: string;
  /** False where the trust policy does not allow sts:SetSourceIdentity. */
  readonly allowsSourceIdentity?: boolean;
}

/** A session that was given out, and how it was asked for. */
export interface Session {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly sourceIdentity: string | undefined;
  readonly externalId: string | undefined;
  readonly durationSeconds: number;
  /** The access key id that signed the request. */
  readonly accessKeyId: string;
  readonly sessionToken: string;
}

type Input = Readonly<Record<string, unknown>>;

/** The rules that the service states for the texts of a request. */
const patterns: Readonly<Record<string, RegExp>> = {
  RoleArn: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\u0021-\u007e]+$/,
  RoleSessionName: /^[\w+=,.@-]{2,64}$/,
  SourceIdentity: /^(?!aws:)[\w+=,.@-]{2,64}$/,
  ExternalId: /^[\w+=,.@:/-]{2,1224}$/,
};
const required: readonly string[] = ['RoleArn', 'RoleSessionName'];

/** @throws ServiceException ValidationError */
const readAssumption = (input: Input, accessKeyId: string): Omit<Session, 'sessionToken'> => {
  for (const [name, pattern] of Object.entries(patterns)) {
    const value = input[name];
    if (value === undefined && !required.includes(name)) continue;
    if (!pattern.test(textOf(value) ?? '')) {
      throw new ServiceException('ValidationError', `${name} does not satisfy its constraint.`);
    }
  }
  const durationSeconds = Number(input['DurationSeconds'] ?? 3600);
  if (!(durationSeconds >= 900 && durationSeconds <= 43_200)) {
    throw new ServiceException('ValidationError', 'DurationSeconds must be from 900 to 43200.');
  }
  // The caller is taken for a session of a role, as a Lambda function is.
  if (durationSeconds > 3_600) {
    throw new ServiceException(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  return {
    roleArn: textOf(input['RoleArn']) ?? '',
    sessionName: textOf(input['RoleSessionName']) ?? '',
    sourceIdentity: textOf(input['SourceIdentity']),
    externalId: textOf(input['ExternalId']),
    durationSeconds,
    accessKeyId,
  };
};

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/**
 * Assumes a role as far as a stand-in can. The access key id that comes of it is the account of the role,
 * by which the embedded Image Builder knows whose pipelines it is asked for.
 *
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 *
 * @param roles - The roles that may be assumed, by their ARNs.
 * @param now - Milliseconds; what credentials expire by.
 * @throws ServiceException ValidationError or AccessDenied
 */
export const assumeRole = (
  input: Input,
  callerKeyId: string,
  roles: ReadonlyMap<string, TrustedRole>,
  now: () => number,
): { readonly session: Session; readonly result: Content } => {
  const assumption = readAssumption(input, callerKeyId);
  const { roleArn, sessionName, sourceIdentity, externalId, durationSeconds } = assumption;
  const role = roles.get(roleArn);
  const isTrusted =
    role !== undefined && (role.externalId === undefined || role.externalId === externalId);
  const action =
    sourceIdentity !== undefined && role?.allowsSourceIdentity === false
      ? 'sts:SetSourceIdentity'
      : 'sts:AssumeRole';
  if (!isTrusted || action === 'sts:SetSourceIdentity') {
    const message = `User: arn:aws:sts::123456789012:assumed-role/example/example is not authorized to perform: ${action} on resource: ${roleArn}`;
    throw new ServiceException('AccessDenied', message);
  }
  const [, account = '', path = ''] = /^arn:[^:]*:iam::(\d{12}):role\/(.*)$/.exec(roleArn) ?? [];
  const roleName = path.split('/').at(-1) ?? '';
  const sessionToken = randomBytes(48).toString('base64');
  return {
    session: { ...assumption, sessionToken },
    result: {
      AssumedRoleUser: {
        AssumedRoleId: `AROAEXAMPLE:${sessionName}`,
        Arn: `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`,
      },
      Credentials: {
        AccessKeyId: account,
        SecretAccessKey: randomBytes(30).toString('base64'),
        SessionToken: sessionToken,
        Expiration: new Date(now() + durationSeconds * 1000).toISOString(),
      },
      ...(sourceIdentity !== undefined && { SourceIdentity: sourceIdentity }),
    },
  };
};
