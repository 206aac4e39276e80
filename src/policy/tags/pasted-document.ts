import { type Issue, quote } from '../../json/issue.ts';
import { isJsonObject, type JsonObject } from '../../json/json-value.ts';
import { isReportedTagPolicy } from './effective-issues.ts';

const theirContent =
  'each as "aws organizations describe-policy --query Policy.Content --output text" prints it';
const effective = `an effective policy, which says what tag policies come to and cannot be one. Paste the policies that are attached, ${theirContent}, or put each value behind its operator, such as "@@assign". An account's effective policy is what the proxy itself asks for where TAG_POLICY_SOURCE is "organizations".`;

/**
 * What is wrong with a document as a whole that AWS Organizations gives and that is easily pasted in the place
 * of a tag policy, with what to paste instead: the answers of DescribePolicy and DescribeEffectivePolicy, the
 * text of a policy, an effective policy. `undefined` for any other document.
 *
 * Source: AWS Organizations API Reference and AWS CLI Command Reference.
 */
export const pastedDocument = (document: unknown): Issue | undefined => {
  if (typeof document === 'string') {
    return parsed(document) === undefined
      ? undefined
      : notATagPolicy(`the text of a JSON object. ${pasteAsJson('the text', document)}`);
  }
  if (!isJsonObject(document)) return undefined;
  const { Policy: policy = document, EffectivePolicy: effectivePolicy = document } = document;
  const content = textIn(policy, 'Content');
  if (content !== undefined) {
    const holder = policy === document ? '"Content"' : '"Policy.Content"';
    return notATagPolicy(
      `the answer of "aws organizations describe-policy". ${pasteAsJson(holder, content)}`,
    );
  }
  return textIn(effectivePolicy, 'PolicyContent') !== undefined || isEffective(document)
    ? notATagPolicy(effective)
    : undefined;
};

const notATagPolicy = (what: string): Issue => ({
  pointer: '',
  code: 'not-a-tag-policy',
  detail: `This is ${what}`,
});

const pasteAsJson = (holder: string, content: string): string => {
  const policy = parsed(content);
  const shown = policy === undefined ? '' : `: ${quote(policy)}`;
  return `Paste what ${holder} holds, as JSON and without quotation marks around it${shown}`;
};

const parsed = (text: string): JsonObject | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const textIn = (holder: unknown, member: string): string | undefined => {
  const text = isJsonObject(holder) ? holder[member] : undefined;
  return typeof text === 'string' ? text : undefined;
};

/** Whether each rule has values where a tag policy has operators: Organizations always prints these two. */
const isEffective = (document: unknown): boolean => {
  if (!isReportedTagPolicy(document)) return false;
  const rules = Object.values(document.tags ?? {});
  return (
    rules.length > 0 &&
    rules.every(({ tag_key: key, tag_value: values }) => key !== undefined && values !== undefined)
  );
};
