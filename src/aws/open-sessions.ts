import type { TargetSettings } from '../config.ts';
import type { SessionFor } from '../core/session.ts';
import { ProxyMisconfigured } from '../errors.ts';
import { millisLeft } from '../timing/deadline.ts';
import type { AssumeRoleOptions, Sessions } from './sts/assume-role.ts';

/** What sessions are assumed with. */
export interface SessionsOptions extends Omit<
  AssumeRoleOptions,
  'executionRole' | 'externalId' | 'region'
> {
  readonly settings: TargetSettings & { readonly region: string };
}

/**
 * Opens the sessions of callers in accounts, once for a function.
 *
 * The own account is called under the function's own role, unless `targetAccounts` lists it: then its
 * CloudTrail names the caller as any other account's does. Who is served is not asked here: see `targetIssue`.
 */
export const openSessions = ({ settings, ...options }: SessionsOptions): SessionFor => {
  const { region, executionRole, externalId, targetAccounts = [] } = settings;
  /** Everything of assumed roles is loaded with the first request that needs one. */
  const open = async (role: string): Promise<Sessions> => {
    const { assumeRoles } = await import('./sts/assume-role.ts');
    return assumeRoles({
      ...options,
      region,
      executionRole: role,
      ...(externalId !== undefined && { externalId }),
    });
  };
  let opened: Promise<Sessions> | undefined;
  return async ({ target: { account }, ownAccount, caller: { id }, deadline }) => {
    if (account === ownAccount && !targetAccounts.includes(account)) return undefined;
    if (executionRole === undefined) {
      // Never the own role instead: it would create the pipeline in the own account.
      throw new ProxyMisconfigured(
        `There is no execution role for account ${account}: EXECUTION_ROLE is not set.`,
      );
    }
    const sessions = await (opened ??= open(executionRole));
    const credentials = await sessions.credentialsFor(account, id, millisLeft(deadline));
    return {
      credentials,
      drop: () => {
        sessions.drop(account, id, credentials);
      },
    };
  };
};
