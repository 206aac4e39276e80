import type { InheritedTagPolicy } from '../policy/tag-rules.ts';
import type { OrganizationPolicy } from '../policy/document.ts';

/** The organization's policy as it holds at this moment. */
export interface CurrentPolicy {
  readonly policy: OrganizationPolicy;
  /** The effective tag policy that AWS Organizations reports for the account, where it is asked for. */
  readonly inheritedTagPolicy?: InheritedTagPolicy;
}

/**
 * Gives the policy to apply to a request.
 *
 * @throws `PolicyUnavailable` while there is none: nothing is created without it.
 */
export type PolicySource = () => Promise<CurrentPolicy>;
