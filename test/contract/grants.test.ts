import { afterEach, describe, expect, it } from 'vitest';
import { openInProcessProxy } from '../support/in-process-proxy.ts';
import { arn, fixedPolicy, testPolicy } from '../support/policy.ts';
import type { Proxy } from '../support/proxy.ts';

const policy = {
  ...testPolicy,
  grants: [
    {
      name: 'of-payments',
      contact: '#payments-platform',
      to: { groups: ['img-payments'] },
      allowed: { name: ['payments-*'] },
    },
    { name: 'of-finance', contact: '#finance-room', to: { groups: ['grp-finance'] } },
  ],
};
const person = (groups: string) => ({ jwt: { claims: { sub: 'ana', groups }, scopes: null } });

describe('Grants, over HTTP', () => {
  let proxy: Proxy;
  afterEach(() => proxy.close());
  const open = async (): Promise<void> => {
    proxy = await openInProcessProxy({ policy: fixedPolicy(policy) });
  };
  const create = (name: string, groups: string, query = '') =>
    proxy.send({
      query,
      authorizer: person(groups),
      body: { name, imageRecipeArn: arn('image-recipe/web/1.0.0') },
    });

  it('name the grant that was used, in the answer, in a dry run and in the log', async () => {
    await open();
    const { status, document } = await create('payments-api', '[img-payments]');
    expect([status, document['grant']]).toEqual([201, 'of-payments']);
    const dry = await create('payments-other', '[img-payments]', 'dryRun=true');
    expect([dry.status, dry.document['grant']]).toEqual([200, 'of-payments']);
    expect(proxy.log().map((line) => (JSON.parse(line) as { grant?: string }).grant)).toEqual([
      'of-payments',
      'of-payments',
    ]);
  });

  it('refuse with 403 what none covers, a dry run too, and nothing is sent', async () => {
    await open();
    for (const query of ['', 'dryRun=true']) {
      const { status, document } = await create('web-shop', '[img-payments]', query);
      expect(status).toBe(403);
      expect(document).toMatchObject({
        code: 'not-granted',
        errors: [
          {
            pointer: '/name',
            code: 'not-granted',
            grant: 'of-payments',
            contact: '#payments-platform',
          },
        ],
      });
      expect(JSON.stringify(document)).not.toMatch(/finance/);
    }
    expect(proxy.imageBuilder.requests).toEqual([]);
  });

  it('are shown by GET /policy to those they are made to, less to whom else they are made', async () => {
    await open();
    const ask = (groups: string) =>
      proxy.send({ method: 'GET', path: '/policy', authorizer: person(groups) });
    const { status, document } = await ask('[img-payments]');
    expect(status).toBe(200);
    expect(document['grants']).toEqual([
      { name: 'of-payments', contact: '#payments-platform', allowed: { name: ['payments-*'] } },
    ]);
    expect(JSON.stringify(document)).not.toContain('img-payments');
    const stranger = await ask('[img-other]');
    expect(stranger.status).toBe(200);
    expect(stranger.document).toEqual({
      layers: [],
      defaults: {},
      enforced: {},
      allowed: {},
      required: {},
      forbidden: {},
      warned: [],
      dates: [],
      tagPolicy: {},
      tagPolicyCompliance: 'error',
      grants: [],
      provenance: { defaults: {}, enforced: {} },
      policyRevision: document['policyRevision'],
    });
  });

  it('refuse a stranger a target that is not served as they refuse it any other', async () => {
    await open();
    const elsewhere = arn('infrastructure-configuration/a').replace('eu-west-1', 'us-east-1');
    const { document } = await proxy.send({
      authorizer: person('[img-other]'),
      body: { name: 'any-name', infrastructureConfigurationArn: elsewhere },
    });
    expect(document.code).toBe('not-granted');
    expect(JSON.stringify(document)).not.toContain('serves');
  });
});
