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
    const get = async (account: string, region: string, id?: string) =>
      (await clientFor({ account, region }, id === undefined ? {} : { id }, 1_000)).client;
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
    const { client: mine } = await clientFor({ ...there, account: own }, {}, 1_000);
    const { client: theirs } = await clientFor(there, { id: 'x' }, 1_000);
    expect(theirs.config.requestHandler).toBe(mine.config.requestHandler);
    expect(await theirs.config.maxAttempts()).toBe(4);
    expect(await theirs.config.endpoint?.()).toEqual(await mine.config.endpoint?.());
    expect(await theirs.config.retryStrategy()).not.toBe(await mine.config.retryStrategy());
    expect(await theirs.config.credentials()).toMatchObject({
      accessKeyId: expect.stringMatching(/^iam-[\w-]{22}-x\/1$/) as string,
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
      { roleArn, sessionName: 'anonymous', externalId: 'example-id' },
    ]);
  });

  it('are made anew with new credentials', async () => {
    const clientFor = open({ executionRole }, 60_000);
    const { client } = await clientFor(there, {}, 1_000);
    expect((await clientFor(there, {}, 1_000)).client).not.toBe(client);
  });

  it('are made anew for a caller whose session is dropped, and for nobody else', async () => {
    const clientFor = open();
    const jane = await clientFor(there, { id: 'x' }, 1_000);
    const joe = await clientFor(there, { id: 'y' }, 1_000);
    jane.drop?.();
    expect((await clientFor(there, { id: 'x' }, 1_000)).client).not.toBe(jane.client);
    expect((await clientFor(there, { id: 'y' }, 1_000)).client).toBe(joe.client);
    expect(inputs).toHaveLength(3);
  });

  it('act in the own account as the caller where that is listed, and as the function where it is not', async () => {
    const mine = { account: own, region: 'eu-west-1' };
    const listed = open({ executionRole, targetAccounts: [own] });
    for (const caller of [{ id: 'x' }, {}]) {
      expect(await listed(mine, caller, 1_000)).toHaveProperty('drop');
    }
    expect(inputs).toMatchObject([
      { roleArn: `arn:aws:iam::${own}:role/image-pipeline-proxy`, sessionName: sessionNameOf('x') },
      { sessionName: 'anonymous' },
    ]);
    const unlisted = open({ executionRole, targetAccounts: [other] });
    expect(await unlisted(mine, { id: 'x' }, 1_000)).not.toHaveProperty('drop');
    expect(inputs).toHaveLength(2);
  });

  it('are refused for another account where no role is configured: never the own role instead', async () => {
    await expect(open({})(there, {}, 1_000)).rejects.toMatchObject({ name: 'ProxyMisconfigured' });
    expect(made).toEqual([]);
  });
});
