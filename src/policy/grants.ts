import { quote, quoteChoice, type Issue } from '../json/issue.ts';
import { toPointer } from '../json/pointer.ts';
import { isAllowed, listAllowed } from './allowed.ts';
import type { AllowedValue, Caller, Grant, Members } from './document.ts';
import { matchesGlob } from './glob.ts';
import { matchesCaller } from './match.ts';
import { memberPath, valuesAlong, type MemberPath } from './member-path.ts';

/** A grant, ready to be asked. */
export interface CompiledGrant {
  readonly grant: Grant;
  readonly allowed: readonly {
    readonly path: string;
    readonly along: MemberPath;
    readonly values: readonly AllowedValue[];
  }[];
}

/** What a grant is asked about. */
export interface GrantedRequest {
  /** Where the pipeline would be created; a part that is not known is left out. */
  readonly target: { readonly account?: string | undefined; readonly region?: string | undefined };
  /** The resolved request; a malformed member is there as `undefined`. */
  readonly members: Members;
  /** The day of the request in UTC, such as `2026-11-25`. */
  readonly day: string;
}

/** Prepares the grants of a policy. */
export const compileGrants = (grants: readonly Grant[]): readonly CompiledGrant[] =>
  Object.freeze(
    grants.map((grant) =>
      Object.freeze({
        grant,
        allowed: Object.freeze(
          Object.entries(grant.allowed ?? {}).map(([path, values]) => ({
            path,
            along: memberPath(path),
            values,
          })),
        ),
      }),
    ),
  );

/** Whether a grant looks at the groups of a caller. */
export const looksAtGroups = ({ grant }: CompiledGrant): boolean =>
  [grant.to].flat().some(({ groups }) => groups !== undefined);

/** The grants that are made to a caller, whatever it asks for and whenever. */
export const grantsMadeTo = (
  grants: readonly CompiledGrant[],
  caller: Caller,
): readonly CompiledGrant[] =>
  grants.filter(({ grant }) => [grant.to].flat().some((set) => matchesCaller(set, caller)));

/** One condition of a grant that a request does not meet. */
interface Unmet {
  readonly pointer: string;
  /** What is there instead, as the end of a sentence. */
  readonly instead: string;
}

/** Whether a grant covers a request of a caller that it is made to. */
export const covers = (grant: CompiledGrant, request: GrantedRequest): boolean =>
  unmetConditions(grant, request).length === 0;

/** What keeps a grant from covering a request, with what the grant takes. */
export const grantIssue = (compiled: CompiledGrant, request: GrantedRequest): Issue => {
  const { name, contact } = compiled.grant;
  const [first, ...others] = unmetConditions(compiled, request);
  const unmet = [first, ...others].flatMap((condition) => condition?.instead ?? []);
  const ask = contact === undefined ? '' : ` Ask ${contact}.`;
  return {
    pointer: first?.pointer ?? '',
    code: 'not-granted',
    detail: `The grant "${name}" takes ${conditionsOf(compiled)}; ${unmet.join(', ')}.${ask}`,
    grant: name,
    ...(contact !== undefined && { contact }),
  };
};

const unmetConditions = (
  { grant, allowed }: CompiledGrant,
  { target, members, day }: GrantedRequest,
): Unmet[] => [
  ...(['account', 'region'] as const).flatMap((part) => {
    const patterns = grant.in?.[`${part}s`];
    const value = target[part];
    if (patterns === undefined || value === undefined) return [];
    if (patterns.some((pattern) => matchesGlob(pattern, value))) return [];
    return [
      {
        pointer: '/infrastructureConfigurationArn',
        instead: `the ${part === 'account' ? part : 'Region'} here is ${quote(value)}`,
      },
    ];
  }),
  ...allowed.flatMap(({ path, along, values }) => {
    const found = valuesAlong(members, along);
    if (found.length === 0) {
      return [
        {
          pointer: toPointer(along.steps.filter((step) => step !== '*')),
          instead: `${quote(path)} is missing here`,
        },
      ];
    }
    return (
      found
        // A malformed value has an issue of its own, and no grant is judged by it.
        .filter(({ value }) => value !== undefined && !isAllowed(value, values))
        .map(({ pointer, value }) => ({
          pointer,
          instead: `${quote(path)} is ${quote(value)} here`,
        }))
    );
  }),
  ...(isWithin(grant, day) ? [] : [{ pointer: '', instead: `today is ${day}` }]),
];

const isWithin = ({ from, until }: Grant, day: string): boolean =>
  (from === undefined || from <= day) && (until === undefined || day < until);

const conditionsOf = ({ grant, allowed }: CompiledGrant): string => {
  const { in: target, from, until } = grant;
  const conditions = [
    ...(target?.accounts === undefined ? [] : [`account ${quoteChoice(target.accounts)}`]),
    ...(target?.regions === undefined ? [] : [`Region ${quoteChoice(target.regions)}`]),
    ...allowed.map(({ path, values }) => `${quote(path)} of ${listAllowed(values)}`),
    ...(from === undefined ? [] : [`days from ${from}`]),
    ...(until === undefined ? [] : [`days before ${until}`]),
  ];
  return conditions.join(', ');
};
