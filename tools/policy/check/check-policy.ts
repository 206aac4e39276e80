import type { OrganizationPolicy } from '../../../src/policy/document.ts';
import { contradictoryLists } from './allowed-lists.ts';
import { impossibleValues } from './allowed-values.ts';
import { defaultsWithoutEffect } from './defaults.ts';
import { type Finding, withoutRepeats } from './finding.ts';
import { forbiddenValues } from './forbidden-values.ts';
import { heldLocks } from './locks.ts';
import { neverApplies } from './never-applies.ts';
import { saysNothing } from './says-nothing.ts';
import { suppliedTogether } from './supplied-together.ts';
import { survey } from './survey.ts';
import { tagPolicyFindings } from './tag-policies.ts';
import { writtenMembers } from './written-members.ts';

/**
 * What the owner of a policy should know of it beyond what loading refuses: parts that can never
 * count, values that other parts forbid, and what is easily meant otherwise.
 *
 * Pure. What the policy comes to where layers apply together is what `resolve` makes of it: the
 * proxy's own code.
 *
 * @example
 * checkPolicy({ layers: [{ name: 'a', enforced: { schedule: {} } }] })
 * // [{ severity: 'advice', pointer: '/layers/0/enforced/schedule', code: 'says-nothing', detail: '…' }]
 */
export const checkPolicy = (policy: OrganizationPolicy): Finding[] => {
  const about = survey(policy);
  const all = [...about.living, ...about.dead];
  return withoutRepeats([
    ...neverApplies(about),
    ...heldLocks(about),
    ...forbiddenValues(about),
    ...contradictoryLists(about),
    ...all.flatMap(impossibleValues),
    ...tagPolicyFindings(about),
    ...suppliedTogether(about),
    ...defaultsWithoutEffect(about),
    ...all.flatMap(saysNothing),
    ...all.flatMap(writtenMembers),
  ]);
};
