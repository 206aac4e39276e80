import { CreateImagePipelineCommand, type ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RecordedRequest } from '../../../../local/kit/recorded-requests.ts';
import { sparingClient } from '../../../../src/aws/image-builder/client.ts';
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
    sha256: Sha256,
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

describe('A sparing client', () => {
  it('sends what the SDK’s own sends, in its first call and after it', async () => {
    const imageBuilder = await startedImageBuilder();
    const settings = { region, endpoint: imageBuilder.url, credentials, maxAttempts: 1 };
    await create(sdkClient(imageBuilder), 'aaa');
    await create(opened(sparingClient(settings)), 'bbb', 'ccc');
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
      sparingClient({
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
      sparingClient({ region, endpoint: imageBuilder.url, credentials, maxAttempts: 1 }),
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
      sparingClient({ region: there, endpoint: imageBuilder.url, credentials, maxAttempts: 1 }),
    );
    const input = JSON.parse(
      JSON.stringify(pipelineInput()).replaceAll(region, there),
    ) as ReturnType<typeof pipelineInput>;
    await client.send(new CreateImagePipelineCommand(input));
    expect(imageBuilder.requests[0]?.headers.authorization).toContain(`/${there}/imagebuilder/`);
  });
});
