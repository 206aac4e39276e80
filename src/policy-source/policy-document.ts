import type { Violation } from '../document/violation.ts';
import { PolicyUnavailable } from '../http/errors.ts';
import type { OrganizationPolicy } from '../policy/organization-policy.ts';
import type { InheritedTagPolicy } from '../policy/tag-compliance.ts';
import {
  effectiveTagPolicyFaults,
  isReportedTagPolicy,
} from '../policy/tag-policy/effective-faults.ts';
import { parsePolicy } from './parse-policy.ts';

/** The most that a document may have, in bytes of UTF-8; more is refused before it is parsed. */
export const documentLimit = 1024 * 1024;

/**
 * Reads the text of an organization policy.
 *
 * @param name - What the document is called in messages, such as `ssm:/image-pipelines/policy`.
 * @throws {@link PolicyUnavailable} with every fault.
 */
export const readOrganizationPolicy = (name: string, text: string): OrganizationPolicy => {
  refuseLarge(name, text);
  const { policy, faults } = parsePolicy(text);
  if (policy === undefined) throw invalid(name, faults);
  return policy;
};

/**
 * Reads the effective tag policy that DescribeEffectivePolicy returns (`PolicyContent`).
 *
 * @throws {@link PolicyUnavailable} with every fault.
 */
export const readReportedTagPolicy = (name: string, text: string): InheritedTagPolicy => {
  refuseLarge(name, text);
  let content: unknown;
  try {
    content = JSON.parse(text, (_, value: unknown) => Object.freeze(value));
  } catch (error) {
    const detail = `Not JSON: ${error instanceof Error ? error.message : String(error)}.`;
    throw invalid(name, [{ pointer: '', code: 'malformed-json', detail }]);
  }
  if (!isReportedTagPolicy(content)) throw invalid(name, effectiveTagPolicyFaults(content));
  return content;
};

const invalid = (name: string, faults: readonly Violation[]): PolicyUnavailable =>
  new PolicyUnavailable(`The policy ${name} is invalid.`, faults);

const refuseLarge = (name: string, text: string): void => {
  const bytes = Buffer.byteLength(text);
  if (bytes <= documentLimit) return;
  const detail = `The document has ${bytes} bytes; at most ${documentLimit} are read.`;
  throw invalid(name, [{ pointer: '', code: 'document-too-large', detail }]);
};

/** Reads a text once: the very same text gives the very same document again, without the work. */
export const readOnce = <T>(read: (text: string) => T): ((text: string) => T) => {
  let last: { readonly text: string; readonly document: T } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, document: read(text) };
    return last.document;
  };
};
