import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CreateImagePipelineCommand, GetImagePipelineCommand } from '@aws-sdk/client-imagebuilder';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pipelineInput, sdkClient, startedImageBuilder } from '../../../support/image-builder.ts';

const program = fileURLToPath(new URL('../../../../local/image-builder/main.ts', import.meta.url));

const run = (environment: Record<string, string>) => {
  const child = spawn(process.execPath, [program], { env: { ...process.env, ...environment } });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
};

const firstText = async (stream: ChildProcess['stdout']) => {
  if (stream === null) throw new Error('A spawned program has pipes.');
  const [text] = (await once(stream, 'data')) as [Buffer];
  return text.toString().trim();
};

describe('The program', () => {
  it('prints its URL, keeps its pipelines in the file, and ends when it is told to', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'image-builder-'));
    onTestFinished(() => {
      rmSync(folder, { recursive: true });
    });
    const environment = {
      IMAGE_BUILDER_PORT: '0',
      IMAGE_BUILDER_STATE: join(folder, 'state.json'),
    };
    let imagePipelineArn: string | undefined;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const child = run(environment);
      const client = sdkClient({ url: await firstText(child.stdout) });
      if (imagePipelineArn === undefined) {
        const create = new CreateImagePipelineCommand(pipelineInput());
        ({ imagePipelineArn } = await client.send(create));
      } else {
        const { imagePipeline } = await client.send(
          new GetImagePipelineCommand({ imagePipelineArn }),
        );
        expect(imagePipeline).toMatchObject({ name: 'web-server' });
      }
      child.kill(signal);
      expect(await once(child, 'exit')).toStrictEqual([0, null]);
    }
  });

  it('says why it cannot start, and fails', async () => {
    const { port } = await startedImageBuilder();
    for (const [configured, reason] of [
      [String(port), `port ${port} on 127.0.0.1 is in use`],
      ['seven', 'IMAGE_BUILDER_PORT must be a port number'],
    ] as const) {
      const child = run({ IMAGE_BUILDER_PORT: configured });
      const exit = once(child, 'exit');
      expect(await firstText(child.stderr)).toContain(reason);
      expect(await exit).toStrictEqual([1, null]);
    }
  });
});

describe('The server', () => {
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
