import { describe, expect, it } from 'vitest';
import { openedSource, policyNamed, startedSources } from './opened-source.ts';

const parameter = '/image-pipelines/policy';
const fromFile = { ORGANIZATION_POLICY: 'file:policy.example.json' };
const fromParameter = { ORGANIZATION_POLICY: `ssm:${parameter}` };

describe('The source of the policy', () => {
  it('compiles a packaged policy once', async () => {
    const { source } = openedSource(fromFile);
    const [first, second] = await Promise.all([source(), source()]);
    expect(second).toBe(first);
    expect(await source()).toBe(first);
    expect(Object.isFrozen(first)).toBe(true);
  });

  it('compiles the same document once, and anew when it changes', async () => {
    const sources = await startedSources();
    sources.setParameter(parameter, JSON.stringify(policyNamed('first')));
    const { source, time, heard } = openedSource(fromParameter);
    const refreshed = async (events: number) => {
      await time.pass(60_001);
      await source();
      await heard(events);
      return source();
    };
    const first = await source();
    expect(await source()).toBe(first);
    expect(await refreshed(2)).toBe(first);

    sources.setParameter(parameter, JSON.stringify(policyNamed('second')));
    const second = await refreshed(3);
    expect(second).not.toBe(first);
    expect(second.policy).toStrictEqual(policyNamed('second'));
    expect(await source()).toBe(second);
  });

  it('begins to read before the first request', async () => {
    const sources = await startedSources();
    sources.setParameter(parameter, JSON.stringify(policyNamed('first')));
    const { heard } = openedSource(fromParameter);
    await heard(1);
    expect(sources.requests).toHaveLength(1);
  });
});
