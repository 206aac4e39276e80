import { once } from 'node:events';
import { Readable } from 'node:stream';
import { CreateImagePipelineCommand, type ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import { Sha256 as PlainSha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RecordedRequest } from '../../../../local/kit/recorded-requests.ts';
import { collectBody, Sha256, tunedClient } from '../../../../src/aws/image-builder/tuning.ts';
import { pipelineInput, sdkClient, startedImageBuilder } from '../../../support/image-builder.ts';

const region = 'eu-west-1';
const credentials = { accessKeyId: 'EXAMPLE', secretAccessKey: 'example', sessionToken: 'token' };

const opened = (client: ImagebuilderClient): ImagebuilderClient => {
  onTestFinished(() => {
    client.destroy();
  });
  return client;
};

/** Creates pipelines of these names, one after the other. */
const create = async (client: ImagebuilderClient, ...names: readonly string[]): Promise<void> => {
  for (const name of names) {
    const input = pipelineInput({ name, clientToken: name, tags: { A: 'ä', B: 'b' } });
    await client.send(new CreateImagePipelineCommand(input));
  }
};

/** The header that a request should have been signed with, worked out from the request as it arrived. */
const expectedSignature = async (
  { method, path, headers, rawBody }: RecordedRequest,
  secretAccessKey: string,
): Promise<string | undefined> => {
  const authorization = headers.authorization ?? '';
  const [, accessKeyId = '', scopeRegion = ''] =
    /Credential=([^/]+)\/\d{8}\/([^/]+)\//.exec(authorization) ?? [];
  const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? [];
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey },
    region: scopeRegion,
    service: 'imagebuilder',
    sha256: PlainSha256,
    applyChecksum: false,
  });
  const signed = await signer.sign(
    new HttpRequest({
      method,
      path,
      headers: Object.fromEntries(names.map((name) => [name, String(headers[name])])),
      body: rawBody,
    }),
    { signingDate: new Date(isoOf(String(headers['x-amz-date']))) },
  );
  return signed.headers['authorization'];
};

/** `20261122T100000Z` as the Date constructor reads it. */
const isoOf = (longDate: string): string =>
  longDate.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');

describe('A tuned client', () => {
  it('sends what the SDK’s own sends, in its first call and after it', async () => {
    const imageBuilder = await startedImageBuilder();
    const settings = { region, endpoint: imageBuilder.url, credentials, maxAttempts: 1 };
    await create(sdkClient(imageBuilder), 'aaa');
    await create(opened(tunedClient(settings)), 'bbb', 'ccc');
    const [theirs, ...ours] = imageBuilder.requests.map(({ method, path, headers, rawBody }) => {
      // What is another one in each call, and what the credentials have to say.
      const others = new Set([
        'amz-sdk-invocation-id',
        'authorization',
        'x-amz-content-sha256',
        'x-amz-date',
        'x-amz-security-token',
      ]);
      const kept = Object.entries(headers).filter(([name]) => !others.has(name));
      return {
        method,
        path,
        headers: Object.fromEntries(kept),
        body: rawBody.replaceAll(/"(?:aaa|bbb|ccc)"/g, '"x"'),
      };
    });
    expect(theirs?.headers).toHaveProperty('user-agent');
    expect(ours).toEqual([theirs, theirs]);
  });

  it('signs each call with the credentials of that moment', async () => {
    const imageBuilder = await startedImageBuilder();
    let given = 0;
    const client = opened(
      tunedClient({
        region,
        endpoint: imageBuilder.url,
        maxAttempts: 1,
        // Over at once, so that each call asks for others.
        credentials: () => {
          given += 1;
          return Promise.resolve({
            accessKeyId: `KEY${given}`,
            secretAccessKey: `secret ${given}`,
            expiration: new Date(0),
          });
        },
      }),
    );
    await create(client, 'first', 'second');
    const used = imageBuilder.requests.map(
      ({ headers }) => /Credential=KEY(\d+)/.exec(headers.authorization ?? '')?.[1],
    );
    expect(new Set(used).size).toBe(2);
    for (const [index, request] of imageBuilder.requests.entries()) {
      expect(request.headers.authorization).toBe(
        await expectedSignature(request, `secret ${used[index] ?? ''}`),
      );
    }
  });

  it('signs with the time that the SDK has corrected for a clock that is wrong', async () => {
    const imageBuilder = await startedImageBuilder();
    const client = opened(
      tunedClient({ region, endpoint: imageBuilder.url, credentials, maxAttempts: 1 }),
    );
    await create(client, 'now');
    client.config.systemClockOffset = 3_600_000;
    await create(client, 'later');
    const [now = 0, later = 0] = imageBuilder.requests.map(({ headers }) =>
      Date.parse(isoOf(String(headers['x-amz-date']))),
    );
    expect(later - now).toBeGreaterThan(3_500_000);
  });

  it('signs for its own Region', async () => {
    const imageBuilder = await startedImageBuilder();
    const there = 'us-east-1';
    const client = opened(
      tunedClient({ region: there, endpoint: imageBuilder.url, credentials, maxAttempts: 1 }),
    );
    const input = JSON.parse(
      JSON.stringify(pipelineInput()).replaceAll(region, there),
    ) as ReturnType<typeof pipelineInput>;
    await client.send(new CreateImagePipelineCommand(input));
    expect(imageBuilder.requests[0]?.headers.authorization).toContain(`/${there}/imagebuilder/`);
  });
});

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const digestOf = (parts: readonly Parameters<Sha256['update']>[0][], secret?: string) => {
  const hash = secret === undefined ? new Sha256() : new Sha256(secret);
  for (const part of parts) hash.update(part);
  return hash.digest();
};

