import {
  DescribeEffectivePolicyCommand,
  EffectivePolicyNotFoundException,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import type { TemporaryCredentials } from '../core/session.ts';
import { clientSettings } from './client-settings.ts';

/*
 * The AWS SDK for Organizations: a chunk of its own, loaded by `organizations.ts` alone.
 */

/** Reads the content of an account's effective tag policy; undefined where it has none. */
export type DescribeEffectiveTagPolicy = (
  signal: AbortSignal,
  credentials?: TemporaryCredentials,
) => Promise<string | undefined>;

/**
 * Makes the client, once for a function; under other credentials than the function's own it has the
 * same connections.
 *
 * @param region - The function's own; the SDK itself calls the Region that Organizations has in the
 * partition, such as us-east-1.
 */
export const openOrganizations = (region: string): DescribeEffectiveTagPolicy => {
  const own = new OrganizationsClient({ region, ...clientSettings });
  const { requestHandler } = own.config;
  return async (abortSignal, credentials) => {
    const client =
      credentials === undefined
        ? own
        : new OrganizationsClient({ region, ...clientSettings, requestHandler, credentials });
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
