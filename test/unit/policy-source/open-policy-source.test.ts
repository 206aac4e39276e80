import { describe, expect, it } from 'vitest';
import { openedSource, policyNamed, startedSources } from './opened-source.ts';

const parameter = '/image-pipelines/policy';
const fromFile = { ORGANIZATION_POLICY: 'file:policy.example.json' };
const fromBoth = { ORGANIZATION_POLICY: `ssm:${parameter}`, TAG_POLICY_SOURCE: 'organizations' };
const reported = (value: string): string =>
  JSON.stringify({ tags: { team: { tag_key: 'team', tag_value: [value] } } });

describe('The source of the policy', () => {
  it('compiles a packaged policy once', async () => {
    const { source } = openedSource(fromFile);
    const [first, second] = await Promise.all([source(), source()]);
    expect(second).toBe(first);
    expect(await source()).toBe(first);
    expect(Object.isFrozen(first)).toBe(true);
  });

  it('compiles the same documents once, and anew when either of them changes', async () => {
    const sources = await startedSources();
    sources.setParameter(parameter, JSON.stringify(policyNamed('first')));
    sources.setEffectiveTagPolicy(reported('a'));
    const { source, time, heard } = openedSource(fromBoth);
    const refreshed = async (events: number) => {
      await time.pass(60_001);
      await source();
      await heard(events);
      return source();
    };
    const first = await source();
    expect(await source()).toBe(first);
    expect(await refreshed(4)).toBe(first);

    sources.setParameter(parameter, JSON.stringify(policyNamed('second')));
    const second = await refreshed(6);
    expect(second).not.toBe(first);
    expect(second.policy).toStrictEqual(policyNamed('second'));

    sources.setEffectiveTagPolicy(reported('b'));
    const third = await refreshed(8);
    expect(third).not.toBe(second);
    expect(third.policy).toBe(second.policy);
    expect(third.layersFor({ groups: [] }, {}).tagRules.policy.effective).toEqual(
      JSON.parse(reported('b')),
    );
    expect(await source()).toBe(third);
  });

  it('does without the policy of AWS Organizations only where it is not configured', async () => {
    const sources = await startedSources();
    sources.setParameter(parameter, JSON.stringify(policyNamed('first')));
    sources.faults.add({
      operation: 'DescribeEffectivePolicy',
      exception: 'AccessDeniedException',
      times: 'always',
    });
    await expect(openedSource(fromBoth).source()).rejects.toMatchObject({
      name: 'PolicyUnavailable',
    });
    const { ORGANIZATION_POLICY } = fromBoth;
    await expect(openedSource({ ORGANIZATION_POLICY }).source()).resolves.toBeDefined();
  });
});
