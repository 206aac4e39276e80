import {
  CreateImagePipelineCommand,
  DeleteImagePipelineCommand,
  ListImagePipelinesCommand,
} from '@aws-sdk/client-imagebuilder';
import { describe, expect, it } from 'vitest';
import {
  authorization,
  pipelineInput,
  sdkClient,
  sendRaw,
  startedImageBuilder,
} from '../../../support/image-builder.ts';

const clientToken = 'token-1';

describe('a client token', () => {
  it('that is repeated with the same parameters finds the first pipeline, under a request id of its own', async () => {
    const client = sdkClient(await startedImageBuilder());
    const create = () =>
      client.send(new CreateImagePipelineCommand(pipelineInput({ clientToken, tags: { a: '1' } })));
    const first = await create();
    const second = await create();
    expect(second.imagePipelineArn).toBe(first.imagePipelineArn);
    expect(second.requestId).not.toBe(first.requestId);
    expect(second.requestId).toBe(second.$metadata.requestId);
    const list = await client.send(new ListImagePipelinesCommand({}));
    expect(list.imagePipelineList).toHaveLength(1);
  });

  it('does not mind in which order the parameters stand', async () => {
    const imageBuilder = await startedImageBuilder();
    const { tags, ...rest } = pipelineInput({ clientToken, tags: { a: '1', b: '2' } });
    const turned = { tags: { b: '2', a: '1' }, ...rest };
    const answers = [{ ...rest, tags }, turned].map((body) =>
      sendRaw(imageBuilder, 'PUT', '/CreateImagePipeline', {
        headers: { authorization: authorization() },
        body: JSON.stringify(body),
      }),
    );
    expect((await Promise.all(answers)).map(({ status }) => status)).toStrictEqual([200, 200]);
  });

  it.each([{ name: 'other' }, { description: 'other' }, { tags: { a: '1' } }])(
    'that is repeated with other parameters is refused: %o',
    async (members) => {
      const client = sdkClient(await startedImageBuilder());
      await client.send(new CreateImagePipelineCommand(pipelineInput({ clientToken })));
      const again = client.send(
        new CreateImagePipelineCommand(pipelineInput({ clientToken, ...members })),
      );
      await expect(again).rejects.toMatchObject({
        name: 'IdempotentParameterMismatchException',
        $metadata: { httpStatusCode: 400 },
      });
    },
  );

  it('means nothing in another account or Region', async () => {
    const imageBuilder = await startedImageBuilder();
    const arns = new Set<string | undefined>();
    for (const where of [{}, { region: 'us-east-1' }, { accessKeyId: '111122223333' }]) {
      const client = sdkClient(imageBuilder, where);
      const input = pipelineInput({ clientToken, description: JSON.stringify(where) });
      const answer = await client.send(new CreateImagePipelineCommand(input));
      arns.add(answer.imagePipelineArn);
    }
    expect(arns).toHaveLength(3);
  });

  it('of a request that failed can be used for another', async () => {
    const client = sdkClient(await startedImageBuilder());
    await client.send(new CreateImagePipelineCommand(pipelineInput()));
    const collision = client.send(new CreateImagePipelineCommand(pipelineInput({ clientToken })));
    await expect(collision).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
    const other = new CreateImagePipelineCommand(pipelineInput({ clientToken, name: 'other' }));
    await expect(client.send(other)).resolves.toMatchObject({ clientToken });
  });

  it('creates a pipeline anew after the first was deleted', async () => {
    const client = sdkClient(await startedImageBuilder());
    const create = () =>
      client.send(new CreateImagePipelineCommand(pipelineInput({ clientToken })));
    const { imagePipelineArn } = await create();
    await client.send(new DeleteImagePipelineCommand({ imagePipelineArn }));
    await create();
    const list = await client.send(new ListImagePipelinesCommand({}));
    expect(list.imagePipelineList).toHaveLength(1);
  });
});

describe('requests at the same time', () => {
  it('with one token create one pipeline', async () => {
    const client = sdkClient(await startedImageBuilder());
    const answers = await Promise.all(
      Array.from({ length: 30 }, () =>
        client.send(new CreateImagePipelineCommand(pipelineInput({ clientToken }))),
      ),
    );
    expect(new Set(answers.map(({ imagePipelineArn }) => imagePipelineArn))).toHaveLength(1);
    const list = await client.send(new ListImagePipelinesCommand({}));
    expect(list.imagePipelineList).toHaveLength(1);
  });

  it('with one name and several tokens create one pipeline, and the others are told so', async () => {
    const client = sdkClient(await startedImageBuilder());
    const answers = await Promise.allSettled(
      Array.from({ length: 30 }, () =>
        client.send(new CreateImagePipelineCommand(pipelineInput())),
      ),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('the pipeline limit', () => {
  it('stops a further pipeline of the account in the Region, and only there', async () => {
    const imageBuilder = await startedImageBuilder({ pipelineLimit: 2 });
    const client = sdkClient(imageBuilder);
    const create = (name: string, by = client) =>
      by.send(new CreateImagePipelineCommand(pipelineInput({ name })));
    const { imagePipelineArn } = await create('one');
    await create('two');
    await expect(create('three')).rejects.toMatchObject({
      name: 'ServiceQuotaExceededException',
      $metadata: { httpStatusCode: 402 },
    });
    await create('three', sdkClient(imageBuilder, { region: 'us-east-1' }));
    await client.send(new DeleteImagePipelineCommand({ imagePipelineArn }));
    await expect(create('three')).resolves.toHaveProperty('imagePipelineArn');
  });

  it('is 75 where nothing else is said', async () => {
    const client = sdkClient(await startedImageBuilder());
    const answers = await Promise.allSettled(
      Array.from({ length: 76 }, (_, index) =>
        client.send(new CreateImagePipelineCommand(pipelineInput({ name: `web-${index}` }))),
      ),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(75);
  });
});
