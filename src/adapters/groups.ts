import { isJsonArray, isJsonObject } from '../json/json-value.ts';

/**
 * The groups that a checked token names, out of the text that API Gateway makes of the list: an HTTP
 * API writes `[a b]`, a REST API `a,b`. A claim that is not a list stays the text it is, which may name
 * several groups with commas between them.
 *
 * Such a text does not tell `[web admins]` from `[web, admins]`; the token in the `Authorization`
 * header does. It is believed only where API Gateway would have written the very same text for its list,
 * so it can decide where one name ends and the next begins, but add nothing to the claim. Without
 * it, what stands in brackets is split at white space, everything else at commas.
 *
 * Source: the forms are not documented; https://github.com/aws-solutions-library-samples/guidance-for-claude-code-with-amazon-bedrock/issues/802
 * and https://github.com/awsdocs/amazon-api-gateway-developer-guide/issues/158 report them.
 *
 * @param claim - What the event says.
 * @param name - The name of the claim, to find it in the token.
 * @param authorization - The header of that name.
 *
 * @example groupsOf('[payments web]', 'groups', undefined) // ['payments', 'web']
 */
export const groupsOf = (
  claim: unknown,
  name: string,
  authorization: string | undefined,
): string[] => {
  if (isJsonArray(claim)) return textsIn(claim);
  if (typeof claim !== 'string') return [];
  const listed = listInToken(authorization, name);
  if (listed !== undefined && [`[${listed.join(' ')}]`, listed.join(',')].includes(claim)) {
    return textsIn(listed);
  }
  const inBrackets = /^\[(.*)\]$/s.exec(claim)?.[1];
  const parts = inBrackets === undefined ? claim.split(',') : inBrackets.split(/\s+/);
  return textsIn(parts.map((part) => part.trim()));
};

const textsIn = (list: readonly unknown[]): string[] =>
  list.filter((item) => typeof item === 'string' && item !== '') as string[];

/** The list that a claim is in a JSON Web Token, whose signature is not checked here (RFC 7519, section 3.1). */
const listInToken = (
  authorization: string | undefined,
  name: string,
): readonly unknown[] | undefined => {
  const payload = /^(?:Bearer +)?[\w-]+\.([\w-]+)\.[\w-]*$/i.exec(authorization ?? '')?.[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const list = isJsonObject(claims) ? claims[name] : undefined;
    return isJsonArray(list) && list.every((item) => typeof item === 'string') ? list : undefined;
  } catch {
    return undefined;
  }
};
