import type { Load } from '../timing/attempt.ts';
import type { DescribeEffectiveTagPolicy } from './organizations-client.ts';

/**
 * Loads the effective tag policy that AWS Organizations reports for the function's account; `{}` where
 * the account has none. The SDK's client is loaded with the first use.
 *
 * Source: DescribeEffectivePolicy, AWS Organizations API Reference.
 */
export const effectiveTagPolicyText = (region: string): Load<string> => {
  let describe: DescribeEffectiveTagPolicy | undefined;
  return async (signal) => {
    describe ??= (await import('./organizations-client.ts')).openOrganizations(region);
    return (await describe(signal)) ?? '{}';
  };
};
