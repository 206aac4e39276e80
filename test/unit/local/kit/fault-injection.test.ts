import {
  CreateImagePipelineCommand,
  ListImagePipelinesCommand,
} from '@aws-sdk/client-imagebuilder';
import { describe, expect, it, vi } from 'vitest';
import type { Fault } from '../../../../local/kit/fault.ts';
import type { StandIn } from '../../../../local/kit/stand-in.ts';
import {
  authorization,
  pipelineInput,
  sdkClient,
  sendRaw,
  startedImageBuilder,
} from '../../../support/image-builder.ts';

const html = '<html>Bad gateway</html>';
const exception = 'ServiceException';

const started = async (...faults: readonly Fault[]) => {
  const imageBuilder = await startedImageBuilder();
  imageBuilder.faults.add(faults);
  return imageBuilder;
};

const create = (imageBuilder: StandIn, options: { abortSignal?: AbortSignal } = {}) =>
  sdkClient(imageBuilder).send(new CreateImagePipelineCommand(pipelineInput()), options);

const pipelineCount = async (imageBuilder: StandIn) => {
  const client = sdkClient(imageBuilder);
  const { imagePipelineList } = await client.send(new ListImagePipelinesCommand({}));
  return imagePipelineList?.length;
};

const sendCreate = (imageBuilder: StandIn) =>
  sendRaw(imageBuilder, 'PUT', '/CreateImagePipeline', {
    headers: { authorization: authorization() },
    body: JSON.stringify(pipelineInput({ clientToken: 'token-1' })),
  });

describe('A fault', () => {
  it.each<[Fault, number]>([
    [{ exception }, 0],
    [{ exception, effect: 'after' }, 1],
    [{ answer: { status: 200, body: html } }, 0],
    [{ answer: { status: 502, body: html }, effect: 'after' }, 1],
    [{ drop: 'before' }, 0],
    [{ drop: 'after' }, 1],
    [{ partial: true }, 1],
    [{ partial: true, exception }, 0],
    [{ partial: true, answer: { status: 200 } }, 0],
  ])('%o fails the call, and leaves %i pipelines', async (fault, count) => {
    const imageBuilder = await started(fault);
    await expect(create(imageBuilder)).rejects.toThrow();
    expect(await pipelineCount(imageBuilder)).toBe(count);
  });

  it.each<[Fault, number]>([
    [{ hang: 'before' }, 0],
    [{ hang: 'after' }, 1],
    [{ delayMs: 3_600_000 }, 0],
  ])(
    '%o keeps a client waiting until it gives up, and leaves %i pipelines',
    async (fault, count) => {
      const imageBuilder = await started(fault);
      const patience = new AbortController();
      const sent = create(imageBuilder, { abortSignal: patience.signal });
      const failed = expect(sent).rejects.toMatchObject({ name: 'AbortError' });
      await vi.waitFor(() => {
        expect(imageBuilder.requests).toHaveLength(1);
      });
      patience.abort();
      await failed;
      expect(await pipelineCount(imageBuilder)).toBe(count);
    },
  );

  it('that drops the connection looks like a peer that crashed', async () => {
    const imageBuilder = await started({ drop: 'before' });
    // A connection that is ended in order is no failed `read`.
    const crashed = { code: 'ECONNRESET', syscall: 'read' };
    await expect(create(imageBuilder)).rejects.toMatchObject(crashed);
    expect(imageBuilder.requests[0]).toMatchObject({ status: undefined });
  });

  it('that drips an answer sends all of it, piece by piece', async () => {
    const answer = await sendCreate(await started({ drip: { bytesPerSecond: 2000 } }));
    expect(answer.chunks.length).toBeGreaterThan(1);
    expect(JSON.parse(answer.body)).toMatchObject({ clientToken: 'token-1' });
  });

  it('can answer anything at all, with nothing of the service in it', async () => {
    const headers = { 'Content-Type': 'text/html', server: 'proxy' };
    const answer = await sendCreate(
      await started({ answer: { status: 502, headers, body: html } }),
    );
    expect(answer).toMatchObject({ status: 502, body: html });
    expect(answer.headers).toMatchObject({ 'content-type': 'text/html', server: 'proxy' });
    expect(answer.headers).not.toHaveProperty('x-amzn-requestid');
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

describe('Faults', () => {
  it('happen as often as was asked for, in the order in which they were added', async () => {
    const imageBuilder = await started(
      { exception, times: 2 },
      { exception: 'ForbiddenException' },
    );
    for (const name of [exception, exception, 'ForbiddenException']) {
      await expect(create(imageBuilder)).rejects.toMatchObject({ name });
    }
    await expect(create(imageBuilder)).resolves.toHaveProperty('imagePipelineArn');
  });

  it('happen always until they are cleared, where that was asked for', async () => {
    const imageBuilder = await started({ exception, times: 'always' });
    for (let index = 0; index < 3; index += 1) {
      await expect(create(imageBuilder)).rejects.toMatchObject({ name: exception });
    }
    imageBuilder.faults.clear();
    await expect(create(imageBuilder)).resolves.toHaveProperty('imagePipelineArn');
  });

  it('happen to their own operation only', async () => {
    const imageBuilder = await started({ operation: 'CreateImagePipeline', exception });
    expect(await pipelineCount(imageBuilder)).toBe(0);
    await expect(create(imageBuilder)).rejects.toMatchObject({ name: exception });
  });
});
