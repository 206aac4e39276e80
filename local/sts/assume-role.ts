import { randomBytes } from 'node:crypto';
import { StsException } from './exception.ts';
import type { Content } from './xml.ts';

/** What the trust policy of a role says, as far as the stand-in knows trust policies. */
export interface TrustedRole {
  /** The caller must send this very one. */
  readonly externalId?: string;
  /** False where the trust policy does not allow sts:SetSourceIdentity. */
  readonly allowsSourceIdentity?: boolean;
}

/** One call of AssumeRole as it arrived. */
export interface RecordedAssumption {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly sourceIdentity: string | undefined;
  readonly externalId: string | undefined;
  readonly durationSeconds: number;
  /** The access key id that signed it. */
  readonly accessKeyId: string;
  /** The session token that was given out; undefined where the call was refused. */
  readonly sessionToken?: string;
}

/** The rules that the service states for the texts of a request. */
const patterns = {
  RoleArn: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\u0021-\u007e]+$/,
  RoleSessionName: /^[\w+=,.@-]{2,64}$/,
  SourceIdentity: /^(?!aws:)[\w+=,.@-]{2,64}$/,
  ExternalId: /^[\w+=,.@:/-]{2,1224}$/,
} as const;

/** Reads the parameters of AssumeRole. */
export const readAssumption = (form: URLSearchParams, accessKeyId: string): RecordedAssumption => ({
  roleArn: form.get('RoleArn') ?? '',
  sessionName: form.get('RoleSessionName') ?? '',
  sourceIdentity: form.get('SourceIdentity') ?? undefined,
  externalId: form.get('ExternalId') ?? undefined,
  durationSeconds: Number(form.get('DurationSeconds') ?? 3600),
  accessKeyId,
});

const refuseMalformed = (assumption: RecordedAssumption): void => {
  const { roleArn, sessionName, sourceIdentity, externalId, durationSeconds } = assumption;
  const given = {
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    SourceIdentity: sourceIdentity,
    ExternalId: externalId,
  };
  for (const [name, pattern] of Object.entries(patterns)) {
    const value = given[name as keyof typeof given];
    if (value !== undefined && !pattern.test(value)) {
      throw new StsException('ValidationError', `${name} does not satisfy its constraint.`);
    }
  }
  if (!(durationSeconds >= 900 && durationSeconds <= 43_200)) {
    throw new StsException('ValidationError', 'DurationSeconds must be from 900 to 43200.');
  }
  // Whoever calls is a session of a role here, as a Lambda function is.
  if (durationSeconds > 3_600) {
    throw new StsException(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
};

/**
 * Assumes a role as far as a stand-in can. The access key id that comes of it is the account of the role,
 * by which the embedded Image Builder knows whose pipelines it is asked for.
 *
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 *
 * @param roles - The roles that may be assumed, by their ARNs.
 * @param now - Milliseconds; what credentials expire by.
 * @throws StsException ValidationError or AccessDenied
 */
export const assumeRole = (
  assumption: RecordedAssumption,
  roles: ReadonlyMap<string, TrustedRole>,
  now: () => number,
): { readonly sessionToken: string; readonly result: Content } => {
  refuseMalformed(assumption);
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
    throw new StsException('AccessDenied', message, 403);
  }
  const [, account = '', path = ''] = /^arn:[^:]*:iam::(\d{12}):role\/(.*)$/.exec(roleArn) ?? [];
  const roleName = path.split('/').at(-1) ?? '';
  const sessionToken = randomBytes(48).toString('base64');
  return {
    sessionToken,
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
