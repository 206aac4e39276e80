import {
  CreateImagePipelineCommand,
  DeleteImagePipelineCommand,
  type ImagebuilderClient,
  ListImagePipelinesCommand,
  type ListImagePipelinesCommandInput,
  paginateListImagePipelines,
} from '@aws-sdk/client-imagebuilder';
import { describe, expect, it } from 'vitest';
import { pipelineInput, sdkClient, startedImageBuilder } from '../../../support/image-builder.ts';

const create = async (client: ImagebuilderClient, names: readonly string[]) => {
  const arns: (string | undefined)[] = [];
  for (const name of names) {
    const input = pipelineInput({ name, description: `about ${name}` });
    arns.push((await client.send(new CreateImagePipelineCommand(input))).imagePipelineArn);
  }
  return arns;
};

const list = async (client: ImagebuilderClient, input: ListImagePipelinesCommandInput) => {
  const answer = await client.send(new ListImagePipelinesCommand(input));
  return { ...answer, names: answer.imagePipelineList?.map(({ name }) => name) };
};

describe('A listing', () => {
  it('comes in pages that the paginator of the SDK can follow, oldest first', async () => {
    const client = sdkClient(await startedImageBuilder());
    const names = ['one', 'two', 'three', 'four', 'five'];
    await create(client, names);
    const pages: (string | undefined)[][] = [];
    for await (const page of paginateListImagePipelines({ client, pageSize: 2 }, {})) {
      pages.push((page.imagePipelineList ?? []).map(({ name }) => name));
    }
    expect(pages).toStrictEqual([['one', 'two'], ['three', 'four'], ['five']]);
  });

  it('neither repeats nor skips a pipeline when one is deleted between two pages', async () => {
    const client = sdkClient(await startedImageBuilder());
    const [imagePipelineArn] = await create(client, ['one', 'two', 'three']);
    const { nextToken } = await list(client, { maxResults: 2 });
    await client.send(new DeleteImagePipelineCommand({ imagePipelineArn }));
    expect((await list(client, { nextToken })).names).toStrictEqual(['three']);
  });

  it('has what passes every filter: one of its values each', async () => {
    const client = sdkClient(await startedImageBuilder());
    await create(client, ['one', 'two', 'three']);
    const filtered = async (...filters: { name: string; values: string[] }[]) =>
      (await list(client, { filters })).names;
    const enabled = { name: 'status', values: ['ENABLED'] };
    expect(await filtered({ name: 'name', values: ['one', 'three'] })).toEqual(['one', 'three']);
    expect(await filtered({ name: 'name', values: ['ONE'] })).toEqual([]);
    expect(await filtered(enabled, { name: 'description', values: ['about two'] })).toEqual([
      'two',
    ]);
  });

  it('is not continued by a token that is not its own', async () => {
    const imageBuilder = await startedImageBuilder();
    const client = sdkClient(imageBuilder);
    await create(client, ['one', 'two', 'three']);
    const { nextToken } = await list(client, { maxResults: 1 });
    const elsewhere = sdkClient(imageBuilder, { region: 'us-east-1' });
    const filters = [{ name: 'status', values: ['ENABLED'] }];
    for (const [by, input] of [
      [client, { nextToken: 'made-up' }],
      [client, { nextToken, filters }],
      [elsewhere, { nextToken }],
    ] as const) {
      await expect(list(by, input)).rejects.toMatchObject({
        name: 'InvalidPaginationTokenException',
        $metadata: { httpStatusCode: 400 },
      });
    }
  });

  it.each([[{ maxResults: 26 }], [{ filters: [{ name: 'colour', values: ['red'] }] }]])(
    'is refused outside the bounds of the service model: %o',
    async (input) => {
      const client = sdkClient(await startedImageBuilder());
      await expect(list(client, input)).rejects.toMatchObject({
        name: 'InvalidParameterValueException',
      });
    },
  );
});
