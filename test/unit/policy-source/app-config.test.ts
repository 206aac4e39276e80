import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { handClock } from './hand-driven.ts';
import { openedSource, parsedLines, policyNamed, startedSources } from './opened-source.ts';

const address = 'image-pipelines/production/policy';
const settings = { ORGANIZATION_POLICY: `appconfig:${address}` };
const policy = (layer: string): string => JSON.stringify(policyNamed(layer));

/** The services and a source over the same hand-driven time. */
const opened = async (env: Readonly<Record<string, string>> = {}, first = policy('first')) => {
  const time = handClock();
  const sources = await startedSources(() => time.clock().now);
  sources.setConfiguration(address, first);
  const operations = () => sources.requests.map(({ operation }) => operation);
  return { sources, operations, ...openedSource({ ...settings, ...env }, time) };
};

const start = 'StartConfigurationSession';
const poll = 'GetLatestConfiguration';

describe('a policy in AppConfig', () => {
  it('is read in one session, polled as often as the time to live says', async () => {
    const { source, sources, operations, time, heard, events } = await opened();
    expect((await source()).policy).toStrictEqual(policyNamed('first'));
    for (const count of [2, 3]) {
      await time.pass(60_001);
      await source();
      await heard(count);
    }
    expect(operations()).toStrictEqual([start, poll, poll, poll]);
    expect(JSON.parse(sources.requests[0]?.rawBody ?? '')).toStrictEqual({
      ApplicationIdentifier: 'image-pipelines',
      EnvironmentIdentifier: 'production',
      ConfigurationProfileIdentifier: 'policy',
      RequiredMinimumPollIntervalInSeconds: 60,
    });
    expect(new Set(sources.requests.slice(1).map(({ path }) => path)).size).toBe(3);
    // An empty answer says that nothing changed.
    expect(events.map(({ outcome }) => outcome)).toStrictEqual([
      'loaded',
      'unchanged',
      'unchanged',
    ]);
    expect((await source()).policy).toStrictEqual(policyNamed('first'));
  });

  it('that changed holds for the requests after the refresh', async () => {
    const { source, sources, time, heard } = await opened();
    await source();
    sources.setConfiguration(address, policy('second'));
    await time.pass(60_001);
    expect((await source()).policy).toStrictEqual(policyNamed('first'));
    await heard(2);
    expect((await source()).policy).toStrictEqual(policyNamed('second'));
  });

  it('that became invalid is kept out however often it is looked at', async () => {
    const { source, sources, time, heard, events } = await opened();
    await source();
    sources.setConfiguration(address, '{"layers": [{}]}');
    for (const count of [2, 3, 4]) {
      await time.pass(60_001);
      await source();
      await heard(count);
      expect((await source()).policy).toStrictEqual(policyNamed('first'));
    }
    expect(events.slice(1)).toMatchObject(
      [60, 120, 180].map((ageSeconds) => ({
        outcome: 'invalid',
        ageSeconds,
        issues: [{ pointer: '/layers/0/name' }],
      })),
    );
  });

  it('is polled every 15 s at most: AppConfig takes no more', async () => {
    const { source, sources, operations, time, heard } = await opened({ POLICY_TTL_SECONDS: '5' });
    await source();
    for (const count of [2, 3, 4]) {
      await time.pass(5_001);
      await source();
      await heard(count);
    }
    expect(operations()).toStrictEqual([start, poll, poll]);
    expect(sources.requests[0]?.rawBody).toContain('"RequiredMinimumPollIntervalInSeconds":15');
  });

  it('is as old as its poll, however often it is asked for in between', async () => {
    const { source, sources, operations, time, heard, events } = await opened({
      POLICY_TTL_SECONDS: '5',
      POLICY_MAX_AGE_SECONDS: '40',
    });
    await source();
    for (const count of [2, 3]) {
      await time.pass(5_001);
      await source();
      await heard(count);
    }
    expect(events.map(({ ageSeconds }) => ageSeconds)).toStrictEqual([0, 5, 10]);
    expect(operations()).toStrictEqual([start, poll]);
    sources.faults.add({ exception: 'AccessDeniedException', status: 403, times: 'always' });
    await time.pass(29_000);
    expect((await source()).policy).toStrictEqual(policyNamed('first'));
    await heard(4);
    await time.pass(1_000);
    await expect(source()).rejects.toMatchObject({ name: 'PolicyUnavailable' });
  });

  it('never becomes too old for want of a poll that AppConfig would take: a new session is started', async () => {
    const { source, operations, time, heard } = await opened({
      POLICY_TTL_SECONDS: '1',
      POLICY_MAX_AGE_SECONDS: '4',
    });
    await source();
    for (const count of [2, 3, 4, 5]) {
      await time.pass(1_001);
      expect((await source()).policy).toStrictEqual(policyNamed('first'));
      await heard(count);
    }
    expect(operations()).toStrictEqual([start, poll, start, poll, start, poll]);
  });

  it('is read in a new session where the token died', async () => {
    const { source, sources, operations, time, heard, events } = await opened();
    await source();
    sources.expireTokens();
    sources.setConfiguration(address, policy('second'));
    await time.pass(60_001);
    await source();
    await heard(2);
    expect(operations()).toStrictEqual([start, poll, poll, start, poll]);
    expect((await source()).policy).toStrictEqual(policyNamed('second'));
    expect(events[1]).toMatchObject({ outcome: 'loaded' });
  });

  it('is the same object where the new session brings the same text', async () => {
    const { source, sources, time, heard, events } = await opened();
    await source();
    sources.expireTokens();
    await time.pass(60_001);
    await source();
    await heard(2);
    expect(events[1]).toMatchObject({ outcome: 'unchanged' });
  });

  it('is read in a new session after a poll that failed: its token may be used up', async () => {
    const { source, sources, operations, time, heard, lines } = await opened();
    await source();
    sources.faults.add({ operation: poll, exception: 'AccessDeniedException', status: 403 });
    await time.pass(60_001);
    await source();
    await heard(2);
    await time.pass(60_001);
    await source();
    await heard(3);
    expect(operations()).toStrictEqual([start, poll, poll, start, poll]);
    expect(parsedLines(lines)).toMatchObject([
      { outcome: 'loaded' },
      { level: 'warn', outcome: 'failed', ageSeconds: 60 },
      { level: 'info', outcome: 'unchanged' },
    ]);
  });

  it('refuses the request where nothing is deployed', async () => {
    await startedSources();
    const { source } = openedSource(settings);
    await expect(source()).rejects.toMatchObject({
      name: 'PolicyUnavailable',
      message: expect.stringContaining('ResourceNotFoundException') as string,
    });
  });

  it('refuses the request where a new session’s own token is refused', async () => {
    const { source } = await (async () => {
      const sources = await startedSources();
      sources.setConfiguration(address, policy('first'));
      sources.faults.add({ operation: poll, exception: 'BadRequestException' });
      return openedSource(settings);
    })();
    await expect(source()).rejects.toMatchObject({
      message: expect.stringContaining('AppConfig refused the token of a new session') as string,
    });
  });

  it.each([
    { what: 'empty', text: '', code: 'malformed-json' },
    {
      what: 'larger than 1 MiB',
      text: `{"layers": []}${' '.repeat(1024 * 1024)}`,
      code: 'document-too-large',
    },
  ])('refuses the request where the document is $what', async ({ text, code }) => {
    const { source } = await opened({}, text);
    await expect(source()).rejects.toMatchObject({ name: 'PolicyUnavailable', issues: [{ code }] });
  });

  it('refuses the request where the document is not UTF-8: no character is guessed', async () => {
    const latin1 = Buffer.from('{"layers": [{"name": "caf\u00e9"}]}', 'latin1');
    const server = createServer((request, response) => {
      request.resume();
      const isStart = request.method === 'POST';
      response.writeHead(isStart ? 201 : 200, { 'next-poll-interval-in-seconds': '60' });
      response.end(isStart ? '{"InitialConfigurationToken": "token"}' : latin1);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    await startedSources();
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    vi.stubEnv('AWS_ENDPOINT_URL_APPCONFIGDATA', `http://127.0.0.1:${port}`);
    await expect(openedSource(settings).source()).rejects.toMatchObject({
      message: expect.stringContaining('not text in UTF-8') as string,
    });
  });

  it('takes a document of 1 MiB', async () => {
    const text = '{"layers": []}';
    const { source } = await opened({}, text + ' '.repeat(1024 * 1024 - text.length));
    expect((await source()).policy).toStrictEqual({ layers: [] });
  });
});
