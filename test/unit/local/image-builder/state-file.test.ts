import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateImagePipelineCommand,
  DeleteImagePipelineCommand,
  GetImagePipelineCommand,
  ListImagePipelinesCommand,
} from '@aws-sdk/client-imagebuilder';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startImageBuilder } from '../../../../local/image-builder/server.ts';
import { pipelineInput, sdkClient, startedImageBuilder } from '../../../support/image-builder.ts';

const temporaryFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'image-builder-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
};

describe('The state file', () => {
  it('keeps pipelines and client tokens from one start to the next', async () => {
    const stateFile = join(temporaryFolder(), 'deeper', 'state.json');
    const input = pipelineInput({ clientToken: 'token-1', tags: { a: '1' } });
    const before = await startedImageBuilder({ stateFile });
    const create = new CreateImagePipelineCommand(input);
    const { imagePipelineArn } = await sdkClient(before).send(create);
    await before.close();

    const client = sdkClient(await startedImageBuilder({ stateFile }));
    const { imagePipeline } = await client.send(new GetImagePipelineCommand({ imagePipelineArn }));
    expect(imagePipeline).toMatchObject({ name: 'web-server', tags: { a: '1' } });
    await expect(client.send(create)).resolves.toMatchObject({ imagePipelineArn });
    const other = new CreateImagePipelineCommand({ ...input, name: 'other' });
    await expect(client.send(other)).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
  });

  it('is whole after each change, with nothing beside it', async () => {
    const folder = temporaryFolder();
    const stateFile = join(folder, 'state.json');
    const client = sdkClient(await startedImageBuilder({ stateFile }));
    const { imagePipelineArn } = await client.send(new CreateImagePipelineCommand(pipelineInput()));
    expect(readFileSync(stateFile, 'utf8')).toContain(imagePipelineArn);
    await client.send(new DeleteImagePipelineCommand({ imagePipelineArn }));
    expect(JSON.parse(readFileSync(stateFile, 'utf8'))).toMatchObject({ pipelines: [] });
    expect(readdirSync(folder)).toStrictEqual(['state.json']);
  });

  it.each(['{"pipelines":', '{"nextSequence":1,"pipelines":[{}],"creations":[]}'])(
    'that holds %o stops the start with an error that names it, and is left as it is',
    async (content) => {
      const stateFile = join(temporaryFolder(), 'state.json');
      writeFileSync(stateFile, content);
      await expect(startImageBuilder({ stateFile })).rejects.toThrow(stateFile);
      expect(readFileSync(stateFile, 'utf8')).toBe(content);
    },
  );

  it('that can no longer be written fails the request and changes nothing', async () => {
    const folder = temporaryFolder();
    const client = sdkClient(await startedImageBuilder({ stateFile: join(folder, 'x', 'state') }));
    rmSync(join(folder, 'x'), { recursive: true });
    const create = () => client.send(new CreateImagePipelineCommand(pipelineInput()));
    await expect(create()).rejects.toMatchObject({ name: 'ServiceException' });
    const { imagePipelineList } = await client.send(new ListImagePipelinesCommand({}));
    expect(imagePipelineList).toStrictEqual([]);
  });
});
