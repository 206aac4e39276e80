import * as sdk from '@aws-sdk/client-imagebuilder';
import { describe, expect, it } from 'vitest';
import { serviceExceptionStatuses } from '../../../../local/image-builder/exceptions.ts';
import { pipelineInput, sdkClient, startedImageBuilder } from '../../../support/image-builder.ts';

/** The service model's exceptions and statuses, as the SDK's own schemas carry them. */
const modelled = Object.values(sdk).flatMap((schema: unknown) => {
  if (!Array.isArray(schema) || schema[0] !== -3) return [];
  const [, , name, traits] = schema as [number, string, string, unknown];
  const declared = Object(traits) as { error?: unknown; httpError?: number };
  // The base of all errors is no exception of the model.
  if (name === 'ImagebuilderServiceException') return [];
  return [[name, declared.httpError ?? (declared.error === 'server' ? 500 : 400)]];
});

describe('The exceptions of the service', () => {
  it('are those of the SDK, with its statuses', () => {
    expect(modelled).toHaveLength(20);
    expect(Object.fromEntries(modelled)).toStrictEqual(serviceExceptionStatuses);
  });

  it.each([
    [{ exception: 'ServiceQuotaExceededException' }, 402],
    [{ exception: 'ExpiredTokenException', status: 403 }, 403],
    [{ exception: 'SomethingNewException' }, 400],
  ])('reach the SDK under their names and statuses: %o, %i', async (fault, httpStatusCode) => {
    const imageBuilder = await startedImageBuilder();
    imageBuilder.faults.add({ ...fault, message: 'On purpose.' });
    const client = sdkClient(imageBuilder);
    const sent = client.send(new sdk.CreateImagePipelineCommand(pipelineInput()));
    await expect(sent).rejects.toMatchObject({
      name: fault.exception,
      message: 'On purpose.',
      $metadata: { httpStatusCode, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
    });
  });
});
