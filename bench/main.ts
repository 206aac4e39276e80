/**
 * Measures the function against a handler that only builds the SDK's client and sends the parsed
 * body, in one run, taking turns, and writes the table to bench/results.md.
 *
 * `npm run bench` takes all of it; `npm run bench -- load` (first, warm, resolving, size, check) one part;
 * `npm run bench -- soak` sends 20,000 requests and watches the memory; `npm run bench -- hostile` sends
 * bodies that are made to cost, and ends with exit code 1 where one of them costs more than the goal.
 */
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { format } from 'prettier';
import manifest from '../package.json' with { type: 'json' };
import { startImageBuilder } from '../local/image-builder/server.ts';
import { httpApiEvent } from '../test/support/http-api-event.ts';
import { measureHostile } from './hostile.ts';
import { millisToResolve } from './resolving.ts';
import { secondsToCheck } from './checking.ts';
import { measureStartPath } from './start-path.ts';
import { buildBundles, type Bundles } from './support/bundles.ts';
import { arn, policyOfSize, requestNamed } from './support/policy-of-size.ts';
import { alternate, runOnce } from './support/processes.ts';
import { callInTurn, type WarmCall } from './support/warm-handlers.ts';

const starts = 21;

interface Row {
  readonly figure: string;
  readonly measured: string;
  readonly goal: string;
}

const ratio = (value: number): string => value.toFixed(2);
const millis = (value: number): string => `${value.toFixed(value < 1 ? 3 : 1)} ms`;

const environment = (url: string, policyFile: string): Record<string, string> => ({
  AWS_REGION: 'eu-west-1',
  AWS_ACCOUNT_ID: '123456789012',
  AWS_ACCESS_KEY_ID: 'EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'example',
  AWS_ENDPOINT_URL_IMAGEBUILDER: url,
  ...(policyFile !== '' && { ORGANIZATION_POLICY: `file:${policyFile}` }),
});

/** What the bare handler sends: the request as the proxy would resolve it. */
const resolved = (name: string) => ({
  ...requestNamed(name),
  infrastructureConfigurationArn: arn('infrastructure-configuration/standard'),
  schedule: { timezone: 'Etc/UTC' },
  tags: { ManagedBy: 'image-pipeline-proxy' },
  imageScanningConfiguration: { imageScanningEnabled: true },
});

const load = async ({ empty, bareSdk, bareSdkAjv, proxy }: Bundles): Promise<Row[]> => {
  const once = (path: string) => async () =>
    Number((await runOnce('load-once.mjs', [path], environment('http://127.0.0.1:1', ''))).stdout);
  const figures = await alternate(
    { empty: once(empty), bareSdk: once(bareSdk), ajv: once(bareSdkAjv), proxy: once(proxy) },
    starts,
  );
  const share = (of: number): number => (of - figures.empty) / (figures.bareSdk - figures.empty);
  return [
    {
      figure: `load over an empty function, as a share of the bare SDK handler's (${millis(figures.proxy)} against ${millis(figures.bareSdk)}, empty ${millis(figures.empty)})`,
      measured: ratio(share(figures.proxy)),
      goal: '≤ 0.65',
    },
    {
      figure: 'the same for the bare SDK handler with AJV compiling at run time',
      measured: ratio(share(figures.ajv)),
      goal: '',
    },
  ];
};

const first = async ({ bareSdk, proxy }: Bundles): Promise<Row[]> => {
  const imageBuilder = await startImageBuilder({ pipelineLimit: 1_000_000 });
  const once = (path: string, event: (name: string) => object) => async () => {
    const name = `first-${randomUUID()}`;
    const context = {
      awsRequestId: name,
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:bench',
    };
    const args = [path, JSON.stringify(event(name)), JSON.stringify(context)];
    return Number(
      (await runOnce('first-once.mjs', args, environment(imageBuilder.url, ''))).stderr,
    );
  };
  const figures = await alternate(
    {
      bareSdk: once(bareSdk, (name) => ({ body: JSON.stringify(resolved(name)) })),
      proxy: once(proxy, (name) => httpApiEvent({ body: requestNamed(name) })),
    },
    starts,
  );
  await imageBuilder.close();
  return [
    {
      figure: `first answer after a cold start, against the bare SDK handler's (${millis(figures.proxy)} against ${millis(figures.bareSdk)})`,
      measured: ratio(figures.proxy / figures.bareSdk),
      goal: '≤ 1.0',
    },
  ];
};

