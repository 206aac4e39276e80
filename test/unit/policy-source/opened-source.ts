import { onTestFinished, vi } from 'vitest';
import { type PolicySources, startPolicySources } from '../../../local/policy-sources/server.ts';
import { readConfig } from '../../../src/config.ts';
import { openPolicySource } from '../../../src/policy-source/open-policy-source.ts';
import type { RefreshEvent } from '../../../src/policy-source/refresh-event.ts';
import { handClock } from './hand-driven.ts';

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

/**
 * A policy source with its settings in the form in which an operator gives them, over hand-driven time.
 * Each attempt to read a remote document ends in an event, which `heard` waits for.
 */
export const openedSource = (env: Readonly<Record<string, string>>, time = handClock()) => {
  const lines: string[] = [];
  const events: RefreshEvent[] = [];
  const source = openPolicySource(readConfig({ AWS_REGION: 'eu-west-1', ...env }), {
    packageRoot: import.meta.dirname,
    log: (line) => lines.push(line),
    onRefresh: (event) => events.push(event),
    clock: time.clock,
  });
  const heard = (count: number): Promise<void> =>
    vi.waitFor(
      () => {
        if (events.length < count) throw new Error(`${events.length} of ${count} events so far.`);
      },
      { timeout: 10_000, interval: 5 },
    );
  return { source, time, lines, events, heard };
};

/** The lines of a log, as the objects that they are. */
export const parsedLines = (lines: readonly string[]): unknown[] =>
  lines.map((line) => JSON.parse(line) as unknown);
