import { suggest } from '../json/suggest.ts';
import { quote } from '../json/issue.ts';
import { MalformedRequest } from '../errors.ts';
import type { ProxyRequest } from '../proxy-request.ts';

/**
 * Reads the one parameter that a route's query may have. A parameter of another name, a repeated one
 * and a value that is not allowed are refused: a dry run that was spelled wrong and passed
 * over would create what somebody only wanted to try.
 *
 * @returns The value, or `undefined` when the query is empty.
 * @throws {@link MalformedRequest} for anything else.
 */
export const readQuery = <T extends string>(
  query: ProxyRequest['query'],
  name: string,
  allowed: readonly T[],
): T | undefined => {
  const unknown = query.find(([parameter]) => parameter !== name)?.[0];
  if (unknown !== undefined) {
    const meant = suggest(unknown, [name]) === undefined ? '' : ` Did you mean "${name}"?`;
    throw new MalformedRequest(
      `The query has one parameter, "${name}", and ${quote(unknown)} is not it.${meant}`,
    );
  }
  if (query.length === 0) return undefined;
  const value = allowed.find((choice) => choice === query[0]?.[1]);
  if (value !== undefined && query.length === 1) return value;
  throw new MalformedRequest(
    `The query parameter "${name}" must be ${allowed.join(' or ')}, once, for example ?${name}=${allowed[0] ?? ''}.`,
  );
};
