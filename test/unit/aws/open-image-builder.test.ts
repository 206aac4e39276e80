import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { CreateImagePipelineCommand, type ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openImageBuilder } from '../../../src/aws/open-image-builder.ts';
import { openSessions } from '../../../src/aws/open-sessions.ts';
import { tunedClient } from '../../../src/aws/image-builder/tuning.ts';
import type { CreateImagePipelineRequest } from '../../../src/core/create-image-pipeline-request.ts';
import { UpstreamError } from '../../../src/errors.ts';
import { pipelineInput, sdkClient, startedImageBuilder } from '../../support/image-builder.ts';

const ownAccount = '123456789012';
const other = '444455556666';
const region = 'eu-west-1';

/** The cast: the input is a whole one. */
const request = {
  ...pipelineInput({ description: 'Größe, 日本' }),
  clientToken: 'token',
} as CreateImagePipelineRequest;

/** Image Builder in the own account and another, whose role takes so many milliseconds to assume. */
const opened = async (millisToAssume = 0, knowsDryRuns = true) => {
  const imageBuilder = await startedImageBuilder({ knowsDryRuns });
  const clients: ImagebuilderClient[] = [];
  onTestFinished(() => {
    for (const client of clients) client.destroy();
  });
  const sessionFor = openSessions({
    settings: { region, executionRole: 'arn:aws:iam::{account}:role/image-pipeline-proxy' },
    open: () =>
      Promise.resolve(async () => {
        await delay(millisToAssume);
        return {
          accessKeyId: other,
          secretAccessKey: 'example',
          sessionToken: 'example',
          expiration: new Date(Date.now() + 3_600_000),
        };
      }),
  });
  const { createImagePipeline, dryRunImagePipeline } = openImageBuilder({
    sessionFor,
    ownClient: (where) => {
      const client = tunedClient({
        region: where,
        endpoint: imageBuilder.url,
        credentials: { accessKeyId: ownAccount, secretAccessKey: 'example' },
        maxAttempts: 1,
      });
      clients.push(client);
      return client;
    },
  });
  const options = (account: string, millis: number) => ({
    target: { account, region },
    ownAccount,
    caller: { id: 'jwt:jane', groups: [] },
    deadline: performance.now() + millis,
  });
  const outcome = (account: string, millis: number) =>
    createImagePipeline(request, options(account, millis)).then(
      ({ attempts }) => ({ attempts }),
      (error: unknown) => (error instanceof UpstreamError ? error.failure : error),
    );
  const dryRun = (account: string, name = 'web-server') =>
    dryRunImagePipeline(
      { ...request, name, clientToken: randomUUID() },
      options(account, 10_000),
    ).catch((error: unknown) => (error instanceof UpstreamError ? error.failure : error));
  return { imageBuilder, outcome, dryRun };
};

describe('Image Builder in every target', () => {
  it('is called in the account of the target', async () => {
    const { imageBuilder, outcome } = await opened();
    await outcome(ownAccount, 10_000);
    expect(imageBuilder.requests[0]?.headers.authorization).toContain(`Credential=${ownAccount}/`);
    await outcome(other, 10_000);
    expect(imageBuilder.requests[1]?.headers.authorization).toContain(`Credential=${other}/`);
  });

  it('is not called past the deadline', async () => {
    const { imageBuilder, outcome } = await opened();
    expect(await outcome(ownAccount, 100)).toMatchObject({ attempts: 0, mayExist: false });
    expect(imageBuilder.requests).toEqual([]);
  });

  it('is not called where assuming the role has spent the time', async () => {
    const { imageBuilder, outcome } = await opened(300);
    expect(await outcome(other, 500)).toMatchObject({
      exception: 'TimeoutError',
      attempts: 0,
      mayExist: false,
    });
    expect(imageBuilder.requests).toEqual([]);
  });

  it('does not wait for a role longer than the request has time', async () => {
    const { imageBuilder, outcome } = await opened(5_000);
    const startedAt = performance.now();
    expect(await outcome(other, 400)).toMatchObject({
      exception: 'ServiceUnavailableException',
      attempts: 0,
    });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(imageBuilder.requests).toEqual([]);
  });
});

describe('A dry run', () => {
  it('is sent with the member that the SDK does not know, and creates nothing', async () => {
    const { imageBuilder, dryRun, outcome } = await opened();
    expect(await dryRun(ownAccount)).toEqual({
      outcome: 'passed',
      attempts: 1,
      requestId: expect.any(String) as unknown,
      durationMs: expect.any(Number) as unknown,
    });
    expect(imageBuilder.requests[0]?.body).toMatchObject({
      description: 'Größe, 日本',
      dryRun: true,
    });
    expect(await outcome(ownAccount, 10_000)).toEqual({ attempts: 1 });
    expect(imageBuilder.requests[1]?.body).not.toHaveProperty('dryRun');
  });

  it('is refused as the real call would be', async () => {
    const { dryRun, outcome } = await opened();
    await outcome(ownAccount, 10_000);
    expect(await dryRun(ownAccount)).toMatchObject({ exception: 'ResourceAlreadyExistsException' });
  });

  it('that creates a pipeline says so, and its target is asked for none again; others are', async () => {
    const { imageBuilder, dryRun } = await opened(0, false);
    expect(await dryRun(ownAccount, 'first')).toMatchObject({
      outcome: 'created',
      imagePipelineArn: expect.stringContaining(':image-pipeline/first') as unknown,
    });
    expect(await dryRun(ownAccount, 'second')).toEqual({ outcome: 'not-asked' });
    expect(imageBuilder.requests).toHaveLength(1);
    expect(await dryRun(other, 'third')).toMatchObject({ outcome: 'created' });
  });
});

describe('The SDK', () => {
  it('does not know the member "dryRun": as soon as it does, it can be sent as any other', async () => {
    const imageBuilder = await startedImageBuilder();
    const input = { ...pipelineInput(), dryRun: true };
    await sdkClient(imageBuilder).send(new CreateImagePipelineCommand(input));
    expect(imageBuilder.requests[0]?.body).not.toHaveProperty('dryRun');
  });
});
