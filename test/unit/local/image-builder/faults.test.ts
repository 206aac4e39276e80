import {
  CreateImagePipelineCommand,
  GetImagePipelineCommand,
  ListImagePipelinesCommand,
} from '@aws-sdk/client-imagebuilder';
import { describe, expect, it, vi } from 'vitest';
import type { Fault } from '../../../../local/image-builder/fault.ts';
import type { ImageBuilder } from '../../../../local/image-builder/server.ts';
import {
  authorization,
  pipelineInput,
  sdkClient,
  sendRaw,
  startedImageBuilder,
} from '../../../support/image-builder.ts';

const hour = 3_600_000;
const html = '<html>Bad gateway</html>';

const started = async (...faults: readonly Fault[]) => {
  const imageBuilder = await startedImageBuilder();
  imageBuilder.faults.add(faults);
  return imageBuilder;
};

const create = (imageBuilder: ImageBuilder, options: { abortSignal?: AbortSignal } = {}) =>
  sdkClient(imageBuilder).send(new CreateImagePipelineCommand(pipelineInput()), options);

const pipelineCount = async (imageBuilder: ImageBuilder) => {
  const client = sdkClient(imageBuilder);
  const { imagePipelineList } = await client.send(new ListImagePipelinesCommand({}));
  return imagePipelineList?.length;
};

/** Waits until the server has a request: what comes then meets one that is pending. */
const arrived = (imageBuilder: ImageBuilder) =>
  vi.waitFor(() => {
    expect(imageBuilder.requests.length).toBeGreaterThan(0);
  });

const sendCreate = (imageBuilder: ImageBuilder) =>
  sendRaw(imageBuilder, 'PUT', '/CreateImagePipeline', {
    headers: { authorization: authorization() },
    body: JSON.stringify(pipelineInput({ clientToken: 'token-1' })),
  });

describe('a fault', () => {
  it.each<[string, Fault, number]>([
    ['an exception', { exception: 'ServiceException' }, 0],
    ['an exception before', { exception: 'ServiceException', effect: 'before' }, 0],
    ['an exception after', { exception: 'ServiceException', effect: 'after' }, 1],
    ['a broken page', { answer: { status: 200, body: html } }, 0],
    ['a broken page after', { answer: { status: 502, body: html }, effect: 'after' }, 1],
    ['a connection dropped before', { drop: 'before' }, 0],
    ['a connection dropped after', { drop: 'after' }, 1],
    ['half an answer', { partial: true }, 1],
    ['half an exception', { partial: true, exception: 'ServiceException' }, 0],
    ['nothing, where the answer should be', { partial: true, answer: { status: 200 } }, 0],
  ])('that is %s fails the call, and leaves %o: %i pipelines', async (_what, fault, count) => {
    const imageBuilder = await started(fault);
    await expect(create(imageBuilder)).rejects.toThrow();
    expect(await pipelineCount(imageBuilder)).toBe(count);
  });

  it.each<Fault>([{ drop: 'before' }, { drop: 'after' }])(
    'that drops the connection looks like a peer that crashed: %o',
    async (fault) => {
      const imageBuilder = await started(fault);
      // A connection that is ended in order is no failed `read`.
      await expect(create(imageBuilder)).rejects.toMatchObject({
        code: 'ECONNRESET',
        syscall: 'read',
      });
      expect(imageBuilder.requests[0]).toMatchObject({ status: undefined });
    },
  );

  it('that drops the connection after the effect is healed by a retry with the same token', async () => {
    const imageBuilder = await started({ drop: 'after' });
    const client = sdkClient(imageBuilder, { maxAttempts: 2 });
    const { imagePipelineArn } = await client.send(new CreateImagePipelineCommand(pipelineInput()));
    expect(imagePipelineArn).toMatch(/image-pipeline\/web-server$/);
    expect(imageBuilder.requests.map(({ status }) => status)).toStrictEqual([undefined, 200]);
    expect(await pipelineCount(imageBuilder)).toBe(1);
  });

  it('that sends half an answer has sent its status by then', async () => {
    const imageBuilder = await started({ partial: true });
    const answer = await fetch(`${imageBuilder.url}/CreateImagePipeline`, {
      method: 'PUT',
      headers: { authorization: authorization() },
      body: JSON.stringify(pipelineInput({ clientToken: 'token-1' })),
    });
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
  });

  it.each<[Fault, number]>([
    [{ hang: 'before' }, 0],
    [{ hang: 'after' }, 1],
    [{ delayMs: hour }, 0],
  ])('of a client that gave up on %o leaves %i pipelines', async (fault, count) => {
    const imageBuilder = await started(fault);
    const patience = new AbortController();
    const sent = create(imageBuilder, { abortSignal: patience.signal });
    const failed = expect(sent).rejects.toMatchObject({ name: 'AbortError' });
    await arrived(imageBuilder);
    patience.abort();
    await failed;
    expect(await pipelineCount(imageBuilder)).toBe(count);
  });

  it.each<Fault>([
    { hang: 'before' },
    { hang: 'after' },
    { delayMs: hour },
    { drip: { bytesPerSecond: 1 } },
  ])('that is pending ends when the server is closed: %o', async (fault) => {
    const imageBuilder = await started(fault);
    const failed = expect(create(imageBuilder)).rejects.toThrow();
    await arrived(imageBuilder);
    await imageBuilder.close();
    await failed;
  });

  it('that delays an answer changes nothing else', async () => {
    const imageBuilder = await started({ delayMs: 1 });
    await expect(create(imageBuilder)).resolves.toHaveProperty('imagePipelineArn');
  });

  it('that drips an answer sends all of it, piece by piece', async () => {
    const imageBuilder = await started({ drip: { bytesPerSecond: 2000 } });
    const answer = await sendCreate(imageBuilder);
    expect(answer.chunks.length).toBeGreaterThan(1);
    expect(JSON.parse(answer.body)).toMatchObject({ clientToken: 'token-1' });
    const arn = JSON.parse(answer.body) as { imagePipelineArn: string };
    const client = sdkClient(imageBuilder);
    imageBuilder.faults.add({ drip: { bytesPerSecond: 20_000 } });
    const { imagePipeline } = await client.send(new GetImagePipelineCommand(arn));
    expect(imagePipeline).toMatchObject({ name: 'web-server' });
  });

  it('can answer anything at all, with nothing of the service in it', async () => {
    const imageBuilder = await started({
      answer: {
        status: 502,
        headers: { 'Content-Type': 'text/html', server: 'proxy' },
        body: html,
      },
    });
    const answer = await sendCreate(imageBuilder);
    expect(answer).toMatchObject({ status: 502, body: html });
    expect(answer.headers).toMatchObject({ 'content-type': 'text/html', server: 'proxy' });
    expect(answer.headers).not.toHaveProperty('x-amzn-requestid');
    expect(imageBuilder.requests[0]).toMatchObject({ status: 502 });
  });

  it('that answers an empty 200 leaves the SDK without an ARN', async () => {
    const imageBuilder = await started({ answer: { status: 200 } });
    expect((await create(imageBuilder)).imagePipelineArn).toBeUndefined();
  });

  it('adds its headers to those of the answer, in any spelling', async () => {
    const imageBuilder = await started(
      { exception: 'TooManyRequestsException', headers: { 'Retry-After': '7' } },
      { headers: { 'X-Amzn-RequestId': 'mine' } },
    );
    const throttled = await sendCreate(imageBuilder);
    expect(throttled).toMatchObject({ status: 429, headers: { 'retry-after': '7' } });
    const answer = await sendCreate(imageBuilder);
    expect(answer).toMatchObject({ status: 200, headers: { 'x-amzn-requestid': 'mine' } });
  });
});

