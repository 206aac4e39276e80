import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startImageBuilder, type ImageBuilder } from '../../local/image-builder/server.ts';
import { startPolicySources, type PolicySources } from '../../local/policy-sources/server.ts';
import { startSts, type Sts } from '../../local/sts/server.ts';
import type { createHandler } from '../../src/handler.ts';
import { httpApiEvent } from '../support/http-api-event.ts';
import { account, lambdaContext, region } from '../support/lambda-context.ts';
import { asDocument } from '../support/proxy.ts';

const payments = '444455556666';
const shop = '777788889999';
const roleIn = (id: string): string => `arn:aws:iam::${id}:role/image-pipeline-proxy`;
const jane = `arn:aws:sts::${account}:assumed-role/payments-dev/jane`;
const joe = `arn:aws:sts::${account}:assumed-role/payments-dev/joe`;
const tagPolicy = (...values: string[]): string =>
  JSON.stringify({ tags: { team: { tag_key: 'Team', tag_value: values } } });
/** Each caller may create in the own account and the one of payments, and nobody in the shop's. */
const policy = {
  grants: [
    { name: 'everybody', to: { callers: ['*'] }, in: { accounts: [account, payments] } },
    { name: 'joe', to: { callers: [joe] }, in: { accounts: [shop] } },
  ],
  layers: [],
};

/** A request for a pipeline of a team in an account. */
const pipelineIn = (id: string, Team: string, name = 'web-server') => ({
  name,
  imageRecipeArn: `arn:aws:imagebuilder:${region}:${id}:image-recipe/web-server/1.0.0`,
  infrastructureConfigurationArn: `arn:aws:imagebuilder:${region}:${id}:infrastructure-configuration/standard`,
  tags: { Team },
});

