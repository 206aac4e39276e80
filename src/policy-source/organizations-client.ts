import {
  DescribeEffectivePolicyCommand,
  EffectivePolicyNotFoundException,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { clientSettings } from './client-settings.ts';

/*
 * The AWS SDK for Organizations: a chunk of its own, loaded by `organizations.ts` alone.
 */

/** Reads the content of the account's effective tag policy; undefined where it has none. */
export type DescribeEffectiveTagPolicy = (signal: AbortSignal) => Promise<string | undefined>;

/**
 * Makes the client, once for a function.
 *
 * @param region - The function's own; the SDK itself calls the Region that Organizations has in the
 * partition, such as us-east-1.
 */
export const openOrganizations = (region: string): DescribeEffectiveTagPolicy => {
  const client = new OrganizationsClient({ region, ...clientSettings });
  return async (abortSignal) => {
    // Without a TargetId it is the policy of the account that asks: any account may ask for its own.
    const command = new DescribeEffectivePolicyCommand({ PolicyType: 'TAG_POLICY' });
    try {
      const { EffectivePolicy } = await client.send(command, { abortSignal });
      return EffectivePolicy?.PolicyContent ?? '';
    } catch (error) {
      if (error instanceof EffectivePolicyNotFoundException) return undefined;
      throw error;
    }
  };
};
