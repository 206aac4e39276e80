import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSts, type Sts } from '../../../../local/sts/server.ts';

const roleArn = 'arn:aws:iam::444455556666:role/image-pipeline-proxy';
const input = {
  RoleArn: roleArn,
  RoleSessionName: 'jane-0a1b2c3d',
  SourceIdentity: 'jane-0a1b2c3d',
};

describe('The embedded STS', () => {
  let sts: Sts;
  let client: STSClient;
  beforeEach(async () => {
    sts = await startSts({ roles: { [roleArn]: {} }, now: () => Date.UTC(2026, 7, 1) });
    client = new STSClient({
      region: 'eu-west-1',
      endpoint: sts.url,
      credentials: { accessKeyId: 'EXAMPLE', secretAccessKey: 'example' },
      maxAttempts: 1,
    });
  });
  afterEach(async () => {
    client.destroy();
    await sts.close();
  });

  const assume = (members: object = {}) =>
    client.send(new AssumeRoleCommand({ ...input, ...members }));

  it('gives out credentials of the role’s account for an hour, as the real SDK reads them', async () => {
    const { Credentials, AssumedRoleUser, SourceIdentity, $metadata } = await assume();
    expect(Credentials).toMatchObject({
      AccessKeyId: '444455556666',
      Expiration: new Date(Date.UTC(2026, 7, 1, 1)),
    });
    expect(AssumedRoleUser?.Arn).toBe(
      'arn:aws:sts::444455556666:assumed-role/image-pipeline-proxy/jane-0a1b2c3d',
    );
    expect(SourceIdentity).toBe('jane-0a1b2c3d');
    expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('remembers each session that it gave out, and how it was asked for', async () => {
    const { Credentials } = await assume({ ExternalId: 'example-id' });
    expect(sts.sessions).toEqual([
      {
        roleArn,
        sessionName: 'jane-0a1b2c3d',
        sourceIdentity: 'jane-0a1b2c3d',
        externalId: 'example-id',
        durationSeconds: 3600,
        accessKeyId: 'EXAMPLE',
        sessionToken: Credentials?.SessionToken,
      },
    ]);
  });

  it('refuses a role that is not in its list, one that wants another external id, and a source identity that it does not allow', async () => {
    const refused = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };
    const other = 'arn:aws:iam::444455556666:role/other';
    await expect(assume({ RoleArn: other })).rejects.toMatchObject(refused);
    sts.trust(other, { externalId: 'right' });
    await expect(assume({ RoleArn: other, ExternalId: 'wrong' })).rejects.toMatchObject(refused);
    await expect(assume({ RoleArn: other, ExternalId: 'right' })).resolves.toBeDefined();
    sts.trust(other, { allowsSourceIdentity: false });
    await expect(assume({ RoleArn: other })).rejects.toMatchObject({
      message: expect.stringContaining('sts:SetSourceIdentity') as string,
    });
  });

  it.each([
    ['a session name with a slash', { RoleSessionName: 'a/b' }],
    ['a session name of 65 characters', { RoleSessionName: 'a'.repeat(65) }],
    ['a source identity with a colon', { SourceIdentity: 'jwt:jane' }],
    ['something else than a role', { RoleArn: 'arn:aws:iam::444455556666:user/jane' }],
    ['a chained session of 2 hours', { DurationSeconds: 7200 }],
  ])('refuses %s', async (_, members) => {
    await expect(assume(members)).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('knows AssumeRole alone, and only for signed requests', async () => {
    await expect(client.send(new GetCallerIdentityCommand())).rejects.toMatchObject({
      name: 'InvalidAction',
    });
    const unsigned = await fetch(sts.url, { method: 'POST', body: 'Action=AssumeRole' });
    expect(unsigned.status).toBe(403);
    expect(await unsigned.text()).toContain('<Code>MissingAuthenticationToken</Code>');
  });

  it('fails as it is asked to', async () => {
    sts.faults.add([
      { exception: 'RegionDisabledException', status: 403 },
      { answer: { status: 200, headers: { 'content-type': 'text/xml' }, body: '<html/>' } },
    ]);
    await expect(assume()).rejects.toMatchObject({ name: 'RegionDisabledException' });
    await expect(assume().then(({ Credentials }) => Credentials)).resolves.toBeUndefined();
    await expect(assume()).resolves.toHaveProperty('Credentials');
  });

  it('writes texts that would break XML so that they arrive whole', async () => {
    sts.faults.add({ exception: 'AccessDenied', message: 'a <b> & "c"', status: 403 });
    await expect(assume()).rejects.toMatchObject({ message: 'a <b> & "c"' });
  });
});
