import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { TemporaryCredentials } from '../../core/session.ts';

/*
 * The AWS SDK for STS: a chunk of its own, loaded by `assume-role.ts` alone, with the first use.
 */

/** Whose rights are asked for, and on whose behalf. */
export interface AssumeRoleInput {
  readonly roleArn: string;
  /** The session's name and, so that it survives whatever the session does next, its source identity. */
  readonly sessionName: string;
  readonly externalId?: string;
}

/** Assumes a role. */
export type AssumeRole = (
  input: AssumeRoleInput,
  signal: AbortSignal,
) => Promise<TemporaryCredentials>;

/**
 * The longest that a role may be assumed for by a session of another role, which is what the
 * function's own credentials are.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
 */
const sessionSeconds = 3_600;

/**
 * Makes the client, once for a function. It calls the Region's own endpoint, so that a Region in trouble is
 * no trouble for the others; the SDK honours `AWS_ENDPOINT_URL_STS` and `AWS_MAX_ATTEMPTS`.
 */
export const openSts = (region: string): AssumeRole => {
  const client = new STSClient({
    region,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: 3_000,
      throwOnRequestTimeout: true,
    },
  });
  return async ({ roleArn, sessionName, externalId }, abortSignal) => {
    const command = new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: sessionName,
      // The function's own session has none, so that of its caller can be set; it cannot be changed later.
      SourceIdentity: sessionName,
      DurationSeconds: sessionSeconds,
      ...(externalId !== undefined && { ExternalId: externalId }),
    });
    const { Credentials } = await client.send(command, { abortSignal });
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken || Expiration === undefined) {
      throw new Error('The answer to AssumeRole holds no credentials.');
    }
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration,
    };
  };
};
