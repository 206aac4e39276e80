import { deepFreeze } from '../json/deep-freeze.ts';
import type { Issue } from '../json/issue.ts';
import { PolicyUnavailable } from '../errors.ts';
import type { OrganizationPolicy } from '../policy/document.ts';
import { effectiveTagPolicyIssues, isReportedTagPolicy } from '../policy/tags/effective-issues.ts';
import type { ReportedTagPolicy } from '../policy/tags/tag-policy.ts';
import { isCheckedAtBuild, revisionOf } from './checked-at-build.ts';

/** A policy, and which document it is. */
export interface PolicyDocument {
  readonly policy: OrganizationPolicy;
  /** 12 hex digits of the SHA-256 of its text. */
  readonly revision: string;
}

/** The most that a document may have, in bytes of UTF-8; more is refused before it is parsed. */
export const documentLimit = 1024 * 1024;

/**
 * Reads the text of an organization policy. The code that checks it is loaded when it is first needed:
 * not for the packaged policy, which the build has checked.
 *
 * @param name - What the document is called in messages, such as `ssm:/image-pipelines/policy`.
 * @throws {@link PolicyUnavailable} with every issue.
 */
export const readOrganizationPolicy = async (
  name: string,
  text: string,
): Promise<PolicyDocument> => {
  refuseLarge(name, text);
  const revision = revisionOf(text);
  // The build has validated this very text.
  if (isCheckedAtBuild(text)) {
    return { policy: deepFreeze(JSON.parse(text) as OrganizationPolicy), revision };
  }
  const { parsePolicy } = await import('./parse-policy.ts');
  const { policy, issues } = parsePolicy(text);
  if (policy === undefined) throw invalid(name, issues);
  return { policy, revision };
};

/**
 * Reads the effective tag policy that DescribeEffectivePolicy returns (`PolicyContent`).
 *
 * @throws {@link PolicyUnavailable} with every issue.
 */
export const readReportedTagPolicy = (name: string, text: string): ReportedTagPolicy => {
  refuseLarge(name, text);
  let content: unknown;
  try {
    content = JSON.parse(text, (_, value: unknown) => Object.freeze(value));
  } catch (error) {
    const detail = `Not JSON: ${error instanceof Error ? error.message : String(error)}.`;
    throw invalid(name, [{ pointer: '', code: 'malformed-json', detail }]);
  }
  if (!isReportedTagPolicy(content)) throw invalid(name, effectiveTagPolicyIssues(content));
  return content;
};

const invalid = (name: string, issues: readonly Issue[]): PolicyUnavailable =>
  new PolicyUnavailable(`The policy ${name} is invalid.`, issues);

const refuseLarge = (name: string, text: string): void => {
  const bytes = Buffer.byteLength(text);
  if (bytes <= documentLimit) return;
  const detail = `The document has ${bytes} bytes; at most ${documentLimit} are read.`;
  throw invalid(name, [{ pointer: '', code: 'document-too-large', detail }]);
};

/** Reads a text once: the very same text gives the very same document again, without the work. */
export const memoizeLast = <T>(
  read: (text: string) => T | Promise<T>,
): ((text: string) => Promise<T>) => {
  let last: { readonly text: string; readonly document: T } | undefined;
  return async (text) => {
    if (last?.text === text) return last.document;
    const document = await read(text);
    last = { text, document };
    return document;
  };
};
