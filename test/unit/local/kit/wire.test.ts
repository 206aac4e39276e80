import { describe, expect, it } from 'vitest';
import {
  authorization,
  pipelineInput,
  sendRaw,
  startedImageBuilder,
} from '../../../support/image-builder.ts';

const createPath = '/CreateImagePipeline';
const signed = { authorization: authorization() };

interface Sent {
  readonly headers?: Record<string, string>;
  readonly path?: string;
  readonly body?: string;
}

const refused: readonly (readonly [what: string, error: string, sent: Sent])[] = [
  ['without a signature', '403 MissingAuthenticationTokenException', { headers: {} }],
  [
    'with another scheme than Signature Version 4',
    '403 IncompleteSignatureException',
    { headers: { authorization: 'Bearer x' } },
  ],
  [
    'with a scope that names no Region',
    '403 IncompleteSignatureException',
    { headers: { authorization: authorization({ region: 'Europe:west' }) } },
  ],
  [
    'signed for another service',
    '403 InvalidSignatureException',
    { headers: { authorization: authorization({ service: 'ec2' }) } },
  ],
  ['to a path of no operation', '404 UnknownOperationException', { path: '/CreateImage' }],
  ['with JSON that is not valid', '400 SerializationException', { body: '{"name":' }],
  ['with JSON that is not an object', '400 SerializationException', { body: '[]' }],
  [
    'with a body over 1 MiB',
    '413 RequestEntityTooLargeException',
    { body: JSON.stringify('x'.repeat(1024 * 1024)) },
  ],
];

describe('A request', () => {
  it.each(refused)('%s is refused as the service refuses it: %s', async (_, error, sent) => {
    const { headers = signed, path = createPath, body = '' } = sent;
    const answer = await sendRaw(await startedImageBuilder(), 'PUT', path, { headers, body });
    const { 'x-amzn-errortype': name, 'x-amzn-requestid': id } = answer.headers;
    expect(`${answer.status ?? 0} ${String(name)}`).toBe(error);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.parse(answer.body)).toStrictEqual({ message: expect.any(String) as string });
  });

  it('is recorded with what it said and what it was answered', async () => {
    const imageBuilder = await startedImageBuilder();
    const body = JSON.stringify(pipelineInput());
    const headers = { ...signed, 'x-example': '1' };
    await sendRaw(imageBuilder, 'PUT', createPath, { headers, body });
    await sendRaw(imageBuilder, 'GET', '/somewhere?a=b');
    expect(imageBuilder.requests).toMatchObject([
      {
        operation: 'CreateImagePipeline',
        method: 'PUT',
        path: createPath,
        headers,
        rawBody: body,
        body: pipelineInput(),
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
        status: 400,
      },
      { operation: undefined, method: 'GET', path: '/somewhere?a=b', rawBody: '', status: 404 },
    ]);
  });

  it('is forgotten after a thousand others', async () => {
    const imageBuilder = await startedImageBuilder();
    for (let index = 0; index < 1001; index += 1) {
      await fetch(`${imageBuilder.url}/${index}`).then((answer) => answer.text());
    }
    expect(imageBuilder.requests).toHaveLength(1000);
    expect(imageBuilder.requests[0]).toMatchObject({ path: '/1' });
  });
});
