import { describe, expect, it } from 'vitest';
import {
  authorization,
  pipelineInput,
  sendRaw,
  startedImageBuilder,
} from '../../../support/image-builder.ts';

const signed = { authorization: authorization() };
const scope = 'Credential=EXAMPLE/20260801/eu-west-1/imagebuilder/aws4_request';
const createPath = '/CreateImagePipeline';

interface Refused {
  readonly what: string;
  readonly error: `${number} ${string}`;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const refused: readonly Refused[] = [
  { what: 'without a signature', error: '403 MissingAuthenticationTokenException', headers: {} },
  {
    what: 'with another scheme than Signature Version 4',
    error: '403 IncompleteSignatureException',
    headers: { authorization: 'Bearer x' },
  },
  {
    what: 'with a signature that lacks a part',
    error: '403 IncompleteSignatureException',
    headers: { authorization: `AWS4-HMAC-SHA256 ${scope}` },
  },
  {
    what: 'with a scope that names no Region',
    error: '403 IncompleteSignatureException',
    headers: { authorization: authorization({ region: '' }) },
  },
  {
    what: 'with a scope that names something else than a Region',
    error: '403 IncompleteSignatureException',
    headers: { authorization: authorization({ region: 'Europe:west' }) },
  },
  {
    what: 'signed for another service',
    error: '403 InvalidSignatureException',
    headers: { authorization: authorization({ service: 'ec2' }) },
  },
  {
    what: 'to a path that no operation has',
    error: '404 UnknownOperationException',
    path: '/CreateImage',
  },
  {
    what: 'with a method that the operation does not have',
    error: '404 UnknownOperationException',
    method: 'GET',
  },
  { what: 'with JSON that is not valid', error: '400 SerializationException', body: '{"name":' },
  { what: 'with JSON that is no object', error: '400 SerializationException', body: '[]' },
  { what: 'without a body', error: '400 InvalidParameterException' },
  {
    what: 'with a body over 1 MiB',
    error: '413 RequestEntityTooLargeException',
    body: JSON.stringify('x'.repeat(1024 * 1024)),
  },
  {
    what: 'without the ARN it needs',
    error: '400 InvalidParameterException',
    method: 'GET',
    path: '/GetImagePipeline',
  },
  {
    what: 'with an ARN that is none',
    error: '400 InvalidParameterValueException',
    method: 'DELETE',
    path: '/DeleteImagePipeline?imagePipelineArn=x',
  },
];

describe('a request', () => {
  it.each(refused)('$what is refused as the service refuses it', async (request) => {
    const { method = 'PUT', path = createPath, headers = signed, body = '' } = request;
    const imageBuilder = await startedImageBuilder();
    const answer = await sendRaw(imageBuilder, method, path, { headers, body });
    const {
      'x-amzn-errortype': name,
      'x-amzn-requestid': id,
      'content-type': type,
    } = answer.headers;
    expect(`${answer.status ?? 0} ${String(name)}`).toBe(request.error);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(type).toBe('application/json');
    expect(JSON.parse(answer.body)).toStrictEqual({ message: expect.any(String) as string });
  });

  it('is recorded with what it said and what it was answered', async () => {
    const imageBuilder = await startedImageBuilder();
    const body = JSON.stringify(pipelineInput());
    await sendRaw(imageBuilder, 'PUT', createPath, {
      headers: { ...signed, 'x-example': '1' },
      body,
    });
    await sendRaw(imageBuilder, 'GET', '/somewhere?a=b');
    expect(imageBuilder.requests).toMatchObject([
      {
        operation: 'CreateImagePipeline',
        method: 'PUT',
        path: createPath,
        headers: { ...signed, 'x-example': '1' },
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
