import {
  CreateImagePipelineCommand,
  type CreateImagePipelineCommandInput,
  DeleteImagePipelineCommand,
  ListImagePipelinesCommand,
} from '@aws-sdk/client-imagebuilder';
import { describe, expect, it } from 'vitest';
import { pipelineInput, sdkClient, startedImageBuilder } from '../../../support/image-builder.ts';

const clientToken = 'token-1';

const opened = async (pipelineLimit = 75) => {
  const imageBuilder = await startedImageBuilder({ pipelineLimit });
  const client = sdkClient(imageBuilder);
  const create = (members: Partial<CreateImagePipelineCommandInput> = {}, by = client) =>
    by.send(new CreateImagePipelineCommand(pipelineInput(members)));
  const count = async () =>
    (await client.send(new ListImagePipelinesCommand({}))).imagePipelineList?.length;
  return { imageBuilder, client, create, count };
};

describe('A client token', () => {
  it('that is repeated with the same parameters finds the first pipeline, under a request id of its own', async () => {
    const { create, count } = await opened();
    const first = await create({ clientToken, tags: { a: '1', b: '2' } });
    const second = await create({ clientToken, tags: { b: '2', a: '1' } });
    expect(second.imagePipelineArn).toBe(first.imagePipelineArn);
    expect(second.requestId).not.toBe(first.requestId);
    expect(second.requestId).toBe(second.$metadata.requestId);
    expect(await count()).toBe(1);
  });

  it('that is repeated with other parameters is refused', async () => {
    const { create } = await opened();
    await create({ clientToken });
    for (const members of [{ name: 'other' }, { description: 'other' }, { tags: { a: '1' } }]) {
      await expect(create({ clientToken, ...members })).rejects.toMatchObject({
        name: 'IdempotentParameterMismatchException',
        $metadata: { httpStatusCode: 400 },
      });
    }
  });

  it('means nothing in another account or Region', async () => {
    const { imageBuilder, create } = await opened();
    const arns = new Set<string | undefined>();
    for (const where of [{}, { region: 'us-east-1' }, { accessKeyId: '111122223333' }]) {
      const members = { clientToken, description: JSON.stringify(where) };
      arns.add((await create(members, sdkClient(imageBuilder, where))).imagePipelineArn);
    }
    expect(arns).toHaveLength(3);
  });

  it('of a request that failed can be used for another', async () => {
    const { create } = await opened();
    await create();
    await expect(create({ clientToken })).rejects.toThrow();
    await expect(create({ clientToken, name: 'other' })).resolves.toMatchObject({ clientToken });
  });

  it('creates a pipeline anew after the first was deleted', async () => {
    const { client, create, count } = await opened();
    const { imagePipelineArn } = await create({ clientToken });
    await client.send(new DeleteImagePipelineCommand({ imagePipelineArn }));
    await create({ clientToken });
    expect(await count()).toBe(1);
  });

  it('creates one pipeline however many requests with it come at once', async () => {
    const { create, count } = await opened();
    const answers = await Promise.all(Array.from({ length: 30 }, () => create({ clientToken })));
    expect(new Set(answers.map(({ imagePipelineArn }) => imagePipelineArn))).toHaveLength(1);
    expect(await count()).toBe(1);
  });
});

describe('The quota of pipelines', () => {
  it('stops a further one of the account in the Region, and only there', async () => {
    const { imageBuilder, client, create } = await opened(2);
    const { imagePipelineArn } = await create({ name: 'one' });
    await create({ name: 'two' });
    await expect(create({ name: 'three' })).rejects.toMatchObject({
      name: 'ServiceQuotaExceededException',
      $metadata: { httpStatusCode: 402 },
    });
    await create({ name: 'three' }, sdkClient(imageBuilder, { region: 'us-east-1' }));
    await client.send(new DeleteImagePipelineCommand({ imagePipelineArn }));
    await expect(create({ name: 'three' })).resolves.toHaveProperty('imagePipelineArn');
  });
});
