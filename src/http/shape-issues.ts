import type { Issue } from '../json/issue.ts';
import type { SchemaError } from '../schema/explain.ts';
import { explainRequestErrors } from '../schema/request-schema.ts';
import { mostListed } from './listed-errors.ts';
import type { ProxyRequest } from '../proxy-request.ts';

/** What the validator found. */
export interface ShapeIssues {
  readonly issues: readonly Issue[];
  /** How many more there are; an answer would not list them. */
  readonly unexplained: number;
}

/**
 * Explains what the validator found, for as many members as an answer can name: an explanation looks
 * for what was meant, which takes time.
 *
 * @param data - What AJV writes, the one shape that an error of Middy's validator has.
 */
export const shapeIssues = (
  data: unknown,
  { request = {} }: Pick<ProxyRequest, 'request'>,
): ShapeIssues => {
  const byMember = new Map<string, SchemaError[]>();
  // What Middy's validator hands on is the list of errors that AJV made.
  for (const error of Array.isArray(data) ? (data as SchemaError[]) : []) {
    // It only repeats the error about the name itself.
    if (error.keyword === 'propertyNames') continue;
    const member = memberOf(error);
    const errors = byMember.get(member);
    if (errors === undefined) byMember.set(member, [error]);
    else errors.push(error);
  }
  const explained = [...byMember.values()].slice(0, mostListed);
  return {
    issues: explainRequestErrors(explained.flat(), request),
    unexplained: byMember.size - explained.length,
  };
};

/** A word for the member that an error is about. */
const memberOf = ({ instancePath, params, propertyName }: SchemaError): string => {
  const { missingProperty, additionalProperty } = params;
  const name = propertyName ?? missingProperty ?? additionalProperty;
  return typeof name === 'string' ? `${instancePath}/${name}` : instancePath;
};
