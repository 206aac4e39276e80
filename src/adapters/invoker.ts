import { directAlias, type IdentitySettings, type RelayGroups } from '../config.ts';
import type { Caller } from '../policy/document.ts';
import { anonymous } from './identity.ts';

/** What the alias or version that was invoked tells of whoever invoked it. */
export interface Invoker {
  /** Whether the event of an API is taken. */
  readonly isApi: boolean;
  /** Whether an answer goes to whoever invoked the function, whatever the event looks like. */
  readonly isDirect: boolean;
  /** The sender of a request document: the bot whose alias this is, or anonymous. */
  readonly caller: Caller;
  /** The groups that the bot may name, where it is a relay. */
  readonly relayGroups?: RelayGroups;
}

/**
 * Tells who invokes the function by the qualifier at the end of the invoked ARN: a permission on that
 * alias alone is what makes a bot that bot. The event of an API is taken behind the alias that the API
 * invokes, and nowhere else, since Lambda does not say who handed it in and there may be any caller in
 * it. Where no such alias is set, it is the function itself, or a version of it, that the API invokes.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html
 */
export const invokerOf = (
  invokedFunctionArn: string | undefined,
  { bots = [], relays, httpAlias }: IdentitySettings,
): Invoker => {
  const alias = invokedFunctionArn?.split(':')[7];
  const isAlias = alias !== undefined && !/^(?:\d+|\$LATEST)$/.test(alias);
  const isApi = httpAlias === undefined ? !isAlias : alias === httpAlias;
  if (!isAlias) return { isApi, isDirect: false, caller: anonymous };
  const relayGroups = relays?.get(alias);
  const isBot = relayGroups !== undefined || bots.includes(alias);
  return {
    isApi: isApi && !isBot,
    isDirect: isBot || alias === directAlias,
    caller: isBot ? { id: `bot:${alias}`, groups: [] } : anonymous,
    ...(relayGroups !== undefined && { relayGroups }),
  };
};
