import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { startImageBuilder } from '../../local/image-builder/server.ts';
import { account, region } from './lambda-context.ts';
import { testPolicy } from './policy.ts';
import { asDocument, until, type Proxy } from './proxy.ts';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where `npm start` says that everything is. */
export interface Started {
  readonly httpUrl: string;
  readonly lambdaUrl: string;
  readonly imageBuilderUrl: string;
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Ends it as Ctrl-C does and waits until it has ended; gives its exit code. */
  readonly stop: () => Promise<number | null>;
}

/** Runs what `npm start` runs, on free ports, and waits until it prints its URLs. */
export const startEverything = async (env: Readonly<Record<string, string>>): Promise<Started> => {
  const child = spawn(process.execPath, ['tools/start.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...withoutAws(process.env),
      PORT: '0',
      LAMBDA_PORT: '0',
      IMAGE_BUILDER_PORT: '0',
      ...env,
    },
  });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const ended = once(child, 'exit');
  await until(() => output.includes('Ctrl-C ends all of it.') || child.exitCode !== null);
  const find = (name: string): string => {
    const url = new RegExp(`${name}\\s+(http://\\S+)`).exec(output)?.[1];
    if (url === undefined) throw new Error(`npm start printed no URL of ${name}:\n${output}`);
    return url;
  };
  return {
    httpUrl: new URL(find('HTTP API')).origin,
    lambdaUrl: find('Lambda'),
    imageBuilderUrl: find('Image Builder'),
    child,
    output: () => output,
    stop: async () => {
      child.kill('SIGINT');
      await ended;
      return child.exitCode;
    },
  };
};

/** The environment without anything of AWS in it, so that a developer's own settings change no test. */
const withoutAws = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('AWS_')));

/** The packaged function as API Gateway and Lambda would run it, with an Image Builder of the test's. */
export const openPackagedProxy = async (): Promise<Proxy> => {
  const folder = await mkdtemp(join(tmpdir(), 'image-pipeline-proxy-'));
  const policyFile = join(folder, 'policy.json');
  await writeFile(policyFile, JSON.stringify(testPolicy));
  const imageBuilder = await startImageBuilder({ accountId: account, pipelineLimit: 10_000 });
  const started = await startEverything({
    AWS_ENDPOINT_URL_IMAGEBUILDER: imageBuilder.url,
    AWS_ACCESS_KEY_ID: 'EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_MAX_ATTEMPTS: '2',
    ORGANIZATION_POLICY: `file:${policyFile}`,
  });
  const lambda = new LambdaClient({
    region,
    endpoint: started.lambdaUrl,
    credentials: { accessKeyId: 'EXAMPLE', secretAccessKey: 'example' },
  });
  return {
    imageBuilder,
    log: () =>
      started
        .output()
        .split('\n')
        .filter((line) => line.startsWith('{"level"')),
    send: async ({ method = 'POST', path = '/image-pipelines', query, headers, body }) => {
      const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
      const response = await fetch(
        `${started.httpUrl}${path}${query === undefined ? '' : `?${query}`}`,
        {
          method,
          headers: { 'content-type': 'application/json', ...headers },
          ...(text !== undefined && { body: text }),
        },
      );
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        document: asDocument(await response.json()),
      };
    },
    invoke: async (document) => {
      const { Payload } = await lambda.send(
        new InvokeCommand({
          FunctionName: 'image-pipeline-proxy-dev-createImagePipeline',
          Payload: JSON.stringify(document),
        }),
      );
      return asDocument(JSON.parse(Buffer.from(Payload ?? []).toString()));
    },
    close: async () => {
      lambda.destroy();
      await started.stop();
      await imageBuilder.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
