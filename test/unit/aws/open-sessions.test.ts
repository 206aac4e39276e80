import { beforeEach, describe, expect, it } from 'vitest';
import { openSessions } from '../../../src/aws/open-sessions.ts';
import { sessionNameOf } from '../../../src/aws/sts/session-name.ts';
import type { AssumeRoleInput } from '../../../src/aws/sts/client.ts';
import type { TargetSettings } from '../../../src/config.ts';

const own = '123456789012';
const other = '444455556666';
const executionRole = 'arn:aws:iam::{account}:role/image-pipeline-proxy';

describe('The sessions', () => {
  const inputs: AssumeRoleInput[] = [];
  beforeEach(() => {
    inputs.length = 0;
  });

  const open = (settings: TargetSettings = { executionRole }, expiresIn = 3_600_000) => {
    const sessionFor = openSessions({
      settings: { region: 'eu-west-1', ...settings },
      open: () =>
        Promise.resolve((input) => {
          inputs.push(input);
          return Promise.resolve({
            accessKeyId: `${input.sessionName}/${inputs.length}`,
            secretAccessKey: 'example',
            sessionToken: 'example',
            expiration: new Date(Date.now() + expiresIn),
          });
        }),
    });
    return (account: string, id?: string) =>
      sessionFor({
        target: { account, region: 'eu-west-1' },
        ownAccount: own,
        caller: { groups: [], ...(id !== undefined && { id }) },
        deadline: performance.now() + 1_000,
      });
  };

  it('assume the role of the account as the caller, with the external id where there is one', async () => {
    const roleArn = 'arn:aws:iam::444455556666:role/image-pipeline-proxy';
    await open()(other, 'jwt:jane');
    await open({ executionRole, externalId: 'example-id' })(other, 'jwt:joe');
    await open({ executionRole, externalId: 'example-id' })(other);
    expect(inputs).toEqual([
      { roleArn, sessionName: sessionNameOf('jwt:jane') },
      { roleArn, sessionName: sessionNameOf('jwt:joe'), externalId: 'example-id' },
      { roleArn, sessionName: 'anonymous', externalId: 'example-id' },
    ]);
  });

  it('are renewed ahead of their end, with other credentials', async () => {
    const sessionFor = open({ executionRole }, 60_000);
    const first = await sessionFor(other);
    expect((await sessionFor(other))?.credentials).not.toBe(first?.credentials);
  });

  it('are had anew by a caller whose session is dropped, and by nobody else', async () => {
    const sessionFor = open();
    const [jane, joe] = [await sessionFor(other, 'x'), await sessionFor(other, 'y')];
    jane?.drop();
    expect((await sessionFor(other, 'x'))?.credentials).not.toBe(jane?.credentials);
    expect((await sessionFor(other, 'y'))?.credentials).toBe(joe?.credentials);
    expect(inputs).toHaveLength(3);
  });

  it('act in the own account as the caller where that is listed, and as the function where it is not', async () => {
    const listed = open({ executionRole, targetAccounts: [own] });
    for (const id of ['x', undefined]) expect(await listed(own, id)).toBeDefined();
    expect(inputs).toMatchObject([
      { roleArn: `arn:aws:iam::${own}:role/image-pipeline-proxy`, sessionName: sessionNameOf('x') },
      { sessionName: 'anonymous' },
    ]);
    expect(await open({ executionRole, targetAccounts: [other] })(own, 'x')).toBeUndefined();
    expect(inputs).toHaveLength(2);
  });

  it('are refused for another account where no role is configured: never the own role instead', async () => {
    await expect(open({})(other)).rejects.toMatchObject({ name: 'ProxyMisconfigured' });
  });
});
