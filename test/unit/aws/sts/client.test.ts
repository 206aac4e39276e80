import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startSts, type Sts } from '../../../../local/sts/server.ts';
import { openSts } from '../../../../src/aws/sts/client.ts';

const roleArn = 'arn:aws:iam::444455556666:role/image-pipeline-proxy';
const { signal } = new AbortController();

describe('The client of STS', () => {
  let sts: Sts;
  beforeEach(async () => {
    sts = await startSts({ roles: { [roleArn]: {} } });
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'EXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
    vi.stubEnv('AWS_ENDPOINT_URL_STS', sts.url);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await sts.close();
  });

  it('assumes the role as the caller, for the hour that a chained role may have', async () => {
    const credentials = await openSts('eu-west-1')({ roleArn, sessionName: 'jane' }, signal);
    expect(sts.sessions).toMatchObject([
      { roleArn, sessionName: 'jane', sourceIdentity: 'jane', durationSeconds: 3_600 },
    ]);
    expect(sts.sessions[0]?.externalId).toBeUndefined();
    expect(credentials).toMatchObject({
      accessKeyId: '444455556666',
      sessionToken: sts.sessions[0]?.sessionToken,
      expiration: expect.any(Date) as unknown,
    });
  });

  it('sends the external id, without which such a role is refused', async () => {
    sts.trust(roleArn, { externalId: 'example-id' });
    const assumeRole = openSts('eu-west-1');
    const input = { roleArn, sessionName: 'jane' };
    await expect(assumeRole(input, signal)).rejects.toMatchObject({ name: 'AccessDenied' });
    await assumeRole({ ...input, externalId: 'example-id' }, signal);
    expect(sts.sessions.at(-1)).toMatchObject({ externalId: 'example-id' });
  });

  it('takes no answer without credentials for one', async () => {
    const server = createServer((request, response) => {
      request.resume();
      response.end(
        '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult/></AssumeRoleResponse>',
      );
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    vi.stubEnv('AWS_ENDPOINT_URL_STS', `http://127.0.0.1:${port}`);
    await expect(openSts('eu-west-1')({ roleArn, sessionName: 'jane' }, signal)).rejects.toThrow(
      'holds no credentials',
    );
  });
});
