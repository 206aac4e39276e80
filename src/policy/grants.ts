import { quote, type Issue } from '../json/issue.ts';
import { compileAllowed, listAllowed, type AllowedList } from './allowed.ts';
import { isWithin } from './days.ts';
import type { Caller, Grant } from './document.ts';
import { withSource, type SupplierOf } from './issue-source.ts';
import { compileCallerMatcher } from './match.ts';
import { memberPath, pointerOf, type Found } from './member-path.ts';
import type { Effort } from './patterns.ts';
import { compileTargetParts, type PossibleTarget, type TargetParts } from './target.ts';

/** A grant, ready to be asked. */
export interface CompiledGrant {
  readonly grant: Grant;
  /** Whether it is made to a caller. */
  readonly isMadeTo: (caller: Caller) => boolean;
  /** Whether it is for a part of a target; absent where any will do. */
  readonly isFor: TargetParts;
  readonly allowed: readonly (AllowedList & { readonly path: string })[];
}

/** What a grant is asked about. */
export interface GrantedRequest {
  /** Where the pipeline would be created; a part that is not known is left out. */
  readonly target: PossibleTarget;
  /** The values of the resolved request along a path; a malformed one is there as `undefined`. */
  readonly valuesAt: (path: string) => readonly Found[];
  readonly supplierOf: SupplierOf;
  /** The day of the request in UTC, such as `2026-11-25`. */
  readonly day: string;
  /** What is compared is taken off it. */
  readonly effort: Effort;
}

/** Prepares the grants of a policy. */
export const compileGrants = (grants: readonly Grant[]): readonly CompiledGrant[] =>
  Object.freeze(
    grants.map((grant) =>
      Object.freeze({
        grant,
        isMadeTo: madeTo(grant),
        isFor: compileTargetParts(grant.in),
        allowed: Object.freeze(
          Object.entries(grant.allowed ?? {}).map(([path, values]) => ({
            path,
            ...compileAllowed(values),
          })),
        ),
      }),
    ),
  );

const madeTo = ({ to }: Grant): CompiledGrant['isMadeTo'] => {
  const sets = [to].flat().map(compileCallerMatcher);
  return (caller) => sets.some((matches) => matches(caller));
};

/** Whether a grant looks at the groups of a caller. */
export const looksAtGroups = ({ grant }: CompiledGrant): boolean =>
  [grant.to].flat().some(({ groups }) => groups !== undefined);

/** The grants that are made to a caller, whatever it asks for and whenever. */
export const grantsMadeTo = (
  grants: readonly CompiledGrant[],
  caller: Caller,
): readonly CompiledGrant[] => grants.filter(({ isMadeTo }) => isMadeTo(caller));

/** One condition of a grant that a request does not meet. */
interface Unmet {
  readonly pointer: string;
  /** What is there instead, as the end of a sentence. */
  readonly instead: string;
}

/** Whether a grant covers a request of a caller that it is made to. */
export const covers = (grant: CompiledGrant, request: GrantedRequest): boolean =>
  unmetConditions(grant, request).next().done === true;

/** What keeps a grant from covering a request, with what the grant takes. */
export const grantIssue = (compiled: CompiledGrant, request: GrantedRequest): Issue => {
  const { name, contact } = compiled.grant;
  const unmet = Array.from(unmetConditions(compiled, request), (say) => say());
  const instead = unmet.map((condition) => condition.instead).join(', ');
  const detail = `The grant "${name}" takes ${conditionsOf(compiled)}; ${instead}.`;
  const issue = { pointer: unmet[0]?.pointer ?? '', code: 'not-granted', detail };
  return withSource(issue, { grant: name }, contact);
};

/** One after the other, so that whoever wants to know of the first alone has no more compared, and nothing put into words. */
function* unmetConditions(
  { grant, isFor, allowed }: CompiledGrant,
  { target, valuesAt, supplierOf, day, effort }: GrantedRequest,
): Generator<() => Unmet, void> {
  const unmet = (pointer: string, instead: string): Unmet => {
    const supplier = supplierOf(pointer);
    const from = supplier === undefined ? '' : ` (of the policy layer "${supplier}")`;
    return { pointer, instead: `${instead}${from}` };
  };
  for (const part of ['account', 'region'] as const) {
    const value = target[part];
    if (value === undefined || isFor[part]?.(value) !== false) continue;
    const name = part === 'account' ? part : 'Region';
    yield () => unmet('/infrastructureConfigurationArn', `the ${name} here is ${quote(value)}`);
  }
  for (const { path, holds } of allowed) {
    const found = valuesAt(path);
    if (found.length === 0) {
      yield () => ({
        pointer: pointerOf(memberPath(path)),
        instead: `${quote(path)} is missing here`,
      });
    }
    // A malformed value has an issue of its own, and no grant is judged by it.
    const wrong = found.find(({ value }) => value !== undefined && !holds(value, effort));
    if (wrong !== undefined) {
      yield () => unmet(wrong.pointer, `${quote(path)} is ${quote(wrong.value)} here`);
    }
  }
  if (!isWithin(grant, day)) yield () => ({ pointer: '', instead: `today is ${day}` });
}

const conditionsOf = ({ grant, allowed }: CompiledGrant): string => {
  const { in: target, from, until } = grant;
  const conditions = [
    ...(target?.accounts === undefined ? [] : [`account ${listAllowed(target.accounts)}`]),
    ...(target?.regions === undefined ? [] : [`Region ${listAllowed(target.regions)}`]),
    ...allowed.map((list) => `${quote(list.path)} of ${listAllowed(list.allowed)}`),
    ...(from === undefined ? [] : [`days from ${from}`]),
    ...(until === undefined ? [] : [`days before ${until}`]),
  ];
  return conditions.join(', ');
};
