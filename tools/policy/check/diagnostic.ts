import type { Issue } from '../../../src/json/issue.ts';

/** One thing that the owner of a policy should know, with a pointer into the document. */
export interface Diagnostic extends Issue {
  /** `error`: some requests can only be refused, or a part of the policy can never count. `warning`: worth knowing. */
  readonly severity: Severity;
  /** Where the same is to be said, of a diagnostic that stands for many. */
  readonly alike?: readonly string[];
}

export type Severity = 'error' | 'warning';

/** The codes of what is looked for here; rules of a request and of loading have their own. */
export const checkCodes = [
  'no-grants',
  'caller-without-layers',
  'never-applies',
  'entry-never-matches',
  'applies-no-more',
  'exception-by-request',
  'left-by-request',
  'error-from-without-warning',
  'error-from-passed',
  'grant-without-effect',
  'enforced-not-allowed',
  'default-not-allowed',
  'enforced-breaks-tag-policy',
  'default-breaks-tag-policy',
  'enforced-without-effect',
  'enforced-redundant',
  'default-without-effect',
  'allowed-contradiction',
  'required-contradiction',
  'allowed-value-impossible',
  'service-default-not-allowed',
  'schedule-time-zone-alone',
  'pattern-looks-foreign',
  'pattern-trusts-session-name',
  'pattern-trusts-any-account',
  'tag-policy-unsatisfiable',
  'tag-operator-dropped',
  'tag-type-unknown',
  'tag-policy-without-effect',
  'tag-key-in-lower-case',
  'tag-key-variant',
  'empty',
  'request-time-in-tag',
  'variable-not-filled-in',
  'variable-not-closed',
  'accepted-without-reason',
  'accepted-without-effect',
] as const;
export type CheckCode = (typeof checkCodes)[number];

/** A diagnostic under one of the check's own codes. */
export const diagnostic = (
  severity: Severity,
  code: CheckCode,
  pointer: string,
  detail: string,
): Diagnostic => ({ severity, code, pointer, detail });

/**
 * Whether a policy passes.
 *
 * @param isStrict - Whether a warning keeps it from that, too.
 */
export const passes = (diagnostics: readonly Diagnostic[], isStrict: boolean): boolean =>
  diagnostics.every(({ severity }) => !isStrict && severity === 'warning');

/** The diagnostics less those whose code was named at the same place before. */
export const withoutRepeats = (diagnostics: readonly Diagnostic[]): Diagnostic[] => {
  const byPlace = new Map<string, Diagnostic>();
  for (const one of diagnostics) {
    const key = JSON.stringify([one.pointer, one.code]);
    if (!byPlace.has(key)) byPlace.set(key, one);
  }
  return [...byPlace.values()];
};
