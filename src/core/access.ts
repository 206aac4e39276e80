import { mostIssues, quote, type Issue } from '../json/issue.ts';
import { tooMuchToCompare } from '../policy/allowed.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import { dayOf } from '../policy/days.ts';
import { anonymousWord, type Caller, type Members } from '../policy/document.ts';
import {
  covers,
  grantIssue,
  grantsMadeTo,
  looksAtGroups,
  type CompiledGrant,
} from '../policy/grants.ts';
import type { SupplierOf } from '../policy/issue-source.ts';
import { valuesByPath } from '../policy/member-path.ts';
import type { Effort } from '../policy/patterns.ts';
import { targetOf } from '../policy/target.ts';
import type { RequestFacts } from '../policy/variables.ts';
import { regionsOf, targetIssue, type ServedTargets } from './target.ts';

/** The codes of the problems of a caller that may not do what it asks for. */
export type AccessRefusal = 'groups-unclear' | 'not-granted' | 'target-not-allowed';

/** Whether a caller may do what it asks for. */
export interface Access {
  readonly refusal?: AccessRefusal;
  readonly issues: readonly Issue[];
  /** The name of the grant that covers the request, where the policy has grants. */
  readonly grant?: string;
}

/** A resolved request, and which layer supplied what of it. */
interface ResolvedMembers {
  readonly members: Members;
  readonly supplierOf: SupplierOf;
}

/** The grants that are made to a caller; undefined where the policy has none. */
export type MadeGrants = readonly CompiledGrant[] | undefined;

/** Finds the grants that are made to a caller: once for a request. */
export const madeGrants = ({ grants }: CompiledPolicy, caller: Caller): MadeGrants =>
  grants && grantsMadeTo(grants, caller);

/** Why a caller may do nothing, whatever it asks for; undefined where it may do something. */
export const refuseStranger = (
  { grants, looksAtGroups: layersLookAtGroups }: CompiledPolicy,
  caller: Caller,
  made: MadeGrants,
): (Access & { readonly refusal: AccessRefusal }) | undefined => {
  if (caller.hasUnclearGroups === true && layersLookAtGroups) return unclear;
  if (grants === undefined || made === undefined || made.length > 0) return undefined;
  return hasUnclearGroups(caller, grants) ? unclear : notGranted(caller);
};

/**
 * Whether a caller may create what a request has become, where it would be created. One grant is
 * enough; the first in the document is the one that is named.
 *
 * @param resolved - The resolved request; a malformed member is there as `undefined`.
 */
export const checkAccess = (
  { grants }: CompiledPolicy,
  { caller, requestTime }: RequestFacts,
  { members, supplierOf }: ResolvedMembers,
  made: MadeGrants,
  served: ServedTargets | undefined,
  effort: Effort,
): Access => {
  const { infrastructureConfigurationArn: arn } = members;
  const target = typeof arn === 'string' ? targetOf(arn, served?.account) : undefined;
  const notServed = target && served && targetIssue(target, served);
  const access: Access =
    notServed === undefined
      ? { issues: [] }
      : { refusal: 'target-not-allowed', issues: [notServed] };
  if (grants === undefined || made === undefined) return access;
  const request = {
    target: target ?? {},
    valuesAt: valuesByPath(members),
    supplierOf,
    day: dayOf(requestTime),
    effort,
  };
  const covering = made.find((grant) => covers(grant, request));
  // Where pipelines may be created is for those to know whom a grant covers there.
  if (covering !== undefined) return { ...access, grant: covering.grant.name };
  if (hasUnclearGroups(caller, grants)) return unclear;
  const issues = made.slice(0, mostIssues).map((grant) => grantIssue(grant, request));
  return { refusal: 'not-granted', issues: effort.left < 0 ? [tooMuchToCompare('')] : issues };
};

/** The Regions in which pipelines of a caller may be: those served, as far as the grants made to it go; none where they are not known. */
export const regionsFor = (
  made: MadeGrants,
  served: ServedTargets | undefined,
): readonly string[] =>
  (served === undefined ? [] : regionsOf(served)).filter(
    (region) => made?.some(({ isFor }) => isFor.region?.(region) !== false) !== false,
  );

const hasUnclearGroups = (caller: Caller, grants: readonly CompiledGrant[]): boolean =>
  caller.hasUnclearGroups === true && grants.some(looksAtGroups);

const unclear = {
  refusal: 'groups-unclear',
  issues: [
    {
      pointer: '',
      code: 'groups-unclear',
      detail:
        'The groups that your token names cannot be told apart, for example where a name holds a space, and the policy looks at groups.',
    },
  ],
} as const satisfies Access;

const notGranted = ({ id }: Caller) =>
  ({
    refusal: 'not-granted',
    issues: [
      {
        pointer: '',
        code: 'not-granted',
        detail: `No grant of the policy is made to ${id === undefined ? `the caller ${quote(anonymousWord)}` : quote(id)}.`,
      },
    ],
  }) as const satisfies Access;
