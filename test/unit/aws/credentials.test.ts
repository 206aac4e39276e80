import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { defaultProvider } from '../../../src/aws/credentials.ts';

/** A container's credentials endpoint; gives other credentials each time, which end in so many milliseconds. */
const startEndpoint = async (millisToEnd: number, isBroken = false) => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    if (isBroken) {
      response.writeHead(500).end();
      return;
    }
    response.end(
      JSON.stringify({
        AccessKeyId: `CONTAINER${asked}`,
        SecretAccessKey: 'example',
        Token: 'example',
        Expiration: new Date(Date.now() + millisToEnd).toISOString(),
      }),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `http://127.0.0.1:${port}/credentials`);
  return { asked: () => asked };
};

const withoutCredentials = (): void => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', undefined);
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', undefined);
};

describe('the credentials of a function', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('are those that Lambda puts into the environment', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'LAMBDA');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
    vi.stubEnv('AWS_SESSION_TOKEN', 'token');
    expect(await defaultProvider()()).toMatchObject({
      accessKeyId: 'LAMBDA',
      secretAccessKey: 'example',
      sessionToken: 'token',
    });
  });

  it('are else those of the container’s endpoint, asked once for many requests', async () => {
    withoutCredentials();
    const endpoint = await startEndpoint(3_600_000);
    const provide = defaultProvider();
    const all = await Promise.all([provide(), provide(), provide()]);
    expect(all.map(({ accessKeyId }) => accessKeyId)).toEqual(Array(3).fill('CONTAINER1'));
    expect((await provide()).accessKeyId).toBe('CONTAINER1');
    expect(endpoint.asked()).toBe(1);
  });

  it('are renewed ahead of their end', async () => {
    withoutCredentials();
    await startEndpoint(60_000);
    const provide = defaultProvider();
    expect((await provide()).accessKeyId).toBe('CONTAINER1');
    expect((await provide()).accessKeyId).toBe('CONTAINER2');
  });

  it('that cannot be had are asked for again by the next request', async () => {
    withoutCredentials();
    const endpoint = await startEndpoint(0, true);
    const provide = defaultProvider();
    await expect(provide()).rejects.toThrow();
    const before = endpoint.asked();
    await expect(provide()).rejects.toThrow();
    expect(endpoint.asked()).toBeGreaterThan(before);
  });

  it('that are nowhere are an error by which the problem table knows it', async () => {
    withoutCredentials();
    await expect(defaultProvider()()).rejects.toMatchObject({ name: 'CredentialsProviderError' });
  });
});
