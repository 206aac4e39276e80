import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startImageBuilder, type ImageBuilder } from '../../local/image-builder/server.ts';
import { startSts, type Sts } from '../../local/sts/server.ts';
import { tunedClient } from '../../src/aws/image-builder/tuning.ts';
import { openImageBuilder } from '../../src/aws/open-image-builder.ts';
import { openSessions } from '../../src/aws/open-sessions.ts';
import type { TargetSettings } from '../../src/config.ts';
import { sessionNameOf } from '../../src/aws/sts/session-name.ts';
import { openHandler } from '../support/handler.ts';
import { httpApiEvent } from '../support/http-api-event.ts';
import { account, lambdaContext, region } from '../support/lambda-context.ts';
import { emptyPolicy, fixedPolicy } from '../support/policy.ts';
import { asDocument, until, type ProxyDocument } from '../support/proxy.ts';

const payments = '444455556666';
const shop = '777788889999';
const otherRegion = 'us-east-1';
const roleIn = (id: string): string => `arn:aws:iam::${id}:role/image-pipeline-proxy`;
const jane = `arn:aws:sts::${account}:assumed-role/payments-dev/jane`;
const joe = `arn:aws:sts::${account}:assumed-role/payments-dev/joe`;

const settings: TargetSettings = {
  executionRole: roleIn('{account}'),
  targetAccounts: [payments, shop],
  targetRegions: [region, otherRegion],
  externalId: 'example-id',
};

/** The function's own client, as `imageBuilderClient` makes it, for one machine. */
const clientAt = (url: string) => (where: string) =>
  tunedClient({
    region: where,
    endpoint: url,
    credentials: { accessKeyId: account, secretAccessKey: 'example' },
    maxAttempts: 2,
    retryMode: 'standard',
  });

/** A request for a pipeline in an account and Region. */
const pipelineIn = (id: string, where = region, name = 'web-server') => ({
  name,
  imageRecipeArn: `arn:aws:imagebuilder:${where}:${id}:image-recipe/web-server/1.0.0`,
  infrastructureConfigurationArn: `arn:aws:imagebuilder:${where}:${id}:infrastructure-configuration/standard`,
});

