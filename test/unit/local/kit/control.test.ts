import { describe, expect, it } from 'vitest';
import { authorization, sendRaw, startedImageBuilder } from '../../../support/image-builder.ts';

const fault = { operation: 'CreateImagePipeline', exception: 'ResourceInUseException' } as const;

describe('A person with curl', () => {
  it('can add a fault, add a list of them, see them and forget them', async () => {
    const imageBuilder = await startedImageBuilder();
    const drop = { drop: 'after' };
    await sendRaw(imageBuilder, 'PUT', '/_faults', { body: JSON.stringify(fault) });
    await sendRaw(imageBuilder, 'PUT', '/_faults', { body: JSON.stringify([drop, fault]) });
    const shown = await sendRaw(imageBuilder, 'GET', '/_faults');
    expect(shown.status).toBe(200);
    expect(JSON.parse(shown.body)).toStrictEqual([fault, drop, fault]);
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

  it('is told what there is where there is nothing', async () => {
    const answer = await sendRaw(await startedImageBuilder(), 'POST', '/_faults');
    expect(answer.status).toBe(404);
    expect(answer.body).toContain('GET, PUT and DELETE /_faults');
  });

  it.each([
    [{}, 'A fault must say what goes wrong'],
    ['drop', 'A fault must be a JSON object.'],
    [{ exeption: 'X' }, "'exeption' is not a member of a fault"],
    [{ ...fault, operation: 'CreateImage' }, "'operation' must be one of CreateImagePipeline, "],
    [{ ...fault, times: 0 }, '\'times\' must be a whole number from 1 or "always".'],
    [{ status: 500 }, "'status' needs 'exception'."],
    [{ ...fault, drop: 'after' }, "only one of 'exception', 'drop'."],
    [{ headers: { a: 'b\nc' } }, "'a' is not a valid HTTP header."],
    [{ headers: { 'Content-Length': '1' } }, 'cannot be set'],
  ])('is told what is wrong with the fault %o', async (wrong, reason) => {
    const imageBuilder = await startedImageBuilder();
    const body = JSON.stringify([fault, wrong]);
    const answer = await sendRaw(imageBuilder, 'PUT', '/_faults', { body });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toStrictEqual({
      message: expect.stringContaining(reason) as string,
    });
    expect(imageBuilder.faults.list()).toStrictEqual([]);
  });
});

describe('A web page', () => {
  it.each([
    ['PUT', '/_faults', { origin: 'https://example.com' }],
    ['GET', '/_requests', { origin: 'http://localhost:3000' }],
    ['PUT', '/_faults', { host: '127.0.0.1.example.com' }],
    ['DELETE', '/_faults', { host: 'localhost.example.com:4570' }],
  ])('cannot %s %s with %o', async (method, path, headers) => {
    const imageBuilder = await startedImageBuilder();
    imageBuilder.faults.add(fault);
    const request = { headers: { ...headers }, body: JSON.stringify({ drop: 'before' }) };
    expect((await sendRaw(imageBuilder, method, path, request)).status).toBe(403);
    expect(imageBuilder.faults.list()).toStrictEqual([fault]);
  });
});
