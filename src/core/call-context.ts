import type { Caller } from '../policy/document.ts';
import { targetOf } from '../policy/target.ts';
import type { Target } from './target.ts';

/** Where, for whom and until when AWS is called. */
export interface CallContext {
  readonly target: Target;
  /** The function's own account. */
  readonly ownAccount: string;
  readonly caller: Caller;
  /** On the scale of `performance.now()`. */
  readonly deadline: number;
}

/** The context of a request, whose infrastructure configuration says where its pipeline is created. */
export const callContextOf = (
  infrastructureConfigurationArn: string,
  ownAccount: string,
  { caller, deadline }: Pick<CallContext, 'caller' | 'deadline'>,
): CallContext => ({
  target: targetOf(infrastructureConfigurationArn, ownAccount),
  ownAccount,
  caller,
  deadline,
});
