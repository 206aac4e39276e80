import { describe, expect, it } from 'vitest';
import { revisionOf } from '../../../src/policy-source/checked-at-build.ts';
import { openedSource, parsedLines, policyNamed, startedSources } from './opened-source.ts';

const name = '/image-pipelines/policy';
const settings = { ORGANIZATION_POLICY: `ssm:${name}` };
const policy = (layer: string): string => JSON.stringify(policyNamed(layer));

describe('a policy in Parameter Store', () => {
  it('is read as it stands there', async () => {
    const sources = await startedSources();
    sources.setParameter(name, policy('organization'));
    const { source, lines, events } = openedSource(settings);
    const compiled = await source();
    expect(compiled.policy).toStrictEqual(policyNamed('organization'));
    const revision = revisionOf(policy('organization'));
    expect(compiled.revision).toBe(revision);
    expect(sources.requests.map(({ operation }) => operation)).toStrictEqual(['GetParameter']);
    expect(events).toStrictEqual([
      { source: `ssm:${name}`, outcome: 'loaded', revision, ageSeconds: 0 },
    ]);
    expect(parsedLines(lines)).toStrictEqual([
      {
        level: 'info',
        message: `The policy ssm:${name} was read, and holds from now on.`,
        source: `ssm:${name}`,
        outcome: 'loaded',
        revision,
        ageSeconds: 0,
      },
    ]);
  });

  it('is read before the first request asks for it', async () => {
    const sources = await startedSources();
    sources.setParameter(name, policy('organization'));
    const { source, heard } = openedSource(settings);
    await heard(1);
    await source();
    expect(sources.requests).toHaveLength(1);
  });

  it('is decrypted where it is a SecureString', async () => {
    const sources = await startedSources();
    sources.setParameter(name, policy('secret'), 'SecureString');
    expect((await openedSource(settings).source()).policy).toStrictEqual(policyNamed('secret'));
  });

  it('is read again after a minute, or whatever POLICY_TTL_SECONDS says', async () => {
    const sources = await startedSources();
    sources.setParameter(name, policy('first'));
    for (const { env, seconds } of [
      { env: settings, seconds: 60 },
      { env: { ...settings, POLICY_TTL_SECONDS: '7' }, seconds: 7 },
    ]) {
      const { source, time, heard, events } = openedSource(env);
      await source();
      await time.pass(seconds * 1000);
      await source();
      expect(events).toHaveLength(1);
      await time.pass(1);
      await source();
      await heard(2);
      expect(events[1]).toMatchObject({ outcome: 'unchanged' });
    }
  });

  it('that changed holds for the requests after the refresh, and the log says from when', async () => {
    const sources = await startedSources();
    sources.setParameter(name, policy('first'));
    const { source, time, heard, lines } = openedSource(settings);
    await source();
    sources.setParameter(name, policy('second'));
    await time.pass(60_001);
    expect((await source()).policy).toStrictEqual(policyNamed('first'));
    await heard(2);
    expect((await source()).policy).toStrictEqual(policyNamed('second'));
    expect(parsedLines(lines)[1]).toMatchObject({ level: 'info', outcome: 'loaded' });
  });

  it('that did not change is the very same object, and no line of the log', async () => {
    const sources = await startedSources();
    sources.setParameter(name, policy('first'));
    const { source, time, heard, lines } = openedSource(settings);
    const before = await source();
    await time.pass(60_001);
    await source();
    await heard(2);
    expect(await source()).toBe(before);
    expect(lines).toHaveLength(1);
  });

  it('that became invalid is kept out: the old one serves, and the log names every issue', async () => {
    const sources = await startedSources();
    sources.setParameter(name, policy('first'));
    const { source, time, heard, lines, events } = openedSource(settings);
    await source();
    sources.setParameter(name, '{"layers": [{"name": "a", "color": 1, "defaults": {"name": ""}}]}');
    await time.pass(75_000);
    await source();
    await heard(2);
    expect((await source()).policy).toStrictEqual(policyNamed('first'));
    const issues = [
      expect.objectContaining({ pointer: '/layers/0/color' }),
      expect.objectContaining({ pointer: '/layers/0/defaults/name' }),
    ] as unknown[];
    expect(events[1]).toStrictEqual({
      source: `ssm:${name}`,
      outcome: 'invalid',
      ageSeconds: 75,
      issues: expect.arrayContaining(issues) as unknown,
    });
    expect(parsedLines(lines)[1]).toStrictEqual({
      level: 'warn',
      message: `The policy ssm:${name} is invalid (2 errors). The one read 75 s ago goes on serving until it is 21600 s old.`,
      source: `ssm:${name}`,
      outcome: 'invalid',
      ageSeconds: 75,
      issues: expect.arrayContaining(issues) as unknown,
    });
  });

  it('with more issues than a line of the log should hold shows the first 50, and counts them all', async () => {
    const sources = await startedSources();
    const layers = Array.from({ length: 60 }, () => ({ name: 'a', ['b'.repeat(10_000)]: 1 }));
    sources.setParameter(name, JSON.stringify({ layers }));
    const { heard, lines, events } = openedSource(settings);
    await heard(1);
    expect(events[0]?.issues).toHaveLength(119);
    const [line] = parsedLines(lines);
    expect(line).toMatchObject({ message: expect.stringContaining('(119 errors)') as string });
    expect(line).toHaveProperty('issues.length', 50);
    expect(lines[0]?.length).toBeLessThan(100_000);
  });

  it('that was put right again serves, and the log says so', async () => {
    const sources = await startedSources();
    sources.setParameter(name, policy('first'));
    const { source, time, heard, lines } = openedSource(settings);
    await source();
    for (const [index, text] of ['{', policy('first'), policy('second')].entries()) {
      sources.setParameter(name, text);
      await time.pass(60_001);
      await source();
      await heard(index + 2);
    }
    expect((await source()).policy).toStrictEqual(policyNamed('second'));
    expect(parsedLines(lines)).toMatchObject([
      { level: 'info', outcome: 'loaded' },
      { level: 'warn', outcome: 'invalid', issues: [{ pointer: '', code: 'malformed-json' }] },
      { level: 'info', outcome: 'unchanged', message: expect.stringContaining('again') as string },
      { level: 'info', outcome: 'loaded' },
    ]);
  });

  it('that cannot be reached any more goes on serving, and the log says why', async () => {
    const sources = await startedSources();
    sources.setParameter(name, policy('first'));
    const { source, time, heard, lines, events } = openedSource(settings);
    await source();
    const message = 'User is not authorized to perform: ssm:GetParameter on this resource.';
    sources.faults.add({ exception: 'AccessDeniedException', message });
    await time.pass(61_000);
    await source();
    await heard(2);
    expect((await source()).policy).toStrictEqual(policyNamed('first'));
    expect(events[1]).toStrictEqual({ source: `ssm:${name}`, outcome: 'failed', ageSeconds: 61 });
    expect(parsedLines(lines)[1]).toMatchObject({
      level: 'warn',
      message: `The policy ssm:${name} cannot be read: AccessDeniedException: ${message} The one read 61 s ago goes on serving until it is 21600 s old.`,
    });
  });

  it.each([
    { what: 'the setting', env: { POLICY_TTL_SECONDS: '1', POLICY_MAX_AGE_SECONDS: '4' }, age: 4 },
    { what: 'its default', env: {}, age: 21_600 },
  ])(
    'that cannot be read again for as long as $what says refuses requests, and says why',
    async (row) => {
      const sources = await startedSources();
      sources.setParameter(name, policy('first'));
      const { source, time, heard, lines } = openedSource({ ...settings, ...row.env });
      await source();
      sources.faults.add({ exception: 'AccessDeniedException', message: 'No.', times: 'always' });
      await time.pass(row.age * 1000 - 1);
      expect((await source()).policy).toStrictEqual(policyNamed('first'));
      await heard(2);
      await time.pass(1_001);
      await expect(source()).rejects.toMatchObject({
        name: 'PolicyUnavailable',
        message: `The policy ssm:${name} cannot be read: AccessDeniedException: No.`,
      });
      expect(parsedLines(lines).at(-1)).toStrictEqual({
        level: 'warn',
        message: `The policy ssm:${name} cannot be read: AccessDeniedException: No. The one read ${row.age + 1} s ago is older than the ${row.age} s that it may be: nothing is created until it can be read again.`,
        source: `ssm:${name}`,
        outcome: 'failed',
        ageSeconds: row.age + 1,
      });
      sources.faults.clear();
      await time.pass(1_000);
      expect((await source()).policy).toStrictEqual(policyNamed('first'));
    },
  );

  it('that is invalid for as long refuses requests, with its issues', async () => {
    const sources = await startedSources();
    sources.setParameter(name, policy('first'));
    const env = { POLICY_TTL_SECONDS: '1', POLICY_MAX_AGE_SECONDS: '4' };
    const { source, time } = openedSource({ ...settings, ...env });
    await source();
    sources.setParameter(name, '{"layers": [{}]}');
    await time.pass(4_000);
    await expect(source()).rejects.toMatchObject({
      name: 'PolicyUnavailable',
      message: `The policy ssm:${name} is invalid.`,
      issues: [{ pointer: '/layers/0/name' }],
    });
  });

  it.each([
    { what: 'the parameter is missing', exception: undefined, says: 'ParameterNotFound' },
    { what: 'the role may not read it', exception: 'AccessDeniedException', says: 'AccessDenied' },
    { what: 'its key is out of reach', exception: 'InvalidKeyId', says: 'InvalidKeyId' },
  ])('refuses the request where $what, and the next one tries again', async (row) => {
    const sources = await startedSources();
    if (row.exception !== undefined) sources.faults.add({ exception: row.exception });
    const { source, time, lines, events } = openedSource(settings);
    await expect(source()).rejects.toMatchObject({
      name: 'PolicyUnavailable',
      message: expect.stringContaining(
        `The policy ssm:${name} cannot be read: ${row.says}`,
      ) as string,
    });
    expect(events).toStrictEqual([{ source: `ssm:${name}`, outcome: 'failed' }]);
    expect(parsedLines(lines)).toMatchObject([
      {
        level: 'warn',
        message: expect.stringMatching(/Nothing is created until it can be\.$/) as string,
      },
    ]);
    sources.setParameter(name, policy('first'));
    await expect(source()).rejects.toMatchObject({ name: 'PolicyUnavailable' });
    await time.pass(1_000);
    expect((await source()).policy).toStrictEqual(policyNamed('first'));
  });

  it('refuses the request where the first document is invalid, with its issues', async () => {
    const sources = await startedSources();
    sources.setParameter(name, '{"layers": {}}');
    const { source, events } = openedSource(settings);
    await expect(source()).rejects.toMatchObject({
      name: 'PolicyUnavailable',
      message: `The policy ssm:${name} is invalid.`,
      issues: [{ pointer: '/layers' }],
    });
    expect(events).toMatchObject([{ outcome: 'invalid', issues: [{ pointer: '/layers' }] }]);
  });

  it.each([
    { what: 'fails once', issue: { exception: 'InternalServerError', status: 500 } },
    { what: 'is throttled', issue: { exception: 'ThrottlingException' } },
    { what: 'loses its connection', issue: { drop: 'before' } },
    { what: 'is not answered', issue: { hang: 'before' } },
  ] as const)('is read all the same where the call $what', async ({ issue }) => {
    const sources = await startedSources();
    sources.setParameter(name, policy('first'));
    sources.faults.add(issue);
    const { source, events } = openedSource(settings);
    expect((await source()).policy).toStrictEqual(policyNamed('first'));
    expect(sources.requests).toHaveLength(2);
    expect(events).toHaveLength(1);
  });

  it('is given up where nothing answers: no request waits past 3 s', async () => {
    const sources = await startedSources();
    sources.faults.add({ hang: 'before', times: 'always' });
    const started = performance.now();
    const { source } = openedSource(settings);
    await expect(source()).rejects.toMatchObject({ name: 'PolicyUnavailable' });
    expect(performance.now() - started).toBeGreaterThan(2_500);
    expect(performance.now() - started).toBeLessThan(8_000);
    expect(sources.requests.length).toBeLessThanOrEqual(3);
  });

  it('is given up where nothing listens', async () => {
    const sources = await startedSources();
    await sources.close();
    await expect(openedSource(settings).source()).rejects.toMatchObject({
      name: 'PolicyUnavailable',
      message: expect.stringContaining('ECONNREFUSED') as string,
    });
  });
});
