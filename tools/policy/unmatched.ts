import { withoutMalformed } from '../../src/core/well-formed.ts';
import type { JsonObject } from '../../src/json/json-value.ts';
import { compilePolicy } from '../../src/policy/compile.ts';
import { dayOf, isWithin } from '../../src/policy/days.ts';
import type { Applies, Members, OrganizationPolicy } from '../../src/policy/document.ts';
import { compileRequestMatcher, matchesCaller } from '../../src/policy/match.ts';
import { dependentLayers, exceptionsOf, setsOf } from '../../src/policy/select-layers.ts';
import { type RequestFacts, withVariables } from '../../src/policy/variables.ts';
import { checkShape } from '../../src/schema/request-schema.ts';

/** What keeps a layer from applying to a request. */
export interface Unmatched {
  /** The matchers that, each by itself, do not match; in a list of sets with the place of the set before it: `0/groups`. */
  readonly unmatched: readonly string[];
  /** The layers that apply and that its `unless` names. */
  readonly exceptions?: readonly string[];
}

/** Nothing. */
export const nothing: Unmatched = { unmatched: [] };

/** The matchers, in the order in which they are named. */
export const matchers = [
  'callers',
  'accounts',
  'groups',
  'recipe',
  'targets',
  'request',
  'unless',
  'from',
  'until',
] as const satisfies readonly (keyof Applies)[];

/**
 * Prepares to tell of each layer what keeps it from applying to a request.
 *
 * @param applying - The names of the layers that do apply.
 * @returns Takes the position of a layer that does not.
 */
export const compileUnmatched = (
  policy: OrganizationPolicy,
  facts: RequestFacts,
  sent: JsonObject,
  applying: readonly string[],
): ((position: number) => Unmatched) => {
  const { layers } = policy;
  const sources = sourcesOf(policy, facts, withoutMalformed(sent, checkShape(sent).issues));
  const day = dayOf(facts.requestTime);
  return (position) => {
    const layer = layers[position];
    const { applies } = layer ?? {};
    const exceptions = new Set<string>();
    const unmatched = (layer === undefined ? [] : (setsOf(layer) ?? [])).flatMap((set, at) => {
      const there = exceptionsOf(layers, position, set)
        .flatMap((above) => layers[above]?.name ?? [])
        .filter((name) => applying.includes(name));
      for (const name of there) exceptions.add(name);
      const matches = (matcher: (typeof matchers)[number]): boolean => {
        const alone: Applies = { [matcher]: set[matcher] };
        return (
          (matcher !== 'unless' || there.length === 0) &&
          matchesCaller(alone, facts.caller) &&
          isWithin(alone, day) &&
          compileRequestMatcher(alone)(sources, undefined)
        );
      };
      return matchers
        .filter((matcher) => set[matcher] !== undefined && !matches(matcher))
        .map((matcher) => (Array.isArray(applies) ? `${at}/${matcher}` : matcher));
    });
    return { unmatched, ...(exceptions.size > 0 && { exceptions: [...exceptions] }) };
  };
};

/** Where matchers look: what was sent, and what the layers enforce and supply that apply whatever is sent. */
const sourcesOf = (
  policy: OrganizationPolicy,
  facts: RequestFacts,
  sent: JsonObject,
): readonly Members[] => {
  const dependent = dependentLayers(policy.layers);
  const general = policy.layers.filter((_, position) => !dependent.has(position));
  const { enforced, defaults } = compilePolicy({ ...policy, layers: general }).layersFor(facts, {});
  return [sent, ...[enforced, defaults].map((members) => withVariables(members, facts).members)];
};
