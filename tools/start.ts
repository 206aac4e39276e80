/**
 * Everything on one machine, with no AWS account: the function as API Gateway and Lambda would run it,
 * and the Image Builder that it calls. Ctrl-C ends all of it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { buildFunction } from './build.ts';
import { commandLine, portOption, runCommandLine } from './command-line.ts';
import { startImageBuilder } from '../local/image-builder/server.ts';
import { passOnTo, startPortal, type Portal } from '../local/portal/server.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const account = '123456789012';
const region = 'eu-west-1';

/** What a caller is taken for here, where no authorizer stands in front of the function. */
const localCaller = {
  iam: {
    accessKey: 'LOCAL',
    accountId: account,
    callerId: 'LOCAL:developer',
    userArn: `arn:aws:sts::${account}:assumed-role/local/developer`,
    userId: 'LOCAL:developer',
  },
};

/** Takes a port for a moment to see that it is free; 0 finds one. */
const claimPort = async (variable: string, port: number): Promise<number> => {
  const probe = createServer().listen(port, 'localhost');
  try {
    await once(probe, 'listening');
  } catch {
    throw new Error(`Port ${port} is in use. Choose another: ${variable}=${port + 100} npm start`);
  }
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address !== null ? address.port : port;
};

const reach = async (url: string, child: ChildProcess): Promise<void> => {
  for (;;) {
    if (child.exitCode !== null) throw new Error('serverless-offline ended before it was ready.');
    const isUp = await fetch(url).then(
      async (response) => {
        await response.body?.cancel();
        return true;
      },
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

interface Ports {
  readonly port: number;
  readonly lambdaPort: number;
  readonly portalPort?: number;
  readonly imageBuilderPort: number;
}

const start = async (ports: Ports): Promise<void> => {
  const httpPort = await claimPort('PORT', ports.port);
  const lambdaPort = await claimPort('LAMBDA_PORT', ports.lambdaPort);
  // Where the API may have any port, the portal may too.
  const anyPort = ports.port === 0 ? 0 : 3004;
  const portalPort = await claimPort('PORTAL_PORT', ports.portalPort ?? anyPort);
  const theirs = process.env['AWS_ENDPOINT_URL_IMAGEBUILDER'] ?? '';
  const stateFile = process.env['IMAGE_BUILDER_STATE'] ?? '';
  const imageBuilder =
    theirs === ''
      ? await startImageBuilder({
          port: await claimPort('IMAGE_BUILDER_PORT', ports.imageBuilderPort),
          accountId: account,
          ...(stateFile !== '' && { stateFile }),
        })
      : undefined;

  await buildFunction();
  const child = spawn(
    process.execPath,
    [
      fileURLToPath(import.meta.resolve('osls/bin/serverless.js')),
      ...['offline', 'start', '--noSponsor', '--noAuth', '--noPrependStageInUrl'],
      ...['--httpPort', String(httpPort), '--lambdaPort', String(lambdaPort)],
    ],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        AUTHORIZER: JSON.stringify(localCaller),
        // No authorizer stands here, and direct invocations are to be tried too.
        ORGANIZATION_POLICY:
          process.env['ORGANIZATION_POLICY'] ?? 'file:policy/examples/local.json',
        AWS_REGION: process.env['AWS_REGION'] ?? region,
        AWS_ACCOUNT_ID: process.env['AWS_ACCOUNT_ID'] ?? account,
        ...(imageBuilder !== undefined && {
          AWS_ENDPOINT_URL_IMAGEBUILDER: imageBuilder.url,
          // Any will do: the embedded Image Builder takes whoever signs.
          AWS_ACCESS_KEY_ID: 'LOCAL',
          AWS_SECRET_ACCESS_KEY: 'local',
        }),
      },
    },
  );
  const ended = once(child, 'exit');
  // The terminal sends Ctrl-C to the child as well; whoever signals this process alone means both.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => child.kill('SIGTERM'));
  }
  let portal: Portal | undefined;
  try {
    const url = `http://localhost:${httpPort}`;
    await reach(url, child);
    portal = await startPortal({ port: portalPort, api: passOnTo(url) });
    console.log(`
  HTTP API       ${url}/image-pipelines
  Lambda         http://localhost:${lambdaPort}  (aws lambda invoke --endpoint-url …)
  Image Builder  ${imageBuilder?.url ?? theirs}
  Portal         ${portal.url}/
  API reference  ${portal.url}/reference

  Try it:

    curl -i ${url}/image-pipelines -H 'content-type: application/json' -d @events/smallest.json

  Ctrl-C ends all of it.
`);
    await ended;
  } finally {
    child.kill('SIGTERM');
    await portal?.close();
    await imageBuilder?.close();
  }
};

await runCommandLine(
  commandLine('npm start --', 'Runs everything on one machine, with no AWS account.')
    .addOption(portOption('--port <port>', 'of the HTTP API', 'PORT', 3000))
    .addOption(portOption('--lambda-port <port>', "of Lambda's Invoke API", 'LAMBDA_PORT', 3002))
    .addOption(portOption('--portal-port <port>', 'of the portal; left out, 3004', 'PORTAL_PORT'))
    .addOption(
      portOption('--image-builder-port <port>', 'of Image Builder', 'IMAGE_BUILDER_PORT', 4570),
    )
    .action(async (ports: Ports) => {
      try {
        await start(ports);
      } catch (error) {
        console.error(error instanceof Error ? error.message : error);
        process.exitCode = 1;
      }
    }),
);
