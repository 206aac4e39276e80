import * as sdk from '@aws-sdk/client-imagebuilder';
import { describe, expect, it } from 'vitest';
import { serviceExceptionStatuses } from '../../../../local/image-builder/exceptions.ts';
import { pipelineInput, sdkClient, startedImageBuilder } from '../../../support/image-builder.ts';

const statuses = Object.entries(serviceExceptionStatuses);

/** The service model's exceptions and statuses, as the SDK's own schemas carry them. */
const modelled = Object.values(sdk).flatMap((schema: unknown) => {
  if (!Array.isArray(schema) || schema[0] !== -3) return [];
  const [, , name, traits] = schema as [number, string, string, unknown];
  const declared = Object(traits) as { error?: unknown; httpError?: number };
  // The base of all errors is no exception of the model.
  if (name === 'ImagebuilderServiceException') return [];
  return [[name, declared.httpError ?? (declared.error === 'server' ? 500 : 400)]];
});

describe('the exceptions of the service', () => {
  it('are those of the SDK, with its statuses', () => {
    expect(modelled).toHaveLength(20);
    expect(Object.fromEntries(modelled)).toStrictEqual(serviceExceptionStatuses);
  });

  it.each(statuses)('reach the SDK as what they are: %s, %i', async (exception, status) => {
    const imageBuilder = await startedImageBuilder();
    imageBuilder.faults.add({ exception, message: 'On purpose.' });
    const client = sdkClient(imageBuilder);
    const error: unknown = await client
      .send(new sdk.CreateImagePipelineCommand(pipelineInput()))
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(sdk[exception as keyof typeof serviceExceptionStatuses]);
    expect(error).toMatchObject({
      name: exception,
      message: 'On purpose.',
      $metadata: {
        httpStatusCode: status,
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      },
    });
  });

  it('can also be ones that no model knows, with the status that was asked for or 400', async () => {
    const imageBuilder = await startedImageBuilder();
    const client = sdkClient(imageBuilder);
    imageBuilder.faults.add([
      { exception: 'ExpiredTokenException', status: 403 },
      { exception: 'SomethingNewException' },
    ]);
    for (const [name, httpStatusCode] of [
      ['ExpiredTokenException', 403],
      ['SomethingNewException', 400],
    ]) {
      const sent = client.send(new sdk.CreateImagePipelineCommand(pipelineInput()));
      await expect(sent).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
    }
  });
});
