import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { clientSettings } from './client-settings.ts';

/*
 * The AWS SDK for Parameter Store: a chunk of its own, loaded by `parameter-store.ts` alone.
 */

/** Reads a parameter's value, decrypted where it is a SecureString. */
export type GetParameter = (name: string, signal: AbortSignal) => Promise<string>;

/** Makes the client for a Region, once for a function. */
export const openParameterStore = (region: string): GetParameter => {
  const client = new SSMClient({ region, ...clientSettings });
  return async (name, abortSignal) => {
    const command = new GetParameterCommand({ Name: name, WithDecryption: true });
    const { Parameter } = await client.send(command, { abortSignal });
    return Parameter?.Value ?? '';
  };
};
