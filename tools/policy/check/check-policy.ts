import type { OrganizationPolicy } from '../../../src/policy/document.ts';
import { contradictoryLists, impossibleValues } from './allowed-lists.ts';
import { type Diagnostic, withoutRepeats } from './diagnostic.ts';
import { emptyParts } from './empty-parts.ts';
import { forbiddenValues } from './forbidden-values.ts';
import { checkGrants } from './grants.ts';
import { neverApplies } from './never-applies.ts';
import { reachabilityOf } from './reachability.ts';
import { refusedTogether, serviceWarnings } from './service-rules.ts';
import { allowedAgainstTagPolicy, tagKeyVariants } from './tag-key-variants.ts';
import { droppedOperators, unsatisfiableTags } from './tag-policies.ts';
import { misleadingVariables } from './variables.ts';
import { valuesWithoutEffect } from './without-effect.ts';

/**
 * What the owner of a policy should know of it beyond what loading refuses: parts that can never
 * count, values that other parts forbid, and what is easily meant otherwise.
 *
 * Pure. What the policy comes to where layers apply together is what the proxy's own code makes of it.
 *
 * @example
 * checkPolicy({ layers: [{ name: 'a', enforced: { schedule: {} } }] })
 * // [{ severity: 'warning', code: 'empty', pointer: '/layers/0/enforced/schedule', detail: '…' }]
 */
export const checkPolicy = (policy: OrganizationPolicy): Diagnostic[] => {
  const reachability = reachabilityOf(policy);
  const layers = [...reachability.reachable, ...reachability.unreachable];
  return withoutRepeats([
    ...checkGrants(policy),
    ...neverApplies(reachability),
    ...valuesWithoutEffect(reachability),
    ...forbiddenValues(reachability),
    ...contradictoryLists(reachability),
    ...droppedOperators(reachability),
    ...unsatisfiableTags(reachability),
    ...tagKeyVariants(reachability),
    ...allowedAgainstTagPolicy(reachability),
    ...refusedTogether(reachability),
    ...layers.flatMap(({ layer, pointer }) => impossibleValues(layer.allowed, pointer)),
    ...layers.flatMap(emptyParts),
    ...layers.flatMap(misleadingVariables),
    ...layers.flatMap(serviceWarnings),
  ]);
};
