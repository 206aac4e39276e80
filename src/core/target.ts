import type { Issue } from '../json/issue.ts';

/** Where a pipeline is created. */
export interface Target {
  readonly account: string;
  readonly region: string;
}

/** Where pipelines may be created. */
export interface ServedTargets {
  /** The function's own account. */
  readonly account: string;
  /** The other accounts; the function's own may stand among them. */
  readonly targetAccounts?: readonly string[];
  /** The function's own Region: the only one, unless others are named. */
  readonly region: string;
  /** The Regions, in every account. */
  readonly targetRegions?: readonly string[];
}

/** The Regions in which pipelines may be created. */
export const regionsOf = ({ region, targetRegions = [region] }: ServedTargets): readonly string[] =>
  targetRegions;

/**
 * What stands against a target; undefined where it is served. The Regions are named, of the accounts
 * only the function's own: who else uses this proxy is not for every caller to know.
 */
export const targetIssue = (
  target: { readonly account: string | undefined; readonly region: string },
  served: ServedTargets,
): Issue | undefined => {
  const { account, targetAccounts = [] } = served;
  const regions = regionsOf(served);
  const isAccountServed =
    target.account === account ||
    (target.account !== undefined && targetAccounts.includes(target.account));
  if (isAccountServed && regions.includes(target.region)) return undefined;
  const others = targetAccounts.filter((other) => other !== account).length;
  const accounts = others === 0 ? `account ${account}` : `account ${account} and ${others} more`;
  const detail = `The infrastructure configuration decides where a pipeline is created: ${target.region} in account ${String(target.account)}; this proxy serves ${regions.join(', ')} in ${accounts}.`;
  return { pointer: '/infrastructureConfigurationArn', code: 'target-not-allowed', detail };
};