describe('faults', () => {
  it('happen once each, in the order in which they were added', async () => {
    const imageBuilder = await started(
      { exception: 'ServiceException' },
      { exception: 'ForbiddenException' },
    );
    await expect(create(imageBuilder)).rejects.toMatchObject({ name: 'ServiceException' });
    await expect(create(imageBuilder)).rejects.toMatchObject({ name: 'ForbiddenException' });
    await expect(create(imageBuilder)).resolves.toHaveProperty('imagePipelineArn');
  });

  it('happen as often as was asked for', async () => {
    const imageBuilder = await started({ exception: 'ServiceException', times: 2 });
    await expect(create(imageBuilder)).rejects.toMatchObject({ name: 'ServiceException' });
    expect(imageBuilder.faults.list()).toStrictEqual([{ exception: 'ServiceException', times: 1 }]);
    await expect(create(imageBuilder)).rejects.toMatchObject({ name: 'ServiceException' });
    expect(imageBuilder.faults.list()).toStrictEqual([]);
  });

  it('happen always until they are cleared, where that was asked for', async () => {
    const imageBuilder = await started({ exception: 'ServiceException', times: 'always' });
    for (let index = 0; index < 5; index += 1) {
      await expect(create(imageBuilder)).rejects.toMatchObject({ name: 'ServiceException' });
    }
    imageBuilder.faults.clear();
    await expect(create(imageBuilder)).resolves.toHaveProperty('imagePipelineArn');
  });

  it('happen to their own operation only', async () => {
    const imageBuilder = await started({
      operation: 'CreateImagePipeline',
      exception: 'ServiceException',
    });
    expect(await pipelineCount(imageBuilder)).toBe(0);
    await expect(create(imageBuilder)).rejects.toMatchObject({ name: 'ServiceException' });
  });

  it('are healed by the retries of the SDK where the SDK retries', async () => {
    const imageBuilder = await started({ exception: 'ServiceUnavailableException', times: 2 });
    const client = sdkClient(imageBuilder, { maxAttempts: 3 });
    await client.send(new CreateImagePipelineCommand(pipelineInput()));
    expect(imageBuilder.requests.map(({ status }) => status)).toStrictEqual([503, 503, 200]);
  });
});
