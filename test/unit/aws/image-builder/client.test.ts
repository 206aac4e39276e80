import { afterEach, describe, expect, it, vi } from 'vitest';
import { imageBuilderClient } from '../../../../src/aws/image-builder/client.ts';

describe('The function’s own client', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('calls its Region, and tries three times unless AWS_MAX_ATTEMPTS says otherwise', async () => {
    const client = imageBuilderClient('eu-central-1');
    expect(await client.config.region()).toBe('eu-central-1');
    expect(await client.config.maxAttempts()).toBe(3);
    client.destroy();
    vi.stubEnv('AWS_MAX_ATTEMPTS', '5');
    const other = imageBuilderClient('eu-central-1');
    expect(await other.config.maxAttempts()).toBe(5);
    other.destroy();
  });

  it('waits 3 s for a connection, and leaves the time of an attempt to each call', async () => {
    const client = imageBuilderClient('eu-west-1');
    const { requestHandler } = client.config;
    // The handler reads its settings with its first use.
    await requestHandler.handle({} as never, {}).catch(() => undefined);
    expect(requestHandler).toHaveProperty('config.connectionTimeout', 3_000);
    expect(requestHandler).toHaveProperty('config.requestTimeout', undefined);
    client.destroy();
  });
});
