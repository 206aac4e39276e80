import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { describe, expect, it } from 'vitest';
import type { CompiledPolicy } from '../../../src/policy/compile.ts';
import type { EffectiveTagPolicy } from '../../../src/policy/tags/tag-policy.ts';
import { openedSource, parsedLines, policyNamed, startedSources } from './opened-source.ts';

const parameter = '/image-pipelines/policy';
const fromFile = {
  ORGANIZATION_POLICY: 'file:policy.example.json',
  TAG_POLICY_SOURCE: 'organizations',
};
const fromParameter = { ...fromFile, ORGANIZATION_POLICY: `ssm:${parameter}` };
const reported = { tags: { costcenter: { tag_key: 'CostCenter', tag_value: ['100', '200*'] } } };
const policy = policyNamed('packaged');

/** The effective tag policy of an anonymous caller whose request says nothing. */
const tagsOf = (compiled: CompiledPolicy): EffectiveTagPolicy =>
  compiled.layersFor({ groups: [] }, {}).tagRules.policy.effective;

describe('the effective tag policy of AWS Organizations', () => {
  it('stands beside the policy as its first level', async () => {
    const sources = await startedSources();
    sources.setEffectiveTagPolicy(JSON.stringify(reported));
    const { source, events } = openedSource(fromFile);
    const compiled = await source();
    expect(compiled.policy).toStrictEqual(policy);
    expect(tagsOf(compiled)).toEqual(reported);
    expect(events).toStrictEqual([{ source: 'organizations', outcome: 'loaded', ageSeconds: 0 }]);
  });

  it('is that of the function’s own account', async () => {
    const sources = await startedSources();
    await openedSource(fromFile).source();
    const [request] = sources.requests;
    expect(request?.operation).toBe('DescribeEffectivePolicy');
    expect(JSON.parse(request?.rawBody ?? '')).toStrictEqual({ PolicyType: 'TAG_POLICY' });
  });

  it('is empty where the account has none', async () => {
    await startedSources();
    const { source } = openedSource(fromFile);
    const compiled = await source();
    expect(compiled.policy).toStrictEqual(policy);
    expect(tagsOf(compiled)).toEqual({});
  });

  it('is not asked for unless TAG_POLICY_SOURCE says so', async () => {
    const sources = await startedSources();
    const { source } = openedSource({ ORGANIZATION_POLICY: 'file:policy.example.json' });
    expect((await source()).policy).toStrictEqual(policy);
    expect(sources.requests).toStrictEqual([]);
  });

  it('cannot be changed by whoever reads it', async () => {
    const sources = await startedSources();
    sources.setEffectiveTagPolicy(JSON.stringify(reported));
    const { tags } = tagsOf(await openedSource(fromFile).source());
    expect(Object.isFrozen(tags?.['costcenter']?.tag_value)).toBe(true);
  });

  it.each([
    ['AccessDeniedException', 400],
    ['AWSOrganizationsNotInUseException', 400],
    ['ServiceException', 500],
  ])('refuses every request while it answers %s', async (exception, status) => {
    const sources = await startedSources();
    sources.faults.add({ exception, status, times: 'always' });
    const { source, time } = openedSource(fromFile);
    const refusal = {
      name: 'PolicyUnavailable',
      message: expect.stringContaining(`organizations cannot be read: ${exception}`) as string,
    };
    await expect(source()).rejects.toMatchObject(refusal);
    await time.pass(1_000);
    await expect(source()).rejects.toMatchObject(refusal);
  });

  it.each([
    { what: 'not JSON', content: '{', pointer: '', code: 'malformed-json' },
    { what: 'no policy', content: '[]', pointer: '', code: 'not-an-effective-policy' },
    {
      what: 'a policy in place of its effect',
      content: '{"tags":{"a":{"tag_key":{"@@assign":"A"}}}}',
      pointer: '/tags/a/tag_key',
      code: 'not-an-effective-policy',
    },
  ])('refuses the request where it is $what', async ({ content, pointer, code }) => {
    const sources = await startedSources();
    sources.setEffectiveTagPolicy(content);
    const { source } = openedSource(fromFile);
    await expect(source()).rejects.toMatchObject({
      message: 'The policy organizations is invalid.',
      issues: [{ pointer, code }],
    });
  });

  it('goes on serving as it was, while the policy beside it is refreshed', async () => {
    const sources = await startedSources();
    sources.setParameter(parameter, JSON.stringify(policyNamed('first')));
    sources.setEffectiveTagPolicy(JSON.stringify(reported));
    const { source, time, heard, lines } = openedSource(fromParameter);
    await source();
    sources.setParameter(parameter, JSON.stringify(policyNamed('second')));
    sources.faults.add({
      operation: 'DescribeEffectivePolicy',
      exception: 'AccessDeniedException',
    });
    await time.pass(60_001);
    await source();
    await heard(4);
    const compiled = await source();
    expect(compiled.policy).toStrictEqual(policyNamed('second'));
    expect(tagsOf(compiled)).toEqual(reported);
    expect(parsedLines(lines)).toContainEqual(
      expect.objectContaining({ level: 'warn', source: 'organizations', ageSeconds: 60 }),
    );
  });

  it.each(['GetParameter', 'DescribeEffectivePolicy'])(
    'refuses requests once %s fails for too long, though the other goes on',
    async (operation) => {
      const sources = await startedSources();
      sources.setParameter(parameter, JSON.stringify(policy));
      const env = { ...fromParameter, POLICY_MAX_AGE_SECONDS: '120' };
      const { source, time } = openedSource(env);
      await source();
      sources.faults.add({ operation, exception: 'AccessDeniedException', times: 'always' });
      await time.pass(120_000);
      await expect(source()).rejects.toMatchObject({ name: 'PolicyUnavailable' });
    },
  );

  it('grows old alone where the policy beside it is packaged', async () => {
    const sources = await startedSources();
    const { source, time } = openedSource(fromFile);
    await source();
    await time.pass(365 * 24 * 3_600_000);
    expect((await source()).policy).toStrictEqual(policy);
    sources.faults.add({ exception: 'AccessDeniedException', times: 'always' });
    await time.pass(6 * 3_600_000);
    await expect(source()).rejects.toMatchObject({ name: 'PolicyUnavailable' });
  });

  it.each([
    ['eu-west-1', 'https://organizations.us-east-1.amazonaws.com/', 'us-east-1'],
    ['cn-north-1', 'https://organizations.cn-northwest-1.amazonaws.com.cn/', 'cn-northwest-1'],
    ['us-gov-east-1', 'https://organizations.us-gov-west-1.amazonaws.com/', 'us-gov-west-1'],
  ])('is asked for, from %s, at %s', (region, url, signingRegion) => {
    // The rules are the SDK's own; that they lead to the partition's one Region is what is relied on.
    const { config } = new OrganizationsClient({ region });
    const endpoint = config.endpointProvider({
      Region: region,
      UseFIPS: false,
      UseDualStack: false,
    });
    expect(endpoint.url.href).toBe(url);
    expect(endpoint.properties?.authSchemes).toMatchObject([{ signingRegion }]);
  });
});
