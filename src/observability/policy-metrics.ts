import { embeddedMetrics } from './metrics.ts';

/** What became of an attempt to read a document of the policy: a `RefreshEvent`. */
export interface PolicyRead {
  readonly source: string;
  readonly outcome: 'loaded' | 'unchanged' | 'failed' | 'invalid';
  readonly revision?: string;
  /** The age of the last good document; absent while there is none. */
  readonly ageSeconds?: number;
}

/**
 * The metrics of one attempt to read the policy from its source. `PolicyAge` stays near zero while
 * all is well and grows with each attempt that fails.
 *
 * @param now - Milliseconds since 1970.
 */
export const policyMetrics = (
  { source, outcome, revision, ageSeconds }: PolicyRead,
  functionName: string,
  now: number,
): Readonly<Record<string, unknown>> => {
  const isFailure = outcome === 'failed' || outcome === 'invalid';
  const metrics = {
    PolicyReadFailures: Number(isFailure),
    ...(ageSeconds !== undefined && { PolicyAge: ageSeconds }),
  };
  const sets = [{ dimensions: { FunctionName: functionName }, metrics }];
  return embeddedMetrics(now, sets, { source, outcome, revision });
};
