import { ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import { afterEach, describe, expect, it } from 'vitest';
import { openClients } from '../../../src/aws/open-clients.ts';
import type { Session } from '../../../src/core/session.ts';

describe('The clients', () => {
  const made: ImagebuilderClient[] = [];
  afterEach(() => {
    for (const client of made.splice(0)) client.destroy();
  });

  const open = () =>
    openClients((region) => {
      const client = new ImagebuilderClient({
        region,
        endpoint: 'http://127.0.0.1:9',
        credentials: { accessKeyId: 'OWN', secretAccessKey: 'example' },
        maxAttempts: 4,
      });
      made.push(client);
      return client;
    });

  const session = (accessKeyId: string): Session => ({
    credentials: {
      accessKeyId,
      secretAccessKey: 'example',
      sessionToken: 'example',
      expiration: new Date(Date.now() + 3_600_000),
    },
    drop: () => undefined,
  });

  it('are made once: one a Region for the own account, one a session and Region for others', () => {
    const get = open();
    const [a, b] = ['eu-west-1', 'us-east-1'] as const;
    const [x, y] = [session('x'), session('y')];
    const all = [get(a), get(b), get(a, x), get(b, x)];
    expect(new Set(all).size).toBe(4);
    expect([get(a), get(b), get(a, { ...x })]).toEqual(all.slice(0, 3));
    expect(get(a, x)).toBe(all[2]);
    expect(get(a, y)).not.toBe(all[2]);
    expect(made).toHaveLength(2);
  });

  it('share the connections, the endpoint and the number of attempts of their Region, and no retry budget', async () => {
    const get = open();
    const mine = get('eu-west-1');
    const theirs = get('eu-west-1', session('x'));
    expect(theirs.config.requestHandler).toBe(mine.config.requestHandler);
    expect(await theirs.config.maxAttempts()).toBe(4);
    expect(await theirs.config.endpoint?.()).toEqual(await mine.config.endpoint?.());
    expect(await theirs.config.retryStrategy()).not.toBe(await mine.config.retryStrategy());
    expect(await theirs.config.credentials()).toMatchObject({
      accessKeyId: 'x',
      sessionToken: 'example',
    });
  });
});
