import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type ImageBuilder, startImageBuilder } from '../../local/image-builder/server.ts';
import { type PolicySources, startPolicySources } from '../../local/policy-sources/server.ts';
import { buildFunction } from '../../tools/build.ts';
import { PolicyUnavailable } from '../../src/errors.ts';
import { reportRefresh } from '../../src/policy-source/refresh-event.ts';
import { readConfig } from '../../src/config.ts';
import { httpApiEvent } from '../support/http-api-event.ts';
import { account, region } from '../support/lambda-context.ts';
import { arn, testPolicy } from '../support/policy.ts';
import { fencesOf, readText, tableOf } from '../support/markdown.ts';
import { root, startEverything } from '../support/packaged-proxy.ts';
import { run } from '../support/run.ts';
import { asDocument, type ProxyDocument, until } from '../support/proxy.ts';

const parameter = '/image-pipelines/policy';
const configuration = 'image-pipelines/production/policy';

/** The test policy with another value for one of its default tags. */
const policyWith = (managedBy: string): string =>
  JSON.stringify({
    layers: testPolicy.layers.map((layer) => ({
      ...layer,
      defaults: { ...layer.defaults, tags: { ManagedBy: managedBy } },
    })),
  });

/** Invokes the bundle as Lambda does, one message an invocation. */
const runtime = (bundle: string) => `
  const { handler } = await import(${JSON.stringify(bundle)});
  process.on('message', async ({ event, awsRequestId }) => {
    const deadline = Date.now() + 29000;
    const answer = await handler(event, {
      awsRequestId,
      invokedFunctionArn: 'arn:aws:lambda:${region}:${account}:function:example',
      getRemainingTimeInMillis: () => deadline - Date.now(),
    });
    process.send(answer);
  });
  process.send('ready');`;

interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly document: ProxyDocument;
}

interface Running {
  /** Asks for a pipeline of that name and waits for the answer. */
  readonly create: (name: string, members?: object) => Promise<HttpAnswer>;
  /** Hands an event to the function, and gives its answer as it is. */
  readonly invoke: (event: object) => Promise<object>;
  /** The lines of the log so far. */
  readonly log: () => Readonly<Record<string, unknown>>[];
  /** Waits until the log has a line with these members: it comes another way than the answer. */
  readonly logged: (members: object) => Promise<void>;
}

