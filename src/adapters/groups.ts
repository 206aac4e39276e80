import type { IdentitySettings } from '../config.ts';
import { isJsonArray, isJsonObject, type JsonObject } from '../json/json-value.ts';

/** The claims that name groups: Entra ID's, Okta's and others', then Amazon Cognito's. */
const groupClaims = ['groups', 'cognito:groups'] as const;

/**
 * The groups that a checked token names, out of the text that API Gateway makes of the list: an HTTP
 * API writes `[a b]`, a REST API `a,b`. Such a text does not tell `[web admins]` from `[web, admins]`.
 * The token in the `Authorization` header does: it is believed where it is of the same subject and API
 * Gateway would have written the very same text for its list, so it can decide where one name ends and
 * the next begins, but add nothing to the claim. Without it, a text of a single word is one group, and
 * any other is unclear, unless the operator's word is that every group is a word.
 *
 * Source: the forms are not documented; https://github.com/aws-solutions-library-samples/guidance-for-claude-code-with-amazon-bedrock/issues/802
 * and https://github.com/awsdocs/amazon-api-gateway-developer-guide/issues/158 report them.
 *
 * @param claims - What the event says.
 * @param authorization - The header of that name.
 *
 * @example groupsOf({ sub: 'ana', groups: '[web payments]' }, undefined, {}) // 'unclear'
 */
export const groupsOf = (
  claims: JsonObject,
  authorization: string | undefined,
  { groupNames, tokenHeader }: IdentitySettings,
): readonly string[] | 'unclear' => {
  const token = tokenHeader === 'none' ? undefined : tokenOf(authorization, claims['sub']);
  if (areElsewhere(claims) || (token !== undefined && areElsewhere(token))) return 'unclear';
  const name = groupClaims.find((claim) => (claims[claim] ?? null) !== null);
  if (name === undefined) return [];
  const claim = claims[name];
  if (isJsonArray(claim)) return claim.filter(isName);
  if (typeof claim !== 'string') return 'unclear';
  const listed = token?.[name];
  if (isJsonArray(listed) && listed.every((item) => typeof item === 'string')) {
    const isWritten = [`[${listed.join(' ')}]`, listed.join(',')].includes(claim);
    if (isWritten) return listed.filter(isName);
  }
  const inner = /^\[(.*)\]$/s.exec(claim)?.[1] ?? claim;
  const words = (groupNames === 'words' ? inner.split(/[ ,]/) : [inner]).filter(isName);
  return words.every(isWord) ? words : 'unclear';
};

const isName = (item: unknown): item is string => typeof item === 'string' && item !== '';

/** A name that no list, and no object or null in one, was written as. */
const isWord = (text: string): boolean => /^[^\s,"<>[\]{}]+$/.test(text);

/**
 * Whether a token says that its bearer is in more groups than fit into it (Entra ID's overage). API
 * Gateway writes other claims as texts too.
 *
 * Source: https://learn.microsoft.com/en-us/entra/identity-platform/access-token-claims-reference#groups-overage-claim
 */
const areElsewhere = ({ _claim_names: names, hasgroups: has }: JsonObject): boolean =>
  String(has) === 'true' || /\bgroups\b/.test(isName(names) ? names : JSON.stringify(names ?? ''));

/** The claims of a JSON Web Token of a subject, whose signature is not checked here (RFC 7519, section 3.1). */
const tokenOf = (authorization: string | undefined, subject: unknown): JsonObject | undefined => {
  const payload = /^(?:Bearer +)?[\w-]+\.([\w-]+)\.[\w-]*$/i.exec(authorization ?? '')?.[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return isJsonObject(claims) && claims['sub'] === subject ? claims : undefined;
  } catch {
    return undefined;
  }
};