describe('Creating pipelines in several accounts', () => {
  let sts: Sts;
  let imageBuilder: ImageBuilder;
  let lines: Record<string, unknown>[];
  let send: (body: object, caller?: string, millis?: number) => Promise<ProxyDocument>;
  let invoke: (body: object) => Promise<ProxyDocument>;

  beforeEach(async () => {
    imageBuilder = await startImageBuilder({ accountId: account });
    const roles = Object.fromEntries(
      [payments, shop].map((id) => [roleIn(id), { externalId: 'example-id' }]),
    );
    sts = await startSts({ roles });
    lines = [];
    // The SDK itself finds the endpoint and the credentials, as it does on Lambda.
    process.env['AWS_ENDPOINT_URL_STS'] = sts.url;
    process.env['AWS_ACCESS_KEY_ID'] = account;
    process.env['AWS_SECRET_ACCESS_KEY'] = 'example';
    const handler = composed(settings);
    send = async (body, userArn = jane, millis) => {
      const authorizer = { iam: { accountId: account, userArn } };
      const answer = await handler(httpApiEvent({ body, authorizer }), lambdaContext(millis));
      return asDocument(JSON.parse(String(answer['body'])));
    };
    invoke = async (body) => asDocument(await handler(body, lambdaContext()));
  });
  afterEach(async () => {
    for (const name of ['ENDPOINT_URL_STS', 'ACCESS_KEY_ID', 'SECRET_ACCESS_KEY']) {
      Reflect.deleteProperty(process.env, `AWS_${name}`);
    }
    await sts.close();
    await imageBuilder.close();
  });

  /** The function with clients for every account. */
  const composed = (given: TargetSettings) => {
    const log = (line: string): void => {
      lines.push(JSON.parse(line) as Record<string, unknown>);
    };
    const config = { region, accountId: account, ...given };
    return openHandler({
      config,
      policySource: fixedPolicy(emptyPolicy),
      ...openImageBuilder({
        sessionFor: openSessions({ settings: config }),
        ownClient: clientAt(imageBuilder.url),
      }),
      log,
    });
  };

  it('puts each where its infrastructure configuration stands, under the credentials of that account', async () => {
    for (const [id, where] of [
      [account, region],
      [account, otherRegion],
      [payments, region],
      [payments, otherRegion],
      [shop, otherRegion],
    ] as const) {
      const { imagePipelineArn } = await send(pipelineIn(id, where));
      expect(imagePipelineArn).toBe(
        `arn:aws:imagebuilder:${where}:${id}:image-pipeline/web-server`,
      );
      const { headers } = imageBuilder.requests.at(-1) ?? {};
      expect(headers?.authorization).toContain(`Credential=${id}/`);
      const given = sts.sessions.find(({ roleArn }) => roleArn === roleIn(id))?.sessionToken;
      expect(headers?.['x-amz-security-token']).toBe(given);
    }
    expect(sts.requests).toHaveLength(2);
  });

  it('acts as the caller there: session name, source identity, external id', async () => {
    await send(pipelineIn(payments));
    expect(sts.sessions).toMatchObject([
      {
        roleArn: roleIn(payments),
        sessionName: sessionNameOf(jane),
        sourceIdentity: sessionNameOf(jane),
        externalId: 'example-id',
        durationSeconds: 3600,
        accessKeyId: account,
      },
    ]);
    expect(sessionNameOf(jane)).toMatch(/^iam-[\w-]{22}-payments-dev-jane$/);
    await invoke(pipelineIn(payments, region, 'other'));
    expect(sts.sessions.at(-1)).toMatchObject({ sessionName: 'anonymous' });
  });

  it('never lets one caller act under the name of another', async () => {
    for (const [caller, name] of [
      [jane, 'a-1'],
      [joe, 'a-2'],
      [jane, 'a-3'],
      [joe, 'a-4'],
    ] as const) {
      await send(pipelineIn(payments, region, name), caller);
      const token = imageBuilder.requests.at(-1)?.headers['x-amz-security-token'];
      const session = sts.sessions.find(({ sessionToken }) => sessionToken === token);
      expect(session?.sourceIdentity).toBe(sessionNameOf(caller));
    }
    expect(sts.requests).toHaveLength(2);
  });

  it('shares no session between callers whose names look alike', async () => {
    const roles = `arn:aws:sts::${account}:assumed-role`;
    const callers = [
      `${roles}/AWSReservedSSO_ImagePlatformAdmin_0123456789abcdef/jane.doe@example.com`,
      `${roles}/dev/qIPe5AAAAmagePlatformAdmin_0123456789abcdef-jane.doe@example.com`,
      `${roles}/payments-ci/build`,
      `arn:aws:iam::${account}:user/payments-ci-build`,
      `${roles}/a-role/${'x'.repeat(64)}`,
      `${roles}/b-role/${'x'.repeat(64)}`,
    ];
    for (const [index, caller] of [...callers, ...callers].entries()) {
      await send(pipelineIn(payments, region, `a-${index}`), caller);
    }
    expect(sts.sessions).toHaveLength(callers.length);
    expect(new Set(sts.sessions.map(({ sessionName }) => sessionName)).size).toBe(callers.length);
    const tokens = imageBuilder.requests.map(({ headers }) => headers['x-amz-security-token']);
    expect(new Set(tokens).size).toBe(callers.length);
  });

  it.each([
    ['ExpiredTokenException', 'The security token included in the request is expired'],
    ['UnrecognizedClientException', 'The security token included in the request is invalid.'],
    ['InvalidClientTokenId', 'The security token included in the request is invalid.'],
    [
      'AccessDeniedException',
      'User: … is not authorized to perform: imagebuilder:CreateImagePipeline with an explicit deny in an identity-based policy',
    ],
  ])(
    'assumes the role once more where Image Builder refuses a session: %s',
    async (exception, message) => {
      await send(pipelineIn(payments, region, 'first'));
      await send(pipelineIn(payments, region, 'other'), joe);
      imageBuilder.faults.add({ exception, message, status: 403 });
      const body = { ...pipelineIn(payments, region, 'second'), clientToken: 'second' };
      expect(await send(body)).toMatchObject({ clientToken: 'second' });
      const [refused, taken] = imageBuilder.requests.slice(-2);
      expect(taken?.headers['x-amz-security-token']).not.toBe(
        refused?.headers['x-amz-security-token'],
      );
      expect(taken?.body).toEqual(refused?.body);
      expect(lines.findLast((line) => 'upstream' in line)).toMatchObject({
        upstream: { attempts: 2 },
      });
      // The new session is kept, and nobody else's was dropped.
      await send(pipelineIn(payments, region, 'third'));
      await send(pipelineIn(payments, region, 'fourth'), joe);
      expect(sts.requests).toHaveLength(3);
    },
  );

  it('assumes it no more than once a request, and says so where the new session is refused too', async () => {
    imageBuilder.faults.add({ exception: 'ExpiredTokenException', status: 403, times: 'always' });
    const answer = await send(pipelineIn(payments));
    expect(answer).toMatchObject({ status: 500, code: 'proxy-misconfigured' });
    expect([sts.requests.length, imageBuilder.requests.length]).toEqual([2, 2]);
    expect(lines.at(-2)).toMatchObject({ upstream: { attempts: 2, mayExist: false } });
  });

  it('keeps a session where Image Builder only says no, and drops it with no time left for another', async () => {
    await send(pipelineIn(payments, region, 'first'));
    imageBuilder.faults.add({ exception: 'AccessDeniedException', message: 'No.', status: 403 });
    expect(await send(pipelineIn(payments))).toMatchObject({ code: 'execution-role-forbidden' });
    await send(pipelineIn(payments, region, 'second'));
    expect(sts.requests).toHaveLength(1);
    imageBuilder.faults.add({ exception: 'ExpiredTokenException', status: 403, delayMs: 500 });
    expect(await send(pipelineIn(payments), jane, 1_500)).toMatchObject({ status: 500 });
    expect(sts.requests).toHaveLength(1);
    await send(pipelineIn(payments, region, 'third'));
    expect(sts.requests).toHaveLength(2);
  });

  it('says nothing of a pipeline while STS is waited for, however little time is left', async () => {
    sts.faults.add({ hang: 'before', times: 'always' });
    for (const millis of [2_500, 1_000, 600, 200, 0, -5_000]) {
      const answer = await send(pipelineIn(payments), `${jane}-${millis}`, millis);
      expect([503, 504]).toContain(answer.status);
      expect(JSON.stringify(answer)).not.toMatch(/may (?:exist|have been created)/i);
    }
    expect(imageBuilder.requests).toEqual([]);
  });

  it('acts as the caller in the own account too, where that is listed', async () => {
    sts.trust(roleIn(account), { externalId: 'example-id' });
    const listed = composed({ ...settings, targetAccounts: [account, payments] });
    const authorizer = { iam: { accountId: account, userArn: jane } };
    await listed(httpApiEvent({ body: pipelineIn(account), authorizer }), lambdaContext());
    await listed(pipelineIn(account, region, 'other'), lambdaContext());
    expect(sts.sessions).toMatchObject([
      { roleArn: roleIn(account), sessionName: sessionNameOf(jane) },
      { roleArn: roleIn(account), sessionName: 'anonymous', sourceIdentity: 'anonymous' },
    ]);
    await send(pipelineIn(account, region, 'third'));
    expect(sts.requests).toHaveLength(2);
    expect(imageBuilder.requests.at(-1)?.headers).not.toHaveProperty('x-amz-security-token');
  });

  it('asks STS once for requests that come together', async () => {
    sts.faults.add({ delayMs: 50 });
    const names = ['a-1', 'a-2', 'a-3', 'a-4'];
    const answers = await Promise.all(
      names.map((name) => send(pipelineIn(payments, region, name))),
    );
    for (const { imagePipelineArn } of answers) expect(imagePipelineArn).toBeDefined();
    expect(sts.requests).toHaveLength(1);
  });

  it('refuses an account and a Region that it does not serve, without asking STS or Image Builder', async () => {
    for (const [id, where] of [
      ['999900001111', region],
      [payments, 'ap-southeast-2'],
      [account, 'ap-southeast-2'],
    ] as const) {
      const answer = await send(pipelineIn(id, where));
      expect(answer).toMatchObject({
        status: 403,
        code: 'target-not-allowed',
        errors: [{ pointer: '/infrastructureConfigurationArn' }],
      });
      // The caller does not learn who else is served.
      expect(JSON.stringify(answer)).not.toContain(shop);
      expect(answer.errors?.[0]?.detail).toContain(
        `${region}, ${otherRegion} in account ${account}`,
      );
    }
    expect(sts.requests).toEqual([]);
    expect(imageBuilder.requests).toEqual([]);
  });

  it('serves its own account and Region alone where nothing else is configured', async () => {
    const handler = composed({});
    const ask = async (body: object) => asDocument(await handler(body, lambdaContext()));
    expect(await ask(pipelineIn(account))).toMatchObject({ status: 201 });
    expect(await ask(pipelineIn(payments))).toMatchObject({ code: 'target-not-allowed' });
    expect(await ask(pipelineIn(account, otherRegion))).toMatchObject({
      code: 'target-not-allowed',
    });
  });

  it('answers for a role that cannot be assumed without naming it; the log names the account', async () => {
    sts.trust(roleIn(payments), { externalId: 'changed' });
    const answer = await send(pipelineIn(payments));
    expect(answer).toMatchObject({ status: 500, code: 'proxy-misconfigured', retryable: false });
    expect(JSON.stringify(answer)).not.toMatch(/role\/|AccessDenied|image-pipeline-proxy\b(?!:)/);
    const logged = lines.find(({ level }) => level === 'error');
    expect(JSON.stringify(logged)).toContain(`account ${payments}`);
    expect(JSON.stringify(logged)).toContain('AccessDenied');
    expect(imageBuilder.requests).toEqual([]);
    // Put right, the next request does it.
    sts.trust(roleIn(payments), { externalId: 'example-id' });
    expect(await send(pipelineIn(payments))).toHaveProperty('imagePipelineArn');
  });

  it('calls STS in trouble a passing one, and lets no other account suffer from it', async () => {
    sts.faults.add({ hang: 'before' });
    const slow = send(pipelineIn(payments), jane, 1_500);
    await until(() => sts.requests.length > 0);
    expect(await send(pipelineIn(shop))).toHaveProperty('imagePipelineArn');
    expect(await send(pipelineIn(account))).toHaveProperty('imagePipelineArn');
    const answer = await slow;
    expect(answer).toMatchObject({
      status: 503,
      code: 'image-builder-unavailable',
      retryable: true,
    });
    expect(JSON.stringify(answer)).not.toContain('role');
  });

  it('measures each request, Image Builder’s part of it where it was asked', async () => {
    await send(pipelineIn(payments));
    await send(pipelineIn('999900001111'));
    const metrics = lines.filter((line) => '_aws' in line);
    expect(metrics).toMatchObject([
      { Created: 1, ColdStarts: 1, UpstreamAttempts: 1, FunctionName: 'image-pipeline-proxy' },
      { Refused: 1, ColdStarts: 0, Code: 'target-not-allowed', Problems: 1 },
    ]);
    expect(JSON.stringify(metrics)).not.toContain('jane');
  });
});
