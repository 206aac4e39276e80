import { dayOf } from '../../../src/policy/days.ts';
import type { OrganizationPolicy } from '../../../src/policy/document.ts';
import { contradictoryLists } from './allowed-lists.ts';
import { layerDates } from './dates.ts';
import { type Diagnostic, withoutRepeats } from './diagnostic.ts';
import { emptyParts } from './empty-parts.ts';
import { exceptionsByRequest } from './exceptions.ts';
import { forbiddenValues } from './forbidden-values.ts';
import { foreignPatterns } from './foreign-patterns.ts';
import { checkGrants } from './grants.ts';
import { impossibleValues } from './impossible-values.ts';
import { neverApplies } from './never-applies.ts';
import { reachabilityOf } from './reachability.ts';
import { contradictoryRequirements } from './required-lists.ts';
import { refusedTogether, serviceWarnings } from './service-rules.ts';
import { allowedAgainstTagPolicy, tagKeyVariants } from './tag-key-variants.ts';
import { droppedOperators, unsatisfiableTags } from './tag-policies.ts';
import { misleadingVariables } from './variables.ts';
import { valuesWithoutEffect } from './without-effect.ts';

/**
 * What the owner of a policy should know of it beyond what loading refuses: parts that can never
 * count, values that other parts forbid, and what is easily meant otherwise.
 *
 * Pure but for the clock. What the policy comes to where layers apply together is what the proxy's own code makes of it.
 *
 * @param today - The day in UTC, such as `2026-11-25`; left out, that of the clock.
 *
 * @example
 * checkPolicy({ layers: [{ name: 'a', enforced: { schedule: {} } }] })
 * // [{ severity: 'warning', code: 'empty', pointer: '/layers/0/enforced/schedule', detail: '…' }]
 */
export const checkPolicy = (
  policy: OrganizationPolicy,
  today = dayOf(new Date().toISOString()),
): Diagnostic[] => {
  const reachability = reachabilityOf(policy, today);
  const { layers } = reachability;
  return withoutRepeats([
    ...checkGrants(policy, today),
    ...neverApplies(reachability),
    ...layers.flatMap((layer) => layerDates(layer, today)),
    ...exceptionsByRequest(reachability),
    ...valuesWithoutEffect(reachability),
    ...forbiddenValues(reachability),
    ...contradictoryLists(reachability),
    ...contradictoryRequirements(reachability),
    ...droppedOperators(reachability),
    ...unsatisfiableTags(reachability),
    ...tagKeyVariants(reachability),
    ...allowedAgainstTagPolicy(reachability),
    ...refusedTogether(reachability),
    ...layers.flatMap(({ layer, pointer }) => impossibleValues(layer, pointer)),
    ...layers.flatMap(foreignPatterns),
    ...emptyParts(reachability),
    ...layers.flatMap(misleadingVariables),
    ...layers.flatMap(serviceWarnings),
  ]);
};