describe('the bundle, with its policy from a remote source', () => {
  let folder: string;
  let sources: PolicySources;
  let imageBuilder: ImageBuilder;

  beforeAll(async () => {
    await buildFunction();
    // A copy, which no other test's build can replace in the middle of this one.
    folder = await mkdtemp(join(tmpdir(), 'policy-sources-'));
    await cp(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const opened = async (env: Readonly<Record<string, string>>): Promise<Running> => {
    const bundle = pathToFileURL(join(folder, 'dist/lambda.mjs')).href;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', runtime(bundle)], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      env: {
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: 'EXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'example',
        AWS_ENDPOINT_URL_IMAGEBUILDER: imageBuilder.url,
        AWS_ENDPOINT_URL_SSM: sources.url,
        AWS_ENDPOINT_URL_APPCONFIGDATA: sources.url,
        AWS_ENDPOINT_URL_ORGANIZATIONS: sources.url,
        POLICY_TTL_SECONDS: '1',
        ...env,
      },
    });
    const ended = once(child, 'exit');
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await ended;
    });
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await once(child, 'message');
    const log = () =>
      output
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    return {
      create: (name, members) => create(child, { name, ...members }),
      invoke: (event) => invoke(child, event),
      log,
      logged: (members) =>
        vi.waitFor(
          () => {
            expect(log()).toContainEqual(expect.objectContaining(members));
          },
          { timeout: 10_000 },
        ),
    };
  };

  const create = async (child: ChildProcess, members: object): Promise<HttpAnswer> => {
    const body = { imageRecipeArn: arn('image-recipe/web-server/1.0.0'), ...members };
    const answer = (await invoke(child, httpApiEvent({ body }))) as HttpAnswer & {
      readonly body: string;
    };
    return { ...answer, document: asDocument(JSON.parse(answer.body)) };
  };

  const invoke = async (child: ChildProcess, event: object): Promise<object> => {
    const answered = once(child, 'message');
    child.send({ event, awsRequestId: crypto.randomUUID() });
    const [answer] = (await answered) as [object];
    return answer;
  };

  const start = async (): Promise<void> => {
    sources = await startPolicySources({ accountId: account });
    imageBuilder = await startImageBuilder({ accountId: account });
    onTestFinished(async () => {
      await sources.close();
      await imageBuilder.close();
    });
  };

  it('creates under it; follows it when it changes; keeps to the last good one when it breaks', async () => {
    await start();
    sources.setParameter(parameter, policyWith('first'), 'SecureString');
    const proxy = await opened({ ORGANIZATION_POLICY: `ssm:${parameter}` });
    let number = 0;
    const tagOfNext = async (): Promise<unknown> => {
      number += 1;
      const { statusCode, document } = await proxy.create(`pipeline-${number}`);
      expect(statusCode).toBe(201);
      return (document.imagePipeline?.['tags'] as Record<string, unknown>)['ManagedBy'];
    };
    const olderThanItsTtl = () => sleep(1_050);

    expect(await tagOfNext()).toBe('first');
    expect(imageBuilder.requests[0]?.body).toMatchObject({ tags: { ManagedBy: 'first' } });

    sources.setParameter(parameter, policyWith('second'), 'SecureString');
    await olderThanItsTtl();
    // The request that finds it old is not delayed, however slow the source is.
    sources.faults.add({ delayMs: 300 });
    expect(await tagOfNext()).toBe('first');
    // The metrics of a load name its outcome too, in a line of their own without a level.
    const loads = () =>
      proxy.log().filter(({ level, outcome }) => level !== undefined && outcome === 'loaded');
    await until(() => loads().length === 2);
    expect(await tagOfNext()).toBe('second');

    sources.setParameter(parameter, '{"layers": [{"name": "a", "color": 1}]}', 'SecureString');
    await olderThanItsTtl();
    expect(await tagOfNext()).toBe('second');
    await proxy.logged({
      level: 'warn',
      source: `ssm:${parameter}`,
      outcome: 'invalid',
      ageSeconds: expect.any(Number) as number,
      issues: [expect.objectContaining({ pointer: '/layers/0/color' })],
    });
    expect(await tagOfNext()).toBe('second');
  });

  it('creates nothing while it cannot be loaded, and as soon as it can be it does', async () => {
    await start();
    const proxy = await opened({ ORGANIZATION_POLICY: `ssm:${parameter}` });
    const { statusCode, headers, document } = await proxy.create('web-server');
    expect(statusCode).toBe(503);
    expect(headers).toMatchObject({ 'retry-after': expect.stringMatching(/^\d+$/) as string });
    expect(document).toMatchObject({ code: 'policy-unavailable', retryable: true });
    expect(JSON.stringify(document)).not.toContain('ssm');
    expect(imageBuilder.requests).toStrictEqual([]);
    await proxy.logged({
      level: 'warn',
      source: `ssm:${parameter}`,
      message: expect.stringContaining('ParameterNotFound') as string,
    });
    sources.setParameter(parameter, policyWith('first'));
    await sleep(1_050);
    expect((await proxy.create('web-server')).statusCode).toBe(201);
  });

  it.each([
    { fault: { exception: 'AccessDeniedException' }, maxAge: 4 },
    { fault: { exception: 'InternalServerError', status: 500 }, maxAge: 5 },
    { fault: { hang: 'before' }, maxAge: 4 },
  ] as const)(
    'creates nothing once it could not be read again for $maxAge s: $fault',
    async (row) => {
      await start();
      sources.setParameter(parameter, policyWith('first'));
      const proxy = await opened({
        ORGANIZATION_POLICY: `ssm:${parameter}`,
        POLICY_MAX_AGE_SECONDS: String(row.maxAge),
      });
      let number = 0;
      const createNext = () => proxy.create(`pipeline-${(number += 1)}`);
      // As long as the source answers, what it says may stay the same.
      const wellUntil = Date.now() + 1_500 * row.maxAge;
      while (Date.now() < wellUntil) {
        expect((await createNext()).statusCode).toBe(201);
        await sleep(200);
      }
      sources.faults.add({ ...row.fault, times: 'always' });
      await vi.waitFor(
        async () => {
          expect((await createNext()).document.code).toBe('policy-unavailable');
        },
        { timeout: 30_000, interval: 200 },
      );
      const sent = imageBuilder.requests.length;
      const body = { name: 'pipeline', imageRecipeArn: arn('image-recipe/web-server/1.0.0') };
      const refused = [
        await proxy.invoke(httpApiEvent({ body })),
        await proxy.invoke(httpApiEvent({ body, query: 'dryRun=true' })),
        await proxy.invoke(httpApiEvent({ method: 'GET', path: '/policy' })),
        await proxy.invoke(body),
      ];
      for (const answer of refused) {
        expect(JSON.stringify(answer)).toContain('policy-unavailable');
        expect(JSON.stringify(answer)).not.toContain('ssm');
      }
      expect(imageBuilder.requests).toHaveLength(sent);
      // One refused just after an attempt that failed in time makes no attempt of its own.
      const why = `is older than the ${row.maxAge} s that it may be: nothing is created until it can be read again.`;
      await vi.waitFor(
        async () => {
          expect((await createNext()).document.code).toBe('policy-unavailable');
          expect(JSON.stringify(proxy.log())).toContain(why);
        },
        { timeout: 30_000, interval: 200 },
      );
      sources.faults.clear();
      await vi.waitFor(
        async () => {
          expect((await createNext()).statusCode).toBe(201);
        },
        { timeout: 30_000, interval: 200 },
      );
      // Whoever asks after a long time is served: the request waits until the policy is read.
      await sleep(1_500 * row.maxAge);
      expect((await createNext()).statusCode).toBe(201);
    },
    90_000,
  );

  it('creates nothing under a document that is invalid, and the log names its issues', async () => {
    await start();
    sources.setConfiguration(configuration, '{"layers": [{"name": "a", "color": 1}]}');
    const proxy = await opened({ ORGANIZATION_POLICY: `appconfig:${configuration}` });
    expect((await proxy.create('web-server')).document.code).toBe('policy-unavailable');
    expect(imageBuilder.requests).toStrictEqual([]);
    const issues = [expect.objectContaining({ pointer: '/layers/0/color' })];
    await proxy.logged({ level: 'warn', issues });
    await proxy.logged({ level: 'error', status: 503, code: 'policy-unavailable' });
    const refusals = proxy.log().filter(({ level }) => level === 'error');
    expect(JSON.stringify(refusals)).toContain('/layers/0/color');
  });

  it('holds requests against what AWS Organizations reports, from the first one on', async () => {
    await start();
    sources.setConfiguration(configuration, policyWith('first'));
    sources.setEffectiveTagPolicy(
      JSON.stringify({ tags: { costcenter: { tag_key: 'CostCenter', tag_value: ['100'] } } }),
    );
    const proxy = await opened({
      ORGANIZATION_POLICY: `appconfig:${configuration}`,
      TAG_POLICY_SOURCE: 'organizations',
    });
    const tagged = (CostCenter: string) => proxy.create('web-server', { tags: { CostCenter } });
    expect((await tagged('999')).document).toMatchObject({
      code: 'policy-violation',
      errors: [{ pointer: '/tags/CostCenter' }],
    });
    expect((await tagged('100')).statusCode).toBe(201);
  });

  it('creates nothing where AWS Organizations gives no answer', async () => {
    await start();
    sources.setConfiguration(configuration, policyWith('first'));
    sources.faults.add({
      operation: 'DescribeEffectivePolicy',
      exception: 'AccessDeniedException',
    });
    const proxy = await opened({
      ORGANIZATION_POLICY: `appconfig:${configuration}`,
      TAG_POLICY_SOURCE: 'organizations',
    });
    expect((await proxy.create('web-server')).document.code).toBe('policy-unavailable');
    expect(imageBuilder.requests).toStrictEqual([]);
  });

  it('says at the first request what is wrong with its settings', async () => {
    await start();
    const proxy = await opened({ ORGANIZATION_POLICY: 'ssm:policy', POLICY_TTL_SECONDS: '0' });
    expect((await proxy.create('web-server')).document.code).toBe('proxy-misconfigured');
    const message = /ORGANIZATION_POLICY must be .*POLICY_TTL_SECONDS must/;
    await proxy.logged({
      error: expect.objectContaining({
        message: expect.stringMatching(message) as string,
      }) as unknown,
    });
  });
});

