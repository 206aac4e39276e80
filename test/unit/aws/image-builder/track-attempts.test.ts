import type { ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createImagePipeline } from '../../../../src/aws/image-builder/create-image-pipeline.ts';
import {
  attemptMillis,
  leastAttemptMillis,
} from '../../../../src/aws/image-builder/track-attempts.ts';
import { tunedClient } from '../../../../src/aws/image-builder/tuning.ts';
import { pipelineInput, sdkClient, startedImageBuilder } from '../../../support/image-builder.ts';

type Request = Parameters<typeof createImagePipeline>[1];

/** A request of a name of its own; the cast: the input is a whole one. */
const requestNamed = (name: string): Request =>
  ({ ...pipelineInput({ name }), clientToken: `token-${name}` }) as Request;

const opened = async () => {
  const imageBuilder = await startedImageBuilder();
  const client = tunedClient({
    region: 'eu-west-1',
    endpoint: imageBuilder.url,
    credentials: { accessKeyId: 'EXAMPLE', secretAccessKey: 'example' },
    maxAttempts: 2,
    retryMode: 'standard',
  });
  onTestFinished(() => {
    client.destroy();
  });
  return { imageBuilder, client };
};

const outcome = async (client: ImagebuilderClient, name: string, millis: number) => {
  try {
    const { attempts } = await createImagePipeline(client, requestNamed(name), millis);
    return { attempts };
  } catch (error) {
    return error;
  }
};

describe('The attempts of calls that share a client', () => {
  it('are timed and counted for each call', async () => {
    const { imageBuilder, client } = await opened();
    imageBuilder.faults.add({ hang: 'after' });
    const hung = outcome(client, 'hung', 2_400);
    const deadline = Date.now() + 5_000;
    while (imageBuilder.requests.length === 0 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const others = await Promise.all(
      ['one', 'two', 'three'].map((name) => outcome(client, name, 2_400)),
    );
    expect(others).toEqual([{ attempts: 1 }, { attempts: 1 }, { attempts: 1 }]);
    expect(await hung).toEqual({ attempts: 2 });
  });

  it('leave every other command alone, whatever it waits for', async () => {
    const { imageBuilder, client } = await opened();
    await outcome(client, 'one', 2_000);
    const { ListImagePipelinesCommand } = await import('@aws-sdk/client-imagebuilder');
    const { imagePipelineList } = await client.send(new ListImagePipelinesCommand({}));
    expect(imagePipelineList).toHaveLength(1);
    expect(await sdkClient(imageBuilder).send(new ListImagePipelinesCommand({}))).toMatchObject({
      imagePipelineList,
    });
  });

  it('time out, whatever fraction of a millisecond is left, where nothing is sent', async () => {
    const { imageBuilder } = await opened();
    const client = tunedClient({
      region: 'eu-west-1',
      endpoint: imageBuilder.url,
      // The credentials never come.
      credentials: () => new Promise(() => undefined),
    });
    onTestFinished(() => {
      client.destroy();
    });
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        outcome(client, `call-${index}`, 400 + 3 * index + 0.999),
      ),
    );
    for (const failure of outcomes) {
      expect(failure).toMatchObject({
        failure: { exception: 'TimeoutError', attempts: 0, mayExist: false },
      });
    }
    expect(imageBuilder.requests).toEqual([]);
  });

  it('go out no more once the call has timed out, though the SDK still waits to try again', async () => {
    const { imageBuilder, client } = await opened();
    imageBuilder.faults.add({
      exception: 'TooManyRequestsException',
      headers: { 'x-amz-retry-after': '1500' },
      times: 'always',
    });
    expect(await outcome(client, 'timed-out', 600)).toMatchObject({
      failure: { exception: 'TooManyRequestsException', attempts: 1, mayExist: false },
    });
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(imageBuilder.requests).toHaveLength(1);
  });
});

describe('The time of one attempt', () => {
  it.each([
    [27_500, false, 13_750],
    [27_500, true, 27_500],
    [12_500, false, 6_250],
    [2_000, false, 1_000],
    [1_999, false, 1_999],
    [300, false, 300],
  ])('of %i ms, last %s, is %i ms', (left, isLast, expected) => {
    expect(attemptMillis(left, isLast)).toBe(expected);
  });

  it('always leaves room for another, unless there is hardly room for one', () => {
    fc.assert(
      fc.property(fc.double({ min: leastAttemptMillis, max: 900_000, noNaN: true }), (left) => {
        const attempt = attemptMillis(left, false);
        expect(attempt).toBeLessThanOrEqual(left);
        if (left >= 2_000) expect(left - attempt).toBeGreaterThanOrEqual(leastAttemptMillis);
      }),
    );
  });
});
