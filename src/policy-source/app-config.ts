import type { AppConfigData, ConfigurationAddress, Poll } from './app-config-client.ts';
import type { Load } from '../timing/attempt.ts';
import { type Clock, millisBetween, type Moment, systemClock } from '../timing/clock.ts';

/** What AppConfig takes for RequiredMinimumPollIntervalInSeconds. */
const shortestInterval = 15;
const longestInterval = 86_400;

/** A session: what it gave last, and how it goes on. */
interface Session extends Poll {
  readonly text: string;
  readonly polledAt: Moment;
}

/**
 * Loads a configuration from the data plane of AWS AppConfig: one session, polled again and again. The
 * SDK's client is loaded with the first use.
 *
 * AppConfig says how long to wait between polls, 15 s at least; asked earlier, this gives what the last
 * poll gave. Where that would be older than half of the greatest age, a new session is started, which
 * may be polled at once. A token can be used once and dies after a day, so whatever goes wrong with a
 * poll ends its session; one whose token is refused is followed by a new one at once.
 *
 * Source: StartConfigurationSession and GetLatestConfiguration, AWS AppConfig API Reference.
 *
 * @param ttlSeconds - How often it will be asked for.
 * @param maxAgeSeconds - How old it may become.
 * @returns The load, and the moment of the poll that gave the last text.
 */
export const configurationText = (
  address: ConfigurationAddress,
  {
    region,
    ttlSeconds,
    maxAgeSeconds,
  }: { readonly region: string; readonly ttlSeconds: number; readonly maxAgeSeconds: number },
  clock: Clock = systemClock,
): { readonly load: Load<string>; readonly readAt: () => Moment | undefined } => {
  const interval = Math.min(Math.max(ttlSeconds, shortestInterval), longestInterval);
  let data: AppConfigData | undefined;
  let session: Session | undefined;

  const load: Load<string> = async (signal) => {
    data ??= (await import('./app-config-client.ts')).openAppConfigData(region);
    const { startSession, poll } = data;
    const last = session;
    const polledAt = clock();
    const age = last === undefined ? 0 : millisBetween(last.polledAt, polledAt);
    const isEarly = last !== undefined && age < last.intervalSeconds * 1000;
    if (isEarly && age * 2 < maxAgeSeconds * 1000) return last.text;
    // Its token is used up by the poll, whatever comes of that.
    session = undefined;
    const next = last && !isEarly ? await poll(last.token, signal) : undefined;
    const fresh = next ?? (await poll(await startSession(address, interval, signal), signal));
    if (fresh === undefined) throw new Error('AppConfig refused the token of a new session.');
    const isUnchanged = next?.configuration.byteLength === 0;
    const text = isUnchanged ? (last?.text ?? '') : decoded(fresh.configuration);
    session = { ...fresh, text, polledAt };
    return text;
  };
  return { load, readAt: () => session?.polledAt };
};

const decoded = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Error('The configuration is not text in UTF-8.', { cause });
  }
};
