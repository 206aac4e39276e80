import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
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

describe('the state file', () => {
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

  it.each(['{"pipelines":', '[]', '{"nextSequence":1,"pipelines":[{}],"creations":[]}', ''])(
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

describe('the server', () => {
  it('says which port is in use', async () => {
    const { port } = await startedImageBuilder();
    await expect(startImageBuilder({ port })).rejects.toThrow(
      `port ${port} on 127.0.0.1 is in use`,
    );
  });

  it('listens on loopback alone, and says where', async () => {
    const { url, port } = await startedImageBuilder();
    expect(url).toBe(`http://127.0.0.1:${port}`);
  });

  it('keeps a connection for the next request', async () => {
    const { port } = await startedImageBuilder();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => {
      agent.destroy();
    });
    const reused: boolean[] = [];
    for (let index = 0; index < 3; index += 1) {
      const request = get({ host: '127.0.0.1', port, path: '/_faults', agent });
      const [response] = (await once(request, 'response')) as [NodeJS.ReadableStream];
      response.resume();
      await once(response, 'end');
      reused.push(request.reusedSocket);
    }
    expect(reused).toStrictEqual([false, true, true]);
  });

  it('outlives a client that goes away in the middle of a request', async () => {
    const imageBuilder = await startedImageBuilder();
    const socket = connect(imageBuilder.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      'PUT /CreateImagePipeline HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{',
    );
    socket.resetAndDestroy();
    await once(socket, 'close');
    const sent = sdkClient(imageBuilder).send(new ListImagePipelinesCommand({}));
    await expect(sent).resolves.toHaveProperty('imagePipelineList');
  });

  it('can be closed twice', async () => {
    const imageBuilder = await startedImageBuilder();
    await Promise.all([imageBuilder.close(), imageBuilder.close()]);
    await expect(fetch(imageBuilder.url)).rejects.toThrow();
  });

  it('leaves nothing behind that keeps a process alive once it is closed', async () => {
    // In a process of its own: it ends by itself only if there is nothing left.
    const server = new URL('../../../../local/image-builder/server.ts', import.meta.url).href;
    const program = `
      import { request } from 'node:http';
      import { startImageBuilder } from '${server}';
      const imageBuilder = await startImageBuilder();
      const faults = [{ hang: 'before' }, { hang: 'after' }, { delayMs: 3600000 }, { drip: { bytesPerSecond: 1 } }];
      imageBuilder.faults.add(faults);
      const gone = faults.map(() => new Promise((resolve) => {
        const sent = request(imageBuilder.url + '/ListImagePipelines', { method: 'POST', agent: false });
        sent.on('response', (response) => response.on('error', resolve).resume());
        sent.on('error', resolve);
        sent.end();
      }));
      while (imageBuilder.requests.length < faults.length) await new Promise(setImmediate);
      await imageBuilder.close();
      await Promise.all(gone);
      console.log('closed');`;
    const args = ['--input-type=module', '--eval', program];
    const ended = promisify(execFile)(process.execPath, args, { timeout: 25_000 });
    await expect(ended).resolves.toMatchObject({ stdout: 'closed\n' });
  });
});
