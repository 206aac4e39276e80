import { CreateImagePipelineCommand } from '@aws-sdk/client-imagebuilder';
import { describe, expect, it } from 'vitest';
import {
  authorization,
  pipelineInput,
  sdkClient,
  sendRaw,
  startedImageBuilder,
} from '../../../support/image-builder.ts';

const fault = { operation: 'CreateImagePipeline', exception: 'ResourceInUseException' } as const;

describe('a person with curl', () => {
  it('can add a fault, add a list of them, see them and forget them', async () => {
    const imageBuilder = await startedImageBuilder();
    const drop = { drop: 'after' };
    await sendRaw(imageBuilder, 'PUT', '/_faults', { body: JSON.stringify(fault) });
    await sendRaw(imageBuilder, 'PUT', '/_faults', { body: JSON.stringify([drop, fault]) });
    const shown = await sendRaw(imageBuilder, 'GET', '/_faults');
    expect(shown.status).toBe(200);
    expect(JSON.parse(shown.body)).toStrictEqual([fault, drop, fault]);
    const client = sdkClient(imageBuilder);
    const sent = client.send(new CreateImagePipelineCommand(pipelineInput()));
    await expect(sent).rejects.toMatchObject({ name: 'ResourceInUseException' });
    const forgotten = await sendRaw(imageBuilder, 'DELETE', '/_faults');
    expect(forgotten).toMatchObject({ status: 200, body: '[]' });
    expect(imageBuilder.faults.list()).toStrictEqual([]);
  });

  it('can see the requests, without what would let anyone repeat them', async () => {
    const imageBuilder = await startedImageBuilder();
    const headers = { authorization: authorization(), 'x-amz-security-token': 'secret' };
    await sendRaw(imageBuilder, 'POST', '/ListImagePipelines', { headers });
    const { body } = await sendRaw(imageBuilder, 'GET', '/_requests');
    expect(JSON.parse(body)).toMatchObject([{ operation: 'ListImagePipelines', status: 200 }]);
    expect(body).toContain('EXAMPLE/20260801/eu-west-1/imagebuilder');
    expect(body).not.toMatch(/secret|0{64}/);
    expect(imageBuilder.requests).toHaveLength(1);
  });

  it.each(['localhost', 'LOCALHOST:4570', 'aws.localhost:1', '127.0.0.1:80', '[::1]:4570'])(
    'may call the machine %s',
    async (host) => {
      const answer = await sendRaw(await startedImageBuilder(), 'GET', '/_faults', {
        headers: { host },
      });
      expect(answer.status).toBe(200);
    },
  );

  it('is told where else there is nothing', async () => {
    const imageBuilder = await startedImageBuilder();
    for (const [method, path] of [
      ['GET', '/_other'],
      ['POST', '/_faults'],
      ['DELETE', '/_requests'],
    ] as const) {
      const answer = await sendRaw(imageBuilder, method, path);
      expect(answer).toMatchObject({
        status: 404,
        body: expect.stringContaining('/_faults') as string,
      });
    }
  });
});

describe('a web page', () => {
  it.each([
    ['PUT', '/_faults', { origin: 'https://example.com' }],
    ['PUT', '/_faults', { origin: 'null' }],
    ['GET', '/_requests', { origin: 'http://localhost:3000' }],
    ['PUT', '/_faults', { host: 'example.com' }],
    ['PUT', '/_faults', { host: '127.0.0.1.example.com' }],
    ['PUT', '/_faults', { host: 'localhost.example.com:4570' }],
    ['DELETE', '/_faults', { host: '10.0.0.1' }],
  ])('cannot %s %s with %o', async (method, path, headers) => {
    const imageBuilder = await startedImageBuilder();
    imageBuilder.faults.add(fault);
    const request = { headers: { ...headers }, body: JSON.stringify({ drop: 'before' }) };
    expect((await sendRaw(imageBuilder, method, path, request)).status).toBe(403);
    expect(imageBuilder.faults.list()).toStrictEqual([fault]);
  });
});

describe('a fault that is wrong', () => {
  it.each([
    ['nothing', {}, 'A fault must say what goes wrong'],
    ['only an operation', { operation: 'GetImagePipeline' }, 'A fault must say what goes wrong'],
    ['a text', 'drop', 'A fault must be a JSON object.'],
    ['an unknown member', { exeption: 'X' }, "'exeption' is not a member of a fault"],
    ['an unknown operation', { ...fault, operation: 'CreateImage' }, "'operation' must be one of"],
    ['no times', { ...fault, times: 0 }, '\'times\' must be a whole number from 1 or "always".'],
    ['times in words', { ...fault, times: 'twice' }, "'times' must be a whole number"],
    ['a negative delay', { delayMs: -1 }, "'delayMs' must be a whole number of milliseconds."],
    ['a delay past a timer', { delayMs: 2 ** 31 }, "'delayMs' must be"],
    ['a name with a space', { exception: 'a b' }, "'exception' must be the name of an exception."],
    ['a status that is none', { ...fault, status: 99 }, "'status' must be an HTTP status"],
    ['a status alone', { status: 500 }, "'status' needs 'exception'."],
    ['an effect alone', { effect: 'after', delayMs: 1 }, "'effect' needs 'exception' or 'answer'."],
    ['two ends', { ...fault, drop: 'after' }, "only one of 'exception', 'drop'."],
    [
      'two manners',
      { partial: true, drip: { bytesPerSecond: 1 } },
      "only one of 'partial', 'drip'.",
    ],
    ['a drip of nothing', { drip: { bytesPerSecond: 0 } }, "'drip' must be"],
    ['an answer without a status', { answer: {} }, "'answer' must be"],
    ['a header that is none', { headers: { 'a b': 'c' } }, "'a b' is not a valid HTTP header."],
    ['a header of two lines', { headers: { a: 'b\nc' } }, "'a' is not a valid HTTP header."],
    ['a length of its own', { headers: { 'Content-Length': '1' } }, 'cannot be set'],
  ])('with %s is refused, and the answer says why', async (_what, wrong, reason) => {
    const imageBuilder = await startedImageBuilder();
    for (const body of [wrong, [fault, wrong]]) {
      const answer = await sendRaw(imageBuilder, 'PUT', '/_faults', { body: JSON.stringify(body) });
      expect(answer.status).toBe(400);
      expect(JSON.parse(answer.body)).toStrictEqual({
        message: expect.stringContaining(reason) as string,
      });
    }
    expect(() => {
      imageBuilder.faults.add(wrong as never);
    }).toThrow(reason);
    expect(imageBuilder.faults.list()).toStrictEqual([]);
  });

  it('because it is not JSON is refused too', async () => {
    const answer = await sendRaw(await startedImageBuilder(), 'PUT', '/_faults', { body: '{' });
    expect(answer.status).toBe(400);
  });
});
