import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { PolicyUnavailable } from '../../src/errors.ts';
import { openChaosProxy, type ChaosProxy } from '../support/chaos-proxy.ts';
import { arn, fixedPolicy, testPolicy } from '../support/policy.ts';

const text = JSON.stringify(testPolicy);
const revision = createHash('sha256').update(text).digest('hex').slice(0, 12);
const body = { name: 'revised', imageRecipeArn: arn('image-recipe/web-server/1.0.0') };

describe('The revision of the policy', () => {
  let proxy: ChaosProxy;
  afterEach(async () => {
    await proxy.close();
  });
  const logged = (): unknown =>
    (JSON.parse(proxy.log[0] ?? '{}') as Record<string, unknown>)['policyRevision'];

  it.each([
    ['what is created', { body }, 201],
    ['a dry run', { body, query: 'dryRun=true' }, 200],
    ['a refusal by the policy', { body: { ...body, executionRole: 'admin' } }, 422],
    ['an invalid request', { body: {} }, 400],
    ['what GET /policy says', { method: 'GET', path: '/policy' }, 200],
  ])('stands in %s, and in its line of the log', async (_, request, status) => {
    proxy = await openChaosProxy({ policy: fixedPolicy(testPolicy) });
    const answer = await proxy.send(request);
    expect([answer.status, answer.document['policyRevision']]).toEqual([status, revision]);
    expect(logged()).toBe(revision);
  });

  it('is another one where the document is', async () => {
    const [layer] = testPolicy.layers;
    const policy = { layers: [{ ...layer, description: 'A word more.' }] };
    proxy = await openChaosProxy({ policy: fixedPolicy(policy) });
    const { document } = await proxy.send({ body });
    expect(document['policyRevision']).toMatch(/^[0-9a-f]{12}$/);
    expect(document['policyRevision']).not.toBe(revision);
  });

  it.each([
    ['no policy was read', { body }, 503],
    ['none was asked', { method: 'GET', path: '/openapi.json' }, 200],
  ])('does not stand where %s', async (_, request, status) => {
    const policy = () => Promise.reject(new PolicyUnavailable('No policy.'));
    proxy = await openChaosProxy({ policy });
    const answer = await proxy.send(request);
    expect(answer.status).toBe(status);
    expect(answer.document).not.toHaveProperty('policyRevision');
    expect(logged()).toBeUndefined();
  });
});
