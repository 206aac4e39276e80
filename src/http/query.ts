import { suggest } from '../json/suggest.ts';
import { quote } from '../json/issue.ts';
import { MalformedRequest } from '../errors.ts';
import type { ProxyRequest } from '../proxy-request.ts';

/** What one parameter of a query may be. */
export interface QueryParameter<T extends string = string> {
  /** What is allowed, as the end of a sentence. */
  readonly allowed: string;
  readonly example: string;
  readonly read: (text: string) => T | undefined;
}

/** A parameter that is one of a few words. */
export const oneOf = <T extends string>(...words: readonly [T, ...T[]]): QueryParameter<T> => ({
  allowed: words.join(' or '),
  example: words[0],
  read: (text) => words.find((word) => word === text),
});

type Parameters = Readonly<Record<string, QueryParameter>>;

/** The values of the parameters that are there. */
type QueryValues<P extends Parameters> = {
  readonly [Name in keyof P]?: P[Name] extends QueryParameter<infer T> ? T : never;
};

/**
 * Reads the parameters that a route's query may have. A parameter of another name, a repeated one and a
 * value that is not allowed are refused: a dry run that was spelled wrong and passed over would
 * create what somebody only wanted to try.
 *
 * @throws {@link MalformedRequest} for anything else.
 */
export const readQuery = <P extends Parameters>(
  query: ProxyRequest['query'],
  parameters: P,
): QueryValues<P> => {
  const names = Object.keys(parameters);
  const unknown = query.find(([name]) => !names.includes(name))?.[0];
  if (unknown !== undefined) {
    const meant = suggest(unknown, names);
    const help = meant === undefined ? '' : ` Did you mean "${meant}"?`;
    const known = names.map((name) => `"${name}"`).join(', ');
    throw new MalformedRequest(
      `The query may have ${known}, and ${quote(unknown)} is not a parameter of it.${help}`,
    );
  }
  const values = Object.entries(parameters).flatMap(([name, { allowed, example, read }]) => {
    const given = query.filter(([parameter]) => parameter === name);
    if (given.length === 0) return [];
    const value = read(given[0]?.[1] ?? '');
    if (value === undefined || given.length > 1) {
      throw new MalformedRequest(
        `The query parameter "${name}" must be ${allowed}, once, for example ?${name}=${example}.`,
      );
    }
    return [[name, value]];
  });
  // Each value is what its own parameter read.
  return Object.fromEntries(values) as QueryValues<P>;
};
