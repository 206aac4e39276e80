import { dayOf } from '../../../src/policy/days.ts';
import type { OrganizationPolicy } from '../../../src/policy/document.ts';
import { withoutAccepted } from './accepted.ts';
import { contradictoryLists } from './allowed-lists.ts';
import { callersWithoutLayers } from './callers-without-layers.ts';
import { layerDates } from './dates.ts';
import { type Diagnostic, withoutRepeats } from './diagnostic.ts';
import { emptyParts } from './empty-parts.ts';
import { exceptionsByRequest } from './exceptions.ts';
import { forbiddenValues } from './forbidden-values.ts';
import { misleadingPattern } from './misleading-patterns.ts';
import { patternsOfLayer } from './patterns.ts';
import { checkGrants } from './grants.ts';
import { impossibleRequests, impossibleValues } from './impossible-values.ts';
import { leftByRequest } from './left-by-request.ts';
import { neverApplies } from './never-applies.ts';
import { reachabilityOf } from './reachability.ts';
import { contradictoryRequirements } from './required-lists.ts';
import { serviceDefaultsNotAllowed } from './service-defaults.ts';
import { refusedTogether, serviceWarnings } from './service-rules.ts';
import { capitalsWithoutTagKey } from './tag-key-capitals.ts';
import { allowedAgainstTagPolicy, tagKeyVariants } from './tag-key-variants.ts';
import { droppedOperators, idleOperators, unsatisfiableTags } from './tag-policies.ts';
import { misleadingTypes } from './tag-types.ts';
import { timeZonesAlone } from './time-zone-alone.ts';
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
  return withoutAccepted(
    policy,
    withoutRepeats([
      ...checkGrants(policy, today),
      ...callersWithoutLayers(reachability),
      ...neverApplies(reachability),
      ...layers.flatMap((layer) => layerDates(layer, today)),
      ...exceptionsByRequest(reachability),
      ...leftByRequest(reachability),
      ...valuesWithoutEffect(reachability),
      ...forbiddenValues(reachability),
      ...contradictoryLists(reachability),
      ...contradictoryRequirements(reachability),
      ...droppedOperators(reachability),
      ...unsatisfiableTags(reachability),
      ...layers.flatMap(misleadingTypes),
      ...layers.flatMap(idleOperators),
      ...capitalsWithoutTagKey(reachability),
      ...tagKeyVariants(reachability),
      ...allowedAgainstTagPolicy(reachability),
      ...refusedTogether(reachability),
      ...layers.flatMap(({ layer, pointer }) => impossibleValues(layer, pointer)),
      ...layers.flatMap(impossibleRequests),
      ...serviceDefaultsNotAllowed(reachability),
      ...timeZonesAlone(reachability),
      ...layers.flatMap(patternsOfLayer).flatMap(misleadingPattern),
      ...emptyParts(reachability),
      ...layers.flatMap(misleadingVariables),
      ...layers.flatMap(serviceWarnings),
    ]),
  );
};