const warm = async ({ bareSdk, proxy, folder }: Bundles): Promise<Row[]> => {
  const policyFile = join(folder, 'policy.json');
  const policy = policyOfSize(20, 50, 12);
  await writeFile(policyFile, JSON.stringify(policy));
  const imageBuilder = await startImageBuilder({ pipelineLimit: 1_000_000 });
  const tags = Object.fromEntries(
    policy.layers.flatMap(({ defaults }) => Object.entries(defaults.tags ?? {})),
  );
  const env = environment(imageBuilder.url, policyFile);
  const sent = requestNamed('{name}');
  const contenders = {
    bare: { bundle: bareSdk, event: { body: JSON.stringify({ ...resolved('{name}'), tags }) } },
    own: { bundle: proxy, event: httpApiEvent({ body: sent }) },
    tagged: {
      bundle: proxy,
      event: httpApiEvent({ body: { ...sent, tags: { Tag0: 'value-2' } } }),
    },
  };
  const { bare, own, tagged } = await callInTurn(contenders, env, {
    warmup: 500,
    calls: 3_000,
    inARow: 25,
  });
  await imageBuilder.close();
  const against = (call: WarmCall): string => ratio(call.millis / bare.millis);
  const moreCpu = (call: WarmCall): string => millis(call.cpuMillis - bare.cpuMillis);
  return [
    {
      figure: `warm request against the bare SDK call, policy of 20 layers, 12 grants and 50 tags (${millis(own.millis)} against ${millis(bare.millis)})`,
      measured: against(own),
      goal: '≤ 1.10',
    },
    {
      figure: `processor time of a warm request more than the bare SDK call’s ${millis(bare.cpuMillis)}`,
      measured: moreCpu(own),
      goal: '≤ 0.1 ms',
    },
    {
      figure: 'the same two where the caller sends a tag of its own',
      measured: `${against(tagged)}, ${moreCpu(tagged)}`,
      goal: '≤ 0.15 ms',
    },
  ];
};

const resolving = (): Row[] => {
  const few = { layers: 10, tags: 10, grants: 10 };
  const growth = (what: keyof typeof few): number =>
    millisToResolve({ ...few, [what]: 1_000 }, 400) /
    millisToResolve({ ...few, [what]: 100 }, 1_500);
  return [
    {
      figure: 'resolving and tag evaluation, 20 layers, 12 grants and 50 tags',
      measured: millis(millisToResolve({ layers: 20, tags: 50, grants: 12 }, 4_000)),
      goal: '≤ 0.15 ms',
    },
    ...(
      [
        ['layers', 'layers'],
        ['tags', 'tag keys'],
        ['grants', 'grants'],
      ] as const
    ).map(([what, name]) => ({
      figure: `resolving under 1,000 ${name} against 100`,
      measured: ratio(growth(what)),
      goal: '≤ 12',
    })),
  ];
};

const size = async (): Promise<Row[]> => {
  const { bytes } = await measureStartPath();
  return [
    {
      figure: 'code on the path that every start loads',
      measured: `${(bytes / 1024).toFixed(0)} KiB`,
      goal: '≤ 320 KiB',
    },
  ];
};

/** The longest check of policies with a layer for each of 400 groups. */
const check = (): Row[] => {
  const [slowest = '', seconds = 0] =
    secondsToCheck(400).toSorted(([, a], [, b]) => b - a)[0] ?? [];
  return [
    {
      figure: `processor time of \`policy check\` of 400 layers for groups`,
      measured: `${ratio(seconds)} s (${slowest})`,
      goal: '≤ 2 s',
    },
  ];
};

const parts = {
  size,
  load,
  first,
  warm,
  resolving: () => Promise.resolve(resolving()),
  check: () => Promise.resolve(check()),
};

const asked = process.argv[2];
if (asked === 'soak') {
  await import('./soak.ts');
} else if (asked === 'hostile') {
  const bundles = await buildBundles();
  try {
    if (!(await measureHostile(bundles, process.argv[3]))) process.exitCode = 1;
  } finally {
    await rm(bundles.folder, { recursive: true, force: true });
  }
} else if (asked !== undefined && !Object.hasOwn(parts, asked)) {
  console.error(
    `There is no part "${asked}". Parts: ${[...Object.keys(parts), 'soak', 'hostile'].join(', ')}.`,
  );
  process.exitCode = 2;
} else {
  const bundles = await buildBundles();
  const rows: Row[] = [];
  try {
    for (const [name, measure] of Object.entries(parts)) {
      if (asked === undefined || asked === name) rows.push(...(await measure(bundles)));
    }
  } finally {
    await rm(bundles.folder, { recursive: true, force: true });
  }
  const table = [
    '| figure | measured | goal |',
    '| --- | --- | --- |',
    ...rows.map(({ figure, measured, goal }) => `| ${figure} | ${measured} | ${goal} |`),
  ].join('\n');
  const { dependencies, devDependencies } = manifest;
  const versions = [
    `Node.js ${process.version.slice(1)}`,
    `@aws-sdk/client-imagebuilder ${dependencies['@aws-sdk/client-imagebuilder']}`,
    `@middy/core ${dependencies['@middy/core']}`,
    `esbuild ${devDependencies.esbuild}`,
  ].join(', ');
  const machine = `${versions}; ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, medians of ${starts} process starts, taking turns.`;
  const note =
    'The bare SDK handler uses the SDK as it comes. Ours sets its client up to spend less on a call (DECISIONS.md); a warm request makes use of what that saves.';
  const text = await format(`# Results\n\n${machine}\n\n${table}\n\n${note}\n`, {
    parser: 'markdown',
  });
  console.log(text);
  if (asked === undefined) await writeFile(new URL('results.md', import.meta.url), text);
}
