import { compilePolicy, type CompiledPolicy } from '../../../src/policy/compile.ts';
import type {
  Applies,
  CallerMatchers,
  Layer,
  OrganizationPolicy,
} from '../../../src/policy/document.ts';
import { matchesCaller } from '../../../src/policy/match.ts';
import type { Creator } from './creator.ts';

/** A policy less what cannot be told of a caller. */
export interface JudgedPart {
  readonly policy: CompiledPolicy;
  /** The same without grants. */
  readonly withoutGrants: CompiledPolicy;
  /** The names of the layers of which it cannot be told whether they apply, or by all of their sets. */
  readonly layersLeftOut: readonly string[];
}

const matchersOf: Readonly<Record<Creator['unknown'], readonly (keyof CallerMatchers)[]>> = {
  nothing: [],
  groups: ['groups'],
  caller: ['callers', 'accounts', 'groups'],
};

/**
 * What of a policy can be told without knowing who calls, or in which groups: sets of matchers that look
 * at what is not known are left out, and layers with no other set; exceptions for them count for nothing.
 */
export const judgedPart = (policy: OrganizationPolicy, unknown: Creator['unknown']): JudgedPart => {
  const isTold = (set: Applies): boolean =>
    matchersOf[unknown].every((matcher) => set[matcher] === undefined);
  const layersLeftOut: string[] = [];
  const layers = policy.layers.flatMap((layer): Layer[] => {
    if (layer.applies === undefined) return [layer];
    const sets = [layer.applies].flat();
    const told = sets.filter(isTold);
    if (told.length === sets.length) return [layer];
    layersLeftOut.push(layer.name);
    return told.length === 0 ? [] : [{ ...layer, applies: told }];
  });
  const { grants, ...rest } = { ...policy, layers };
  const withoutGrants = compilePolicy(rest);
  const told = grants
    ?.map((grant) => ({ ...grant, to: [grant.to].flat().filter(isTold) }))
    .filter(({ to }) => to.length > 0);
  return {
    policy:
      told === undefined || unknown === 'caller'
        ? withoutGrants
        : compilePolicy({ ...rest, grants: told }),
    withoutGrants,
    layersLeftOut,
  };
};

/** Whether a grant may be made to a caller whose groups are not known. */
export const mayBeGranted = (
  { grants = [] }: OrganizationPolicy,
  { caller, unknown }: Creator,
): boolean =>
  unknown !== 'nothing' &&
  grants.some(({ to }) =>
    [to].flat().some(({ groups, ...rest }) => groups !== undefined && matchesCaller(rest, caller)),
  );
