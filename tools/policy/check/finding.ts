import type { Issue } from '../../../src/json/issue.ts';

/** `fault`: some requests can only be refused, or a part of the policy can never count. `advice`: worth knowing. */
export type Severity = 'fault' | 'advice';

/** One thing that the owner of a policy should know, with a pointer into the document. */
export interface Finding extends Issue {
  readonly severity: Severity;
}

/** The codes of what is looked for here; rules of a request and of loading have their own. */
export const checkCodes = [
  'never-applies',
  'entry-never-matches',
  'enforced-not-allowed',
  'default-not-allowed',
  'enforced-breaks-tag-policy',
  'default-breaks-tag-policy',
  'lock-without-effect',
  'lock-redundant',
  'default-without-effect',
  'allowed-contradiction',
  'allowed-value-impossible',
  'tag-policy-unsatisfiable',
  'tag-operator-dropped',
  'says-nothing',
  'request-time-in-tag',
  'variable-not-filled-in',
  'variable-not-closed',
] as const;
export type CheckCode = (typeof checkCodes)[number];

/** A finding that has to be put right. */
export const fault = (pointer: string, code: CheckCode, detail: string): Finding => ({
  severity: 'fault',
  pointer,
  code,
  detail,
});

/** A finding that may be as it was meant. */
export const advice = (pointer: string, code: CheckCode, detail: string): Finding => ({
  severity: 'advice',
  pointer,
  code,
  detail,
});

/** What a rule from elsewhere found, under its own code. */
export const finding = (severity: Severity, issue: Issue): Finding => ({ severity, ...issue });

/** The findings less those that another one says already: the same code at the same place. */
export const withoutRepeats = (findings: readonly Finding[]): Finding[] => {
  const said = new Map<string, Finding>();
  for (const one of findings) {
    const key = JSON.stringify([one.pointer, one.code]);
    if (!said.has(key)) said.set(key, one);
  }
  return [...said.values()];
};