describe('The tag policies that accounts inherit, in the function as Lambda loads it', () => {
  let imageBuilder: ImageBuilder;
  let sts: Sts;
  let sources: PolicySources;
  let lines: Record<string, unknown>[];

  beforeEach(async () => {
    imageBuilder = await startImageBuilder({ accountId: account });
    sts = await startSts({ roles: { [roleIn(payments)]: {}, [roleIn(shop)]: {} } });
    sources = await startPolicySources({ accountId: account });
    sources.setParameter('/policy', JSON.stringify(policy));
    sources.setEffectiveTagPolicy(tagPolicy('platform'));
    sources.setEffectiveTagPolicy(tagPolicy('payments'), payments);
    lines = [];
    vi.resetModules();
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      lines.push(JSON.parse(String(text)) as Record<string, unknown>);
      return true;
    });
    onTestFinished(async () => {
      vi.restoreAllMocks();
      vi.unstubAllEnvs();
      await Promise.all([imageBuilder.close(), sts.close(), sources.close()]);
    });
  });

  /** The function on the real SDK, which finds the services by the environment, as on Lambda. */
  const started = async (env: Readonly<Record<string, string>> = {}) => {
    const environment = {
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: account,
      AWS_SECRET_ACCESS_KEY: 'example',
      AWS_ENDPOINT_URL_IMAGEBUILDER: imageBuilder.url,
      AWS_ENDPOINT_URL_STS: sts.url,
      AWS_ENDPOINT_URL_SSM: sources.url,
      AWS_ENDPOINT_URL_ORGANIZATIONS: sources.url,
      ORGANIZATION_POLICY: 'ssm:/policy',
      TAG_POLICY_SOURCE: 'organizations',
      EXECUTION_ROLE: roleIn('{account}'),
      TARGET_ACCOUNTS: `${payments},${shop}`,
      ...env,
    };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const { handler } = await import('../../src/lambda.ts');
    return {
      send: (body: object, caller = jane) => send(handler, { body }, caller),
      get: () => send(handler, { method: 'GET', path: '/policy' }, jane),
      dryRun: (body: object) => send(handler, { body, query: 'dryRun=true' }, jane),
      preview: (body: object) => send(handler, { body, query: 'dryRun=policy' }, jane),
    };
  };

  const send = async (
    handler: ReturnType<typeof createHandler>,
    request: Parameters<typeof httpApiEvent>[0],
    userArn: string,
  ) => {
    const authorizer = { iam: { accountId: account, userArn } };
    const answer = await handler(httpApiEvent({ ...request, authorizer }), lambdaContext());
    return asDocument(JSON.parse(String(answer['body'])));
  };

  const asked = () =>
    sources.requests.filter(({ operation }) => operation === 'DescribeEffectivePolicy');
  const breach = { code: 'policy-violation', errors: [{ pointer: '/tags/Team' }] };

  it('hold in each account as its own, under the role that creates there, read once for all callers', async () => {
    const { send: create } = await started();
    for (const caller of [jane, joe]) {
      expect(
        await create(pipelineIn(payments, 'payments', `of-${caller.split('/').at(-1)}`), caller),
      ).toHaveProperty('imagePipelineArn');
      expect(await create(pipelineIn(payments, 'platform'), caller)).toMatchObject(breach);
      expect(await create(pipelineIn(account, 'payments'), caller)).toMatchObject(breach);
    }
    expect(await create(pipelineIn(account, 'platform'))).toHaveProperty('imagePipelineArn');
    expect(imageBuilder.requests).toHaveLength(3);
    const [there, here] = asked();
    expect(asked()).toHaveLength(2);
    const [session] = sts.sessions;
    expect(there?.headers['x-amz-security-token']).toBe(session?.sessionToken);
    expect(session).toMatchObject({ roleArn: roleIn(payments) });
    expect(here?.headers).not.toHaveProperty('x-amz-security-token');
    // The session that read it is the caller's, and creates as well.
    expect(sts.sessions).toHaveLength(2);
    expect(lines).toContainEqual(
      expect.objectContaining({ source: `organizations:${payments}`, outcome: 'loaded' }),
    );
  });

  it('are not asked for where no grant covers the target', async () => {
    const { send: create } = await started();
    expect(await create(pipelineIn(shop, 'shop'))).toMatchObject({ code: 'not-granted' });
    expect([asked().length, sts.requests.length]).toEqual([0, 0]);
    expect(await create(pipelineIn(shop, 'shop'), joe)).toHaveProperty('imagePipelineArn');
    expect(asked()).toHaveLength(1);
  });

  it('stop the account whose own cannot be read, and no other; the log names the right', async () => {
    const { send: create, dryRun } = await started();
    sources.faults.add({
      operation: 'DescribeEffectivePolicy',
      exception: 'AccessDeniedException',
      message: "You don't have permissions to access this resource.",
    });
    const answer = await create(pipelineIn(payments, 'payments'));
    expect(answer).toMatchObject({
      status: 503,
      code: 'policy-unavailable',
      retryable: true,
      hint: expect.stringMatching(/^This request created nothing/) as unknown,
    });
    expect(JSON.stringify(answer)).not.toMatch(/organizations|AccessDenied|role/i);
    expect(JSON.stringify(lines)).toContain(
      `organizations:${payments} cannot be read: AccessDeniedException: You don't have permissions to access this resource. The role that creates there needs organizations:DescribeEffectivePolicy.`,
    );
    // At once, and so it is for a dry run.
    expect(await dryRun(pipelineIn(payments, 'payments'))).toMatchObject({ status: 503 });
    expect(await create(pipelineIn(account, 'platform'))).toHaveProperty('imagePipelineArn');
    expect(imageBuilder.requests).toHaveLength(1);
    await vi.waitFor(
      async () => {
        expect(await create(pipelineIn(payments, 'payments'))).toHaveProperty('imagePipelineArn');
      },
      { timeout: 5_000, interval: 200 },
    );
  });

  it('are looked at by a dry run', async () => {
    const { dryRun } = await started();
    expect(await dryRun(pipelineIn(payments, 'platform'))).toMatchObject(breach);
    expect(imageBuilder.requests).toEqual([]);
    expect(await dryRun(pipelineIn(payments, 'payments'))).toMatchObject({
      dryRun: true,
      validatedBy: 'image-builder',
    });
  });

  it('are looked at by a dry run that asks nobody where they are known, and it says where they are not', async () => {
    const { send: create, preview } = await started();
    expect(await preview(pipelineIn(payments, 'platform'))).toMatchObject({
      dryRun: true,
      validatedBy: 'proxy',
      warnings: [{ code: 'tag-policy-not-looked-at' }],
    });
    expect([asked(), sts.requests]).toEqual([[], []]);
    await create(pipelineIn(payments, 'payments'));
    const known = asked().length;
    expect(await preview(pipelineIn(payments, 'platform'))).toMatchObject(breach);
    expect(await preview(pipelineIn(payments, 'payments'))).toMatchObject({ warnings: [] });
    expect(asked()).toHaveLength(known);
    expect(imageBuilder.requests).toHaveLength(1);
  });

  it('are shown by GET /policy as the function’s own account has it', async () => {
    const { get } = await started();
    expect(await get()).toMatchObject({ tagPolicy: JSON.parse(tagPolicy('platform')) as unknown });
    expect(asked()).toHaveLength(1);
    expect(sts.requests).toEqual([]);
  });

  it('are read under the execution role in the own account too, where that is listed', async () => {
    sts.trust(roleIn(account));
    const { send: create } = await started({ TARGET_ACCOUNTS: `${account},${payments}` });
    expect(await create(pipelineIn(account, 'payments'))).toMatchObject(breach);
    const [{ sessionToken } = {}] = sts.sessions;
    expect(sessionToken).toBeDefined();
    expect(asked()[0]?.headers['x-amz-security-token']).toBe(sessionToken);
  });

  it('need no role that a caller may not have: another’s read serves all', async () => {
    const { send: create } = await started();
    sts.faults.add({ exception: 'AccessDenied', status: 403 });
    const both = await Promise.all([
      create(pipelineIn(payments, 'payments', 'web-a'), jane),
      create(pipelineIn(payments, 'payments', 'web-b'), joe),
    ]);
    expect(both.map(({ code }) => code).sort()).toEqual(['policy-unavailable', undefined]);
  });
});
