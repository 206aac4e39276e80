import { isJsonObject, type JsonObject } from '../json/json-value.ts';
import type { Caller } from '../policy/document.ts';
import { groupsOf } from './groups.ts';
import { text } from './http-request.ts';

/** A caller that no authorizer has authenticated. */
export const anonymous: Caller = { groups: [] };

/** The caller whose signature AWS has checked. */
export const iamCaller = (userArn: unknown, accountId: unknown): Caller => {
  const id = text(userArn);
  const account = text(accountId);
  return { ...(id !== undefined && { id }), ...(account !== undefined && { account }), groups: [] };
};

/**
 * The caller whose token an authorizer has checked.
 *
 * @param claims - The token's claims, as the authorizer wrote them into the event.
 * @param headers - By names in lower case; `authorization` usually holds the token itself.
 */
export const tokenCaller = (
  claims: unknown,
  headers: Readonly<Record<string, string>>,
): Caller | undefined => {
  if (!isJsonObject(claims)) return undefined;
  const subject = text(claims['sub']);
  return {
    // The prefix keeps a token's subject from passing for the ARN of an IAM caller.
    ...(subject !== undefined && { id: `jwt:${subject}` }),
    groups: groupsIn(claims, headers),
  };
};

const groupsIn = (claims: JsonObject, headers: Readonly<Record<string, string>>): string[] => {
  const claim = ['groups', 'cognito:groups'].find((name) => (claims[name] ?? null) !== null);
  if (claim === undefined) return [];
  const token = Object.hasOwn(headers, 'authorization') ? headers['authorization'] : undefined;
  return groupsOf(claims[claim], claim, token);
};
