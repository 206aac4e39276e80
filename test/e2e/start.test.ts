import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import {
  GetImagePipelineCommand,
  ImagebuilderClient,
  ListImagePipelinesCommand,
} from '@aws-sdk/client-imagebuilder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { region } from '../support/lambda-context.ts';
import { startEverything, root, type Started } from '../support/packaged-proxy.ts';
import { run } from '../support/run.ts';

describe('npm start', () => {
  let started: Started;
  beforeAll(async () => {
    started = await startEverything({});
  });
  afterAll(async () => {
    await started.stop();
  });

  const isUp = (url: string): Promise<boolean> =>
    fetch(url).then(
      () => true,
      () => false,
    );

  it('prints a curl that creates a pipeline, and any AWS client then finds it', async () => {
    const command = /curl -i .*/.exec(started.output())?.[0];
    expect(command).toContain('events/smallest.json');
    const { stdout } = await run('sh', ['-c', command ?? ''], root);
    expect(stdout).toMatch(/^HTTP\/1\.1 201 /);
    const { imagePipelineArn } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as {
      imagePipelineArn: string;
    };
    const client = new ImagebuilderClient({
      region,
      endpoint: started.imageBuilderUrl,
      credentials: { accessKeyId: 'EXAMPLE', secretAccessKey: 'example' },
    });
    const { imagePipelineList } = await client.send(new ListImagePipelinesCommand());
    expect(imagePipelineList?.map(({ arn }) => arn)).toContain(imagePipelineArn);
    const { imagePipeline } = await client.send(new GetImagePipelineCommand({ imagePipelineArn }));
    const { name } = JSON.parse(readFileSync(`${root}events/smallest.json`, 'utf8')) as {
      name: string;
    };
    expect(imagePipeline).toMatchObject({ name, status: 'ENABLED' });
    client.destroy();
  });

  it('tells the local caller what the policy holds for it', async () => {
    const response = await fetch(`${started.httpUrl}/policy`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ layers: ['organization'] });
  });

  it('names the port that is in use, and how to choose another', async () => {
    const taken = createServer().listen(0, 'localhost');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    for (const variable of ['PORT', 'LAMBDA_PORT', 'IMAGE_BUILDER_PORT']) {
      const env = {
        PORT: '0',
        LAMBDA_PORT: '0',
        IMAGE_BUILDER_PORT: '0',
        [variable]: String(port),
      };
      const { code, stderr } = await run(process.execPath, ['tools/start.ts'], root, env);
      expect(code).toBe(1);
      expect(stderr.trim()).toBe(
        `Port ${port} is in use. Choose another: ${variable}=${port + 100} npm start`,
      );
    }
    taken.close();
    await once(taken, 'close');
  });

  it('refuses an invalid port', async () => {
    const { code, stderr } = await run(process.execPath, ['tools/start.ts'], root, { PORT: 'x' });
    expect(code).toBe(2);
    expect(stderr).toContain(
      "option '--port <port>' value 'x' from env 'PORT' is invalid. It must be a port from 0 to 65535.\n",
    );
  });

  it('ends all of it on Ctrl-C', async () => {
    const one = await startEverything({});
    const urls = [one.httpUrl, one.lambdaUrl, one.imageBuilderUrl];
    expect(await Promise.all(urls.map(isUp))).toEqual([true, true, true]);
    expect(await one.stop()).toBe(0);
    expect(await Promise.all(urls.map(isUp))).toEqual([false, false, false]);
  });
});
