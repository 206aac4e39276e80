import { parseArn } from './arn.ts';
import type { TargetMatchers } from './document.ts';
import { matchesGlob } from './glob.ts';

/** Where a pipeline is created; a part that is not known is left out. */
export interface PossibleTarget {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

/** Stands in the place of the account in an ARN of AWS's own resources. */
const awsOwned = 'aws';

/**
 * The account and Region of an infrastructure configuration, which is where a pipeline is created. One
 * that AWS owns stands in no customer's account, so the function's own it is.
 *
 * @param ownAccount - Left out where it is not known.
 */
export const targetOf = <Own extends string | undefined>(
  infrastructureConfigurationArn: string,
  ownAccount: Own,
): { readonly account: string | Own; readonly region: string } => {
  const { region = '', account = '' } = parseArn(infrastructureConfigurationArn) ?? {};
  return { region, account: account === awsOwned ? ownAccount : account };
};

/** Whether a target is one of those that matchers name; a part that is not known is none of them. */
export const matchesTarget = (
  { accounts, regions }: TargetMatchers,
  { account, region }: PossibleTarget,
): boolean => matchesPart(accounts, account) && matchesPart(regions, region);

/** Whether an account or a Region is one of those that are named, where any are. */
export const matchesPart = (
  patterns: readonly string[] | undefined,
  value: string | undefined,
): boolean =>
  patterns === undefined ||
  (value !== undefined && patterns.some((pattern) => matchesGlob(pattern, value)));
