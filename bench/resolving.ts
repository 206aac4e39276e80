import { decide } from '../src/core/decide.ts';
import { compilePolicy } from '../src/policy/compile.ts';
import { parsePolicy } from '../src/policy-source/parse-policy.ts';
import { median } from './support/processes.ts';
import { policyOfSize, requestNamed } from './support/policy-of-size.ts';

const facts = {
  caller: {
    id: 'arn:aws:sts::123456789012:assumed-role/developers/example',
    account: '123456789012',
    groups: [],
  },
  requestTime: '2026-11-22T10:00:00.000Z',
};

/** Milliseconds that resolving one request takes under a policy of a size: the median of many. */
export const millisToResolve = (
  { layers, tags, grants }: Readonly<Record<'layers' | 'tags' | 'grants', number>>,
  rounds: number,
): number => {
  const { policy, issues } = parsePolicy(JSON.stringify(policyOfSize(layers, tags, grants)));
  if (policy === undefined) throw new Error(JSON.stringify(issues[0]));
  const compiled = compilePolicy(policy);
  // With a tag of the caller's own nothing that was worked out before holds for its tags.
  const sent = { ...requestNamed('web-server'), tags: { Tag0: 'value-2' } };
  const samples: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    const decision = decide(compiled, { ...facts, sent, shapeIssues: [] });
    samples.push(performance.now() - start);
    if (decision.refusal !== undefined) throw new Error(JSON.stringify(decision.issues[0]));
  }
  return median(samples.slice(rounds >> 2));
};