describe('SHA-256', () => {
  it.each([
    // FIPS 180-4's examples, then test cases 2 and 6 of RFC 4231.
    ['abc', undefined, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['', undefined, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [
      'what do ya want for nothing?',
      'Jefe',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
  ])('of %j under %j is %s', async (text, secret, digest) => {
    expect(hex(await digestOf([text], secret))).toBe(digest);
  });

  it('under a key longer than a block is that of RFC 4231, test case 6', async () => {
    const hash = new Sha256(new Uint8Array(131).fill(0xaa));
    hash.update('Test Using Larger Than Block-Size Key - Hash Key First');
    expect(hex(await hash.digest())).toBe(
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    );
  });

  it('is that of another implementation, for any key and any data in any number of parts', async () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(
        fc.option(bytes, { nil: undefined }),
        fc.array(bytes),
        async (key, parts) => {
          const [ours, theirs] = [new Sha256(key), new PlainSha256(key)];
          for (const part of parts) {
            ours.update(part);
            theirs.update(part);
          }
          expect(hex(await ours.digest())).toBe(hex(await theirs.digest()));
        },
      ),
    );
  });

  it('takes bytes in whatever holds them, as key and as data', async () => {
    const bytes = new TextEncoder().encode('..secret..');
    const held = [
      'secret',
      bytes.slice(2, 8),
      bytes.slice(2, 8).buffer,
      bytes.subarray(2, 8),
      new DataView(bytes.buffer, 2, 6),
    ];
    const digests = held.map(async (data) => {
      const hash = new Sha256(data);
      hash.update(data);
      return hex(await hash.digest());
    });
    expect(new Set(await Promise.all(digests)).size).toBe(1);
  });

  it.each([undefined, 'secret'])('begins again when it is reset, under %j', async (secret) => {
    const hash = new Sha256(secret);
    hash.update('something else');
    hash.reset();
    hash.update('abc');
    expect(hex(await hash.digest())).toBe(hex(await digestOf(['abc'], secret)));
  });
});

describe('The body of an answer', () => {
  it.each([[[]], [['{}']], [['{"a"', ':', '"ä"}']]])('is read to its end: %j', async (parts) => {
    const body = Readable.from(parts.map((part) => Buffer.from(part)));
    expect(Buffer.from(await collectBody(body)).toString()).toBe(parts.join(''));
  });

  it('fails with the error of its stream', async () => {
    const body = new Readable({ read: () => undefined });
    const collected = collectBody(body);
    body.push('{');
    body.destroy(new Error('reset'));
    await expect(collected).rejects.toThrow('reset');
  });

  it('fails where its stream is gone already', async () => {
    const body = new Readable({ read: () => undefined });
    body.destroy();
    await once(body, 'close');
    await expect(collectBody(body)).rejects.toThrow('ended before its end');
  });

  it('is never taken for whole where it just ends', async () => {
    const body = new Readable({ read: () => undefined });
    const collected = collectBody(body);
    body.push('{}');
    body.destroy();
    await expect(collected).rejects.toThrow('ended before its end');
  });
});
