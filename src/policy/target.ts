import { parseArn } from './arn.ts';
import type { TargetMatchers } from './document.ts';
import { compilePatterns } from './glob.ts';

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

/** Tells of each part of a target whether it is one of those that are named; absent where any will do. */
export type TargetParts = Readonly<
  Partial<Record<keyof PossibleTarget, (part: string) => boolean>>
>;

/** Prepares the matchers of a target, each by itself. */
export const compileTargetParts = ({ accounts, regions }: TargetMatchers = {}): TargetParts => {
  const account = compilePatterns(accounts);
  const region = compilePatterns(regions);
  return { ...(account !== undefined && { account }), ...(region !== undefined && { region }) };
};

/** Prepares the matchers of a target: all that are present must match, and what is not known matches none. */
export const compileTarget = (matchers: TargetMatchers): ((target: PossibleTarget) => boolean) => {
  const parts = compileTargetParts(matchers);
  return (target) =>
    (['account', 'region'] as const).every((part) => {
      const isNamed = parts[part];
      const value = target[part];
      return isNamed === undefined || (value !== undefined && isNamed(value));
    });
};