describe('docs/policy-sources.md', () => {
  const docs = readText('docs/policy-sources.md');
  const fences = fencesOf(docs);

  it('lists the settings that are read, with their defaults', () => {
    const rows = tableOf(docs, 'settings').map(([variable = '', , fallback = '']) => [
      variable.replaceAll('`', ''),
      fallback.replaceAll('`', ''),
    ]);
    const [[, policy = ''] = []] = rows;
    const none = readConfig({ AWS_REGION: region });
    expect(readConfig({ AWS_REGION: region, ORGANIZATION_POLICY: policy })).toStrictEqual(none);
    const variables = rows.map(([variable = '']) => variable);
    expect(variables).toStrictEqual([
      'ORGANIZATION_POLICY',
      'POLICY_TTL_SECONDS',
      'POLICY_MAX_AGE_SECONDS',
      'TAG_POLICY_SOURCE',
    ]);
    for (const variable of variables) {
      const wrong = { AWS_REGION: region, [variable]: '?' };
      expect(() => readConfig(wrong)).toThrow(`${variable} must be`);
    }
  });

  it('shows a line of the log as it is', () => {
    const shown = fences.find(({ language }) => language === 'json')?.text ?? '';
    const lines: unknown[] = [];
    const issue = { pointer: '/layers/0/color', code: 'unknown-member', detail: '…' };
    const log = (line: string) => lines.push(JSON.parse(line));
    reportRefresh(
      { source: 'ssm:/image-pipelines/policy', maxAgeSeconds: 21_600 },
      log,
    )({ outcome: 'failed', error: new PolicyUnavailable('', [issue]), ageMillis: 75_000 });
    expect(lines).toStrictEqual([JSON.parse(shown)]);
  });

  it('shows how to try it, and it works', async () => {
    const [main = '', puts = '', proxy = ''] = fences
      .filter(({ language }) => language === 'sh')
      .map(({ text }) => text);
    const child = spawn('sh', ['-c', `exec ${main.replace('npx ', '')}`], {
      cwd: root,
      env: { ...process.env, POLICY_SOURCES_PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    onTestFinished(async () => {
      child.kill('SIGTERM');
      await ended;
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await until(() => output.includes('ORGANIZATIONS='));
    const address = /http:\/\/(\S+)/.exec(output)?.[1] ?? '';

    const onItsPort = (text: string) =>
      text.replaceAll(/(?:localhost|127\.0\.0\.1):4571/g, address);
    const { code, stdout } = await run('sh', ['-ec', onItsPort(puts)], root);
    expect([code, stdout]).toStrictEqual([0, '']);

    const exported = onItsPort(proxy).matchAll(/([A-Z_]+)=(\S+)/g);
    const env = Object.fromEntries([...exported].map(([, name = '', value = '']) => [name, value]));
    const started = await startEverything(env);
    onTestFinished(async () => {
      await started.stop();
    });
    const response = await fetch(`${started.httpUrl}/image-pipelines`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'web-server',
        imageRecipeArn: arn('image-recipe/web-server/1.0.0'),
      }),
    });
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({
      provenance: { '/infrastructureConfigurationArn': 'organization' },
    });
    await until(() => started.output().includes('"source":"ssm:/image-pipelines/policy"'));
  });
});
