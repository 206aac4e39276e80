import { defaultPolicyTtlSeconds, policyMaxAgeSecondsOf, type Config } from '../config.ts';
import { PolicyUnavailable } from '../errors.ts';
import { configurationText } from './app-config.ts';
import type { Load } from '../timing/attempt.ts';
import { cachedSource } from './cached-source.ts';
import { type Clock, type Moment, systemClock } from '../timing/clock.ts';
import { describeFailure } from './describe-failure.ts';
import { fileSource } from './file.ts';
import { effectiveTagPolicyText } from './organizations.ts';
import { parameterText } from './parameter-store.ts';
import { memoizeLast, readOrganizationPolicy, readReportedTagPolicy } from './policy-document.ts';
import { compilePolicy, type CompiledPolicy, type PolicySource } from '../policy/compile.ts';
import type { OrganizationPolicy } from '../policy/document.ts';
import type { ReportedTagPolicy } from '../policy/tags/tag-policy.ts';
import { type RefreshEvent, reportRefresh } from './refresh-event.ts';

/** The settings that say where the policy comes from. */
export type PolicySettings = Pick<
  Config,
  'organizationPolicy' | 'policyMaxAgeSeconds' | 'policyTtlSeconds' | 'region' | 'tagPolicySource'
>;

/** What a policy source works with. */
export interface PolicySourceContext {
  /** The folder that a relative path starts from. */
  readonly packageRoot: string;
  /** Writes one line of the log. */
  readonly log: (line: string) => void;
  /** Told of each attempt to read a remote document: what a metric is made of. */
  readonly onRefresh?: (event: RefreshEvent) => void;
  readonly clock?: Clock;
}

/**
 * Opens the source of the policy that the settings name. It begins to read at once, beside the rest of
 * the function's start; the first request waits for what is not there yet, and no longer than 3 s.
 *
 * The organization's policy and the one of AWS Organizations are read apart: trouble with the one does
 * not stop the other from being refreshed. Without either of them, or where either could not be read
 * again for too long, there is no policy. A packaged file does not age.
 */
export const openPolicySource = (
  settings: PolicySettings,
  context: PolicySourceContext,
): PolicySource => {
  const policy = organizationPolicySource(settings, context);
  let compiled: CompiledPolicy | undefined;
  let compiledOf: readonly unknown[] = [];
  // The same documents are compiled once.
  const compile = (current: OrganizationPolicy, inherited?: ReportedTagPolicy): CompiledPolicy => {
    if (compiled === undefined || compiledOf[0] !== current || compiledOf[1] !== inherited) {
      compiled = compilePolicy(current, inherited);
      compiledOf = [current, inherited];
    }
    return compiled;
  };
  if (settings.tagPolicySource === undefined) return async () => compile(await policy());
  const inherited = remoteSource(
    'organizations',
    { load: effectiveTagPolicyText(settings.region) },
    readReportedTagPolicy,
    { settings, context },
  );
  return async () => {
    const [current, reported] = await Promise.all([policy(), inherited()]);
    return compile(current, reported);
  };
};

const organizationPolicySource = (
  settings: PolicySettings,
  context: PolicySourceContext,
): (() => Promise<OrganizationPolicy>) => {
  const { organizationPolicy: origin, region } = settings;
  if (origin.kind === 'file') return fileSource(origin.path, context.packageRoot);
  const { policyTtlSeconds: ttlSeconds = defaultPolicyTtlSeconds } = settings;
  const maxAgeSeconds = policyMaxAgeSecondsOf(settings);
  const [name, text] =
    origin.kind === 'ssm'
      ? [`ssm:${origin.name}`, { load: parameterText(origin.name, region) }]
      : [
          `appconfig:${origin.application}/${origin.environment}/${origin.profile}`,
          configurationText(origin, { region, ttlSeconds, maxAgeSeconds }, context.clock),
        ];
  return remoteSource(name, text, readOrganizationPolicy, { settings, context });
};

/** The text of a document. */
interface RemoteText {
  readonly load: Load<string>;
  /** When the last one was read, where that is earlier than its load. */
  readonly readAt?: () => Moment | undefined;
}

/** A document that is read over the network and cached. */
const remoteSource = <T>(
  name: string,
  { load, readAt }: RemoteText,
  read: (name: string, text: string) => T | Promise<T>,
  {
    settings,
    context: { log, onRefresh, clock = systemClock },
  }: { readonly settings: PolicySettings; readonly context: PolicySourceContext },
): (() => Promise<T>) => {
  const { policyTtlSeconds = defaultPolicyTtlSeconds } = settings;
  const maxAgeSeconds = policyMaxAgeSecondsOf(settings);
  const readText = memoizeLast((text) => read(name, text));
  const source = cachedSource({
    load: async (signal) => readText(await load(signal)),
    ttlMillis: policyTtlSeconds * 1000,
    maxAgeMillis: maxAgeSeconds * 1000,
    ...(readAt !== undefined && { readAt }),
    clock,
    onLoad: reportRefresh(name, maxAgeSeconds, log, onRefresh),
  });
  const current = (): Promise<T> =>
    source().catch((error: unknown) => {
      throw unavailable(name, error);
    });
  // Nothing waits for this one; a request that comes finds it under way, or what came of it.
  current().catch(() => undefined);
  return current;
};

const unavailable = (name: string, error: unknown): PolicyUnavailable =>
  error instanceof PolicyUnavailable
    ? error
    : new PolicyUnavailable(`The policy ${name} cannot be read: ${describeFailure(error)}.`, [], {
        cause: error,
      });
