import {
  AppConfigDataClient,
  BadRequestException,
  GetLatestConfigurationCommand,
  StartConfigurationSessionCommand,
} from '@aws-sdk/client-appconfigdata';
import { clientSettings } from './client-settings.ts';

/*
 * The AWS SDK for AppConfig's data plane: a chunk of its own, loaded by `app-config.ts` alone.
 */

/** Where a configuration is found, each part by its name or its id. */
export interface ConfigurationAddress {
  readonly application: string;
  readonly environment: string;
  readonly profile: string;
}

/** The answer to one poll. */
export interface Poll {
  /** Empty where nothing changed since the poll before. */
  readonly configuration: Uint8Array;
  /** The token of the next poll: each can be used once. */
  readonly token: string;
  /** How long to wait before it, in seconds. */
  readonly intervalSeconds: number;
}

/** The two operations of the data plane. */
export interface AppConfigData {
  /** Starts a session and gives the token of its first poll. */
  readonly startSession: (
    address: ConfigurationAddress,
    intervalSeconds: number,
    signal: AbortSignal,
  ) => Promise<string>;
  /** Undefined where the token is refused: it expired, was used, or is too early. */
  readonly poll: (token: string, signal: AbortSignal) => Promise<Poll | undefined>;
}

/** Makes the client for a Region, once for a function. */
export const openAppConfigData = (region: string): AppConfigData => {
  const client = new AppConfigDataClient({ region, ...clientSettings });
  return {
    startSession: async (address, intervalSeconds, abortSignal) => {
      const command = new StartConfigurationSessionCommand({
        ApplicationIdentifier: address.application,
        EnvironmentIdentifier: address.environment,
        ConfigurationProfileIdentifier: address.profile,
        RequiredMinimumPollIntervalInSeconds: intervalSeconds,
      });
      const { InitialConfigurationToken } = await client.send(command, { abortSignal });
      return InitialConfigurationToken ?? '';
    },
    poll: async (token, abortSignal) => {
      const command = new GetLatestConfigurationCommand({ ConfigurationToken: token });
      try {
        const answer = await client.send(command, { abortSignal });
        return {
          configuration: answer.Configuration ?? new Uint8Array(),
          token: answer.NextPollConfigurationToken ?? '',
          intervalSeconds: answer.NextPollIntervalInSeconds ?? 0,
        };
      } catch (error) {
        if (error instanceof BadRequestException) return undefined;
        throw error;
      }
    },
  };
};
