import type { OrganizationPolicy } from '../../../src/policy/document.ts';
import { errorsOf, issuesIn, type DryRun } from '../dry-run.ts';
import { statementsOf, type PolicyStatement } from '../statements.ts';

/** What of a policy some requests came to use. */
export interface Coverage {
  readonly statements: number;
  readonly used: number;
  /** `used` of `statements` in per cent; 100 where there are none. */
  readonly percent: number;
  /** Those that had a say in nothing. */
  readonly unused: readonly PolicyStatement[];
  /** Those that demand something, and for which nothing was refused or warned of. */
  readonly neverRefused: readonly PolicyStatement[];
}

/** Which statements of a policy had a say in what became of some requests. */
export const coverageOf = (policy: OrganizationPolicy, runs: readonly DryRun[]): Coverage => {
  const prepared = statementsOf(policy);
  const issues = runs.map((run) => [
    ...errorsOf(run),
    ...issuesIn(run.answer.document, 'warnings'),
  ]);
  const asked = prepared.map(({ isUsed, isSourceOf, demands, ...statement }) => {
    const hasRefused = runs.some(({ decision }, index) =>
      issues[index]?.some((issue) => isSourceOf(issue, { ...decision?.request })),
    );
    const isNamed = runs.some(({ decision }) => decision !== undefined && isUsed(decision));
    return { statement, demands, hasRefused, isUsed: isNamed || (demands && hasRefused) };
  });
  const unused = asked.filter(({ isUsed }) => !isUsed).map(({ statement }) => statement);
  const used = asked.length - unused.length;
  return {
    statements: asked.length,
    used,
    percent: asked.length === 0 ? 100 : (100 * used) / asked.length,
    unused,
    neverRefused: asked
      .filter(({ demands, hasRefused }) => demands && !hasRefused)
      .map(({ statement }) => statement),
  };
};
