import type { IdentitySettings } from '../config.ts';
import { isJsonObject } from '../json/json-value.ts';
import type { Caller } from '../policy/document.ts';
import { groupsOf } from './groups.ts';
import { text } from './http-request.ts';

/** A caller that no authorizer has authenticated. */
export const anonymous: Caller = { groups: [] };

/** The caller whose signature AWS has checked; anonymous where the event names none. */
export const iamCaller = (userArn: unknown, accountId: unknown): Caller => {
  const id = text(userArn);
  const account = text(accountId);
  if (id === undefined) return anonymous;
  return { id, ...(account !== undefined && { account }), groups: [] };
};

/**
 * The caller whose token an authorizer has checked. A token without a subject says that somebody is
 * in some groups and not who, so its bearer is anonymous and in none.
 *
 * @param claims - The token's claims, as the authorizer wrote them into the event.
 * @param headers - By names in lower case; `authorization` usually holds the token itself.
 */
export const tokenCaller = (
  claims: unknown,
  headers: Readonly<Record<string, string>>,
  settings: IdentitySettings,
): Caller => {
  if (!isJsonObject(claims)) return anonymous;
  const subject = text(claims['sub']);
  if (subject === undefined) return anonymous;
  const token = Object.hasOwn(headers, 'authorization') ? headers['authorization'] : undefined;
  const groups = groupsOf(claims, token, settings);
  // The prefix keeps a token's subject from passing for the ARN of an IAM caller.
  const id = `jwt:${subject}`;
  return groups === 'unclear' ? { id, groups: [], hasUnclearGroups: true } : { id, groups };
};
