import type { ReportedTagPolicy } from '../policy/tags/tag-policy.ts';
import type { CallContext } from './call-context.ts';

/** The effective tag policies that AWS Organizations reports of the accounts where pipelines are to be created. */
export interface InheritedTagPolicy {
  /** Rejects with `PolicyUnavailable` while there is none. */
  readonly read: (context: CallContext) => Promise<ReportedTagPolicy>;
  /** What was read of it last, where it may still serve; nobody is asked. */
  readonly cached: (context: CallContext) => ReportedTagPolicy | undefined;
}
