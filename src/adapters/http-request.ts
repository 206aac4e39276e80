import { isJsonArray, isJsonObject } from '../json/json-value.ts';
import type { ProxyRequest } from '../proxy-request.ts';

/** What every event of HTTP tells of a request, whatever its shape. */
export interface HttpRequest extends Pick<
  ProxyRequest,
  'route' | 'headers' | 'query' | 'isBase64Encoded' | 'caller' | 'form'
> {
  readonly body: string | undefined;
}

/** A text that says something. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** The members of an object; none of anything else, such as the `null` that AWS writes for an empty map. */
export const membersOf = (value: unknown): [name: string, value: unknown][] =>
  Object.entries(isJsonObject(value) ? value : {});

/**
 * The pairs of a map of values, or of lists of values where the event has that one too: it alone
 * knows of a name that was sent twice.
 */
export const pairsOf = (single: unknown, multiple?: unknown): [name: string, value: string][] => {
  const pairs: [string, string][] = [];
  const lists = membersOf(multiple);
  for (const [name, value] of lists.length > 0 ? lists : membersOf(single)) {
    for (const item of isJsonArray(value) ? value : [value]) {
      if (typeof item === 'string') pairs.push([name, item]);
    }
  }
  return pairs;
};

/**
 * Headers by their names in lower case. The values of a repeated one are joined as an HTTP API joins
 * them, with a comma.
 *
 * Source: RFC 9110, sections 5.1 and 5.3.
 */
export const headersOf = (single: unknown, multiple?: unknown): Record<string, string> => {
  const headers = new Map<string, string>();
  for (const [name, value] of pairsOf(single, multiple)) {
    const key = name.toLowerCase();
    const before = headers.get(key);
    headers.set(key, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(headers);
};

/**
 * The route that a request is for: one slash at the end makes no difference, as it makes none to a
 * REST API, and HEAD asks for what GET would get. The portal's own paths, which a second authorizer
 * stands in front of, lead to the same routes: `GET /portal/policy` is `GET /policy`.
 */
export const routeTo = (
  method: string,
  path: string,
): Pick<HttpRequest, 'route'> & Required<Pick<HttpRequest, 'form'>> => {
  const withoutSlash = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  const resource = withoutSlash.replace(/^\/portal(?=\/)/, '');
  return method === 'HEAD'
    ? { route: `GET ${resource}`, form: { isHead: true } }
    : { route: `${method} ${resource}`, form: {} };
};

/** A path without the stage that it begins with, for an event that leaves it there. */
export const withinStage = (path: string, stage: unknown): string => {
  const prefix = `/${text(stage) ?? ''}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length - 1) : path;
};
