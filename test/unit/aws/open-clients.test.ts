import { ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import { afterEach, describe, expect, it } from 'vitest';
import { openClients } from '../../../src/aws/open-clients.ts';
import { sessionNameOf } from '../../../src/aws/sts/session-name.ts';
import type { AssumeRoleInput } from '../../../src/aws/sts/client.ts';
import type { TargetSettings } from '../../../src/config.ts';

const own = '123456789012';
const other = '444455556666';
const executionRole = 'arn:aws:iam::{account}:role/image-pipeline-proxy';

describe('The clients', () => {
  const made: ImagebuilderClient[] = [];
  afterEach(() => {
    for (const client of made.splice(0)) client.destroy();
  });

  const inputs: AssumeRoleInput[] = [];
  afterEach(() => {
    inputs.length = 0;
  });

  const open = (settings: TargetSettings = { executionRole }, expiresIn = 3_600_000) => {
    let assumed = 0;
    return openClients({
      settings: { region: 'eu-west-1', ...settings },
      ownClient: (region) => {
        const client = new ImagebuilderClient({
          region,
          endpoint: 'http://127.0.0.1:9',
          credentials: { accessKeyId: 'OWN', secretAccessKey: 'example' },
          maxAttempts: 4,
        });
        made.push(client);
        return client;
      },
      open: () =>
        Promise.resolve((input) => {
          inputs.push(input);
          return Promise.resolve({
            accessKeyId: `${input.sessionName}/${(assumed += 1)}`,
            secretAccessKey: 'example',
            sessionToken: 'example',
            expiration: new Date(Date.now() + expiresIn),
          });
        }),
    })(own);
  };
  const there = { account: other, region: 'eu-west-1' };

  it('are made once: one a Region for the own account, one a caller, account and Region for others', async () => {
    const clientFor = open();
    const get = (account: string, region: string, id?: string) =>
      clientFor({ account, region }, id === undefined ? {} : { id }, 1_000);
    const [a, b] = ['eu-west-1', 'us-east-1'] as const;
    const all = await Promise.all([
      get(own, a),
      get(own, b),
      get(other, a, 'x'),
      get(other, b, 'x'),
    ]);
    expect(new Set(all).size).toBe(4);
    expect(await Promise.all([get(own, a, 'x'), get(own, b, 'y')])).toEqual(all.slice(0, 2));
    expect(await get(other, a, 'x')).toBe(all[2]);
    expect(await get(other, a, 'y')).not.toBe(all[2]);
    expect(await get(other, a)).not.toBe(all[2]);
    expect(made).toHaveLength(2);
  });

  it('share the connections, the endpoint and the number of attempts of their Region, and no retry budget', async () => {
    const clientFor = open();
    const mine = await clientFor({ ...there, account: own }, {}, 1_000);
    const theirs = await clientFor(there, { id: 'x' }, 1_000);
    expect(theirs.config.requestHandler).toBe(mine.config.requestHandler);
    expect(await theirs.config.maxAttempts()).toBe(4);
    expect(await theirs.config.endpoint?.()).toEqual(await mine.config.endpoint?.());
    expect(await theirs.config.retryStrategy()).not.toBe(await mine.config.retryStrategy());
    expect(await theirs.config.credentials()).toMatchObject({
      accessKeyId: expect.stringMatching(/^x-[0-9a-f]{8}\/1$/) as string,
      sessionToken: 'example',
    });
  });

  it('assume the role of the account as the caller, with the external id where there is one', async () => {
    const roleArn = 'arn:aws:iam::444455556666:role/image-pipeline-proxy';
    await open()(there, { id: 'jwt:jane' }, 1_000);
    await open({ executionRole, externalId: 'example-id' })(there, { id: 'jwt:joe' }, 1_000);
    await open({ executionRole, externalId: 'example-id' })(there, {}, 1_000);
    expect(inputs).toEqual([
      { roleArn, sessionName: sessionNameOf('jwt:jane') },
      { roleArn, sessionName: sessionNameOf('jwt:joe'), externalId: 'example-id' },
      { roleArn, sessionName: 'direct-invocation', externalId: 'example-id' },
    ]);
  });

  it('are made anew with new credentials', async () => {
    const clientFor = open({ executionRole }, 60_000);
    const first = await clientFor(there, {}, 1_000);
    expect(await clientFor(there, {}, 1_000)).not.toBe(first);
  });

  it('are refused for another account where no role is configured: never the own role instead', async () => {
    await expect(open({})(there, {}, 1_000)).rejects.toMatchObject({ name: 'ProxyMisconfigured' });
    expect(made).toEqual([]);
  });
});
