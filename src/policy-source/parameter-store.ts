import type { Load } from '../timing/attempt.ts';
import type { GetParameter } from './parameter-store-client.ts';

/**
 * Loads a parameter of Systems Manager Parameter Store. The SDK's client is loaded with the first use.
 *
 * Source: GetParameter, AWS Systems Manager API Reference.
 */
export const parameterText = (name: string, region: string): Load<string> => {
  let getParameter: GetParameter | undefined;
  return async (signal) => {
    getParameter ??= (await import('./parameter-store-client.ts')).openParameterStore(region);
    return getParameter(name, signal);
  };
};
