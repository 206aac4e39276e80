import type { Config } from '../config.ts';
import type { InheritedTagPolicy } from '../core/inherited-tag-policy.ts';
import type { SessionFor } from '../core/session.ts';
import { ProxyMisconfigured, UpstreamError } from '../errors.ts';
import { leastRecentlyUsed } from '../timing/lru.ts';
import { effectiveTagPolicyText } from './organizations.ts';
import { readReportedTagPolicy } from './policy-document.ts';
import { remoteSource, type FreshnessSettings, type RemoteSourceContext } from './remote-source.ts';

/** The settings that say whether an account inherits a tag policy. */
export type InheritedTagPolicySettings = FreshnessSettings &
  Pick<Config, 'region' | 'tagPolicySource'>;

/** Of how many accounts the tag policies are cached. */
const mostAccounts = 64;

/**
 * Opens the tag policies that AWS Organizations hands down to accounts, once for a function; undefined
 * where the settings do not ask for them.
 *
 * An account's is read with the first request that may create there, under the role that creates
 * there, and cached: whichever caller's session reads it, it is the account's. All requests for the
 * account wait for the same read. A caller that has no session there fails alone.
 */
export const openInheritedTagPolicy = (
  settings: InheritedTagPolicySettings,
  context: RemoteSourceContext & { readonly sessionFor: SessionFor },
): InheritedTagPolicy | undefined => {
  if (settings.tagPolicySource === undefined) return undefined;
  const load = effectiveTagPolicyText(settings.region, context.sessionFor);
  const sources = leastRecentlyUsed(mostAccounts, (account) =>
    remoteSource(
      { name: `organizations:${account}`, load, isAskers: isSessions, read: readReportedTagPolicy },
      settings,
      context,
    ),
  );
  return {
    read: (where) => sources(where.target.account)(where),
    cached: ({ target }) => sources(target.account).cached(),
  };
};

/** Whether it is what `SessionFor` rejects with. */
const isSessions = (error: unknown): boolean =>
  error instanceof ProxyMisconfigured || error instanceof UpstreamError;
