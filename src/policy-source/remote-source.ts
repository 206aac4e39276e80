import { defaultPolicyTtlSeconds, policyMaxAgeSecondsOf, type Config } from '../config.ts';
import { PolicyUnavailable } from '../errors.ts';
import { type Clock, type Moment, systemClock } from '../timing/clock.ts';
import { type CachedSource, cachedSource, type CachedSourceOptions } from './cached-source.ts';
import { describeFailure } from './describe-failure.ts';
import { memoizeLast } from './policy-document.ts';
import { type RefreshEvent, reportRefresh } from './refresh-event.ts';

/** The settings that say how fresh a document is. */
export type FreshnessSettings = Pick<Config, 'policyMaxAgeSeconds' | 'policyTtlSeconds'>;

/** What the source of a document works with. */
export interface RemoteSourceContext {
  /** Writes one line of the log. */
  readonly log: (line: string) => void;
  /** Told of each attempt to read a remote document: what a metric is made of. */
  readonly onRefresh?: (event: RefreshEvent) => void;
  readonly clock?: Clock;
}

/** A document that is read over the network. */
export interface RemoteDocument<T, Asked extends readonly unknown[]> extends Pick<
  CachedSourceOptions<string, Asked>,
  'load' | 'isAskers'
> {
  /** What it is called in the log, such as `ssm:/image-pipelines/policy`. */
  readonly name: string;
  /** Makes a document of the text that `load` gives. */
  readonly read: (name: string, text: string) => T | Promise<T>;
  /** Which document it is, for the log and the metrics. */
  readonly revisionOf?: (document: T) => string;
  /** When the last text was read, where that is earlier than its load. */
  readonly readAt?: () => Moment | undefined;
}

/**
 * Caches a document that is read over the network, as the settings say.
 *
 * @returns The present document. Rejects with `PolicyUnavailable` while there is none, or where it
 * could not be read again for too long.
 */
export const remoteSource = <T, Asked extends readonly unknown[]>(
  { name, load, isAskers, read, readAt, revisionOf }: RemoteDocument<T, Asked>,
  settings: FreshnessSettings,
  { log, onRefresh, clock = systemClock }: RemoteSourceContext,
): CachedSource<T, Asked> => {
  const { policyTtlSeconds = defaultPolicyTtlSeconds } = settings;
  const maxAgeSeconds = policyMaxAgeSecondsOf(settings);
  const readText = memoizeLast((text) => read(name, text));
  const source = cachedSource<T, Asked>({
    load: async (signal, ...asked) => readText(await load(signal, ...asked)),
    ttlMillis: policyTtlSeconds * 1000,
    maxAgeMillis: maxAgeSeconds * 1000,
    ...(isAskers !== undefined && { isAskers }),
    ...(readAt !== undefined && { readAt }),
    clock,
    onLoad: reportRefresh(
      { source: name, maxAgeSeconds, ...(revisionOf !== undefined && { revisionOf }) },
      log,
      onRefresh,
    ),
  });
  const get = (...asked: Asked): Promise<T> =>
    source(...asked).catch((error: unknown) => {
      throw unavailable(name, error);
    });
  return Object.assign(get, { cached: source.cached });
};

const unavailable = (name: string, error: unknown): PolicyUnavailable =>
  error instanceof PolicyUnavailable
    ? error
    : new PolicyUnavailable(`The policy ${name} cannot be read: ${describeFailure(error)}.`, [], {
        cause: error,
      });
