import { describe, expect, it, onTestFinished } from 'vitest';
import { createImagePipeline } from '../../../../src/aws/image-builder/create-image-pipeline.ts';
import { leastAttemptMillis } from '../../../../src/aws/image-builder/track-attempts.ts';
import { tunedClient } from '../../../../src/aws/image-builder/tuning.ts';
import { UpstreamError, type UpstreamFailure } from '../../../../src/errors.ts';
import { pipelineInput, startedImageBuilder } from '../../../support/image-builder.ts';

type Request = Parameters<typeof createImagePipeline>[1];

/** The cast: the input is a whole one. */
const request = { ...pipelineInput(), clientToken: 'token' } as Request;

const opened = async (maxAttempts = 1) => {
  const imageBuilder = await startedImageBuilder();
  const client = tunedClient({
    region: 'eu-west-1',
    endpoint: imageBuilder.url,
    credentials: { accessKeyId: 'EXAMPLE', secretAccessKey: 'example' },
    maxAttempts,
    retryMode: 'standard',
  });
  onTestFinished(() => {
    client.destroy();
  });
  const failure = async (millis: number): Promise<UpstreamFailure | undefined> =>
    createImagePipeline(client, request, millis).then(
      () => undefined,
      (error: unknown) => (error instanceof UpstreamError ? error.failure : undefined),
    );
  return { imageBuilder, failure, create: () => createImagePipeline(client, request, 10_000) };
};

/** Milliseconds that a call really took, a test's own overhead included. */
const someMillis = expect.toSatisfy((millis: unknown) => {
  const value = Number(millis);
  return value > 0 && value < 10_000;
}, 'some milliseconds') as unknown;

describe('A call of CreateImagePipeline', () => {
  it('tells the pipeline, how often it was sent and how long it took', async () => {
    const { create } = await opened();
    expect(await create()).toEqual({
      requestId: expect.any(String) as unknown,
      imagePipelineArn: 'arn:aws:imagebuilder:eu-west-1:123456789012:image-pipeline/web-server',
      attempts: 1,
      durationMs: someMillis,
    });
  });

  it('that is refused tells how long it took, too', async () => {
    const { imageBuilder, failure } = await opened();
    imageBuilder.faults.add({ exception: 'ResourceInUseException' });
    expect(await failure(10_000)).toMatchObject({
      exception: 'ResourceInUseException',
      attempts: 1,
      mayExist: false,
      durationMs: someMillis,
    });
  });

  it('whose answer names no pipeline may have created one', async () => {
    const { imageBuilder, failure } = await opened();
    imageBuilder.faults.add({ answer: { status: 200, body: '{"requestId":"id"}' } });
    expect(await failure(10_000)).toEqual({
      exception: 'UnexpectedAnswer',
      httpStatus: 200,
      attempts: 1,
      mayExist: true,
      durationMs: someMillis,
    });
  });

  it('has all of its time for its last attempt where Image Builder hangs', async () => {
    const { imageBuilder, failure } = await opened();
    imageBuilder.faults.add({ hang: 'after', times: 'always' });
    const known = await failure(2_400);
    expect(known).toMatchObject({ exception: 'TimeoutError', attempts: 1, mayExist: true });
    expect(known?.durationMs).toBeGreaterThan(2_300);
  });

  it.each([leastAttemptMillis - 1, 0, -5_000])(
    'is not sent where %i ms are left, and nothing can have been created',
    async (millis) => {
      const { imageBuilder, failure } = await opened();
      expect(await failure(millis)).toEqual({
        exception: 'TimeoutError',
        mayExist: false,
        attempts: 0,
      });
      expect(imageBuilder.requests).toEqual([]);
    },
  );

  it('writes nothing into the request that it was given', async () => {
    const { create } = await opened();
    const before = structuredClone(request);
    await create();
    expect(request).toEqual(before);
  });
});
