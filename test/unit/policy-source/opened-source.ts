import { onTestFinished, vi } from 'vitest';
import { type PolicySources, startPolicySources } from '../../../local/policy-sources/server.ts';
import { readConfig } from '../../../src/config.ts';
import { openInheritedTagPolicy } from '../../../src/policy-source/inherited-tag-policy.ts';
import { openPolicySource } from '../../../src/policy-source/open-policy-source.ts';
import type { SessionFor } from '../../../src/core/session.ts';
import type { RefreshEvent } from '../../../src/policy-source/refresh-event.ts';
import { handClock, type HandClock } from './hand-driven.ts';

/** The embedded services on a free port, closed when the running test ends; the SDK finds them there. */
export const startedSources = async (now?: () => number): Promise<PolicySources> => {
  const sources = await startPolicySources(now && { now });
  onTestFinished(async () => {
    await sources.close();
    vi.unstubAllEnvs();
  });
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
  for (const service of ['SSM', 'APPCONFIGDATA', 'ORGANIZATIONS']) {
    vi.stubEnv(`AWS_ENDPOINT_URL_${service}`, sources.url);
  }
  return sources;
};

/** A policy of one layer, which its name tells from others. */
export const policyNamed = (name: string) => ({ layers: [{ name }] });

/** What sources work with in a test, and what they report. Each attempt to read a remote document ends in an event, which `heard` waits for. */
const watched = (time: HandClock) => {
  const lines: string[] = [];
  const events: RefreshEvent[] = [];
  const context = {
    log: (line: string) => void lines.push(line),
    onRefresh: (event: RefreshEvent) => void events.push(event),
    clock: time.clock,
  };
  const heard = (count: number): Promise<void> =>
    vi.waitFor(
      () => {
        if (events.length < count) throw new Error(`${events.length} of ${count} events so far.`);
      },
      { timeout: 10_000, interval: 5 },
    );
  return { context, reported: { time, lines, events, heard } };
};

/** A policy source with its settings in the form in which an operator gives them, over hand-driven time. */
export const openedSource = (env: Readonly<Record<string, string>>, time = handClock()) => {
  const { context, reported } = watched(time);
  const source = openPolicySource(readConfig({ AWS_REGION: 'eu-west-1', ...env }), {
    packageRoot: import.meta.dirname,
    ...context,
  });
  return { source, ...reported };
};

/** The function's own account in these tests: what is called under no session is called in it. */
export const ownAccount = '123456789012';

/** The credentials of a session in an account, as the embedded Organizations knows them. */
export const credentialsIn = (account: string) => ({
  accessKeyId: account,
  secretAccessKey: 'example',
  sessionToken: 'example',
  expiration: new Date('2100-01-01'),
});

/** The tag policies that accounts inherit, over hand-driven time; sessions are given as they are asked for, unless a test says otherwise. */
export const openedInherited = (
  env: Readonly<Record<string, string>> = {},
  sessionFor: SessionFor = ({ target: { account } }) =>
    Promise.resolve(
      account === ownAccount
        ? undefined
        : { credentials: credentialsIn(account), drop: () => undefined },
    ),
) => {
  const { context, reported } = watched(handClock());
  const settings = { AWS_REGION: 'eu-west-1', TAG_POLICY_SOURCE: 'organizations', ...env };
  const inherited = openInheritedTagPolicy(readConfig(settings), { ...context, sessionFor });
  const of = (account: string, id = 'jwt:jane') => {
    if (inherited === undefined) throw new Error('The settings ask for none.');
    return inherited.read({
      target: { account, region: 'eu-west-1' },
      ownAccount,
      caller: { id, groups: [] },
      deadline: performance.now() + 10_000,
    });
  };
  return { inherited, of, ...reported };
};

/** The lines of a log, as the objects that they are. */
export const parsedLines = (lines: readonly string[]): unknown[] =>
  lines.map((line) => JSON.parse(line) as unknown);
