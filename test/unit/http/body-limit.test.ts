import { describe, expect, it } from 'vitest';
import { bodyLimit, bodyLimitBytes } from '../../../src/http/body-limit.ts';
import { middyRequest } from '../../support/middy-request.ts';

const limited = async (body: unknown, isBase64Encoded = false): Promise<void> => {
  await bodyLimit().before?.(middyRequest({ body, isBase64Encoded }));
};

describe('The largest body', () => {
  it.each([0, 1, 2])('is 256 KiB as text and as base64, with %i bytes to spare', async (spare) => {
    const bytes = Buffer.alloc(bodyLimitBytes - spare, 'x');
    await expect(limited(bytes.toString())).resolves.toBeUndefined();
    await expect(limited(bytes.toString('base64'), true)).resolves.toBeUndefined();
  });

  it.each([1, 2, 3])('is passed by %i bytes', async (more) => {
    const bytes = Buffer.alloc(bodyLimitBytes + more, 'x');
    const refusal = { name: 'PayloadTooLarge' };
    await expect(limited(bytes.toString())).rejects.toMatchObject(refusal);
    await expect(limited(bytes.toString('base64'), true)).rejects.toMatchObject(refusal);
    await expect(limited(bytes.toString('base64').replace(/=+$/, ''), true)).rejects.toMatchObject(
      refusal,
    );
  });

  it('counts bytes and not characters, and is not asked where there is no body', async () => {
    await expect(limited('ä'.repeat(bodyLimitBytes / 2 + 1))).rejects.toThrow('262146 bytes');
    await expect(limited(undefined)).resolves.toBeUndefined();
  });
});
