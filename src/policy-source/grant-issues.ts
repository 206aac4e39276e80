import { under, type Issue } from '../json/issue.ts';
import type { JsonObject } from '../json/json-value.ts';
import { dayIssues } from './day-issues.ts';
import { pathIssues } from './layer-issues.ts';

/**
 * What is wrong with one grant beyond its shape: days that there are not or that never come, paths that
 * are not known.
 *
 * @returns Issues with pointers into the grant.
 */
export const grantIssues = (grant: JsonObject): Issue[] => [
  ...pathIssues(grant['allowed']).map(under('/allowed')),
  ...dayIssues(grant, 'from', 'until'),
];
