import { isJsonObject } from '../../../src/json/json-value.ts';
import { fromPointer } from '../../../src/json/pointer.ts';
import type { Issue } from '../../../src/json/issue.ts';
import type { Resolution } from '../../../src/core/decide.ts';
import { tagPolicyOf } from '../../../src/policy/tag-rules.ts';
import { type EffectiveTagPolicy, foldedKey } from '../../../src/policy/tags/tag-policy.ts';
import { type Context, namesOf, type Source, sourceOf } from './context.ts';
import { advice, fault, type Finding } from './finding.ts';
import type { Survey } from './survey.ts';
import { hasVariable, mayMatch } from './written-value.ts';

const breachCodes: ReadonlySet<string> = new Set([
  'tag-key-capitalization',
  'tag-value-not-allowed',
]);

/** Tags that layers supply and that do not comply with the tag policy where some layers apply. */
export const tagPolicyBreaches = (
  { policy }: Survey,
  context: Context,
  resolution: Resolution,
): Finding[] => {
  const found = [...resolution.issues, ...resolution.warnings];
  const effective = tagPolicyOf(context.map(({ layer }) => layer));
  return found
    .filter(({ code }) => breachCodes.has(code))
    .flatMap((issue) => {
      const source = sourceOf(context, resolution, issue.pointer);
      if (source === undefined || mayComply(effective, issue, source.written)) return [];
      return [breach(issue, source, context, policy.tagPolicyCompliance === 'warning')];
    });
};

/** Whether a value that nobody knows before the request may turn out to be one that complies. */
const mayComply = (
  { tags = {} }: EffectiveTagPolicy,
  { pointer, code }: Issue,
  written: unknown,
): boolean => {
  if (code !== 'tag-value-not-allowed' || !hasVariable(written)) return false;
  const [, key = ''] = fromPointer(pointer);
  const rule = tags[foldedKey(key)];
  return isJsonObject(rule) && rule.tag_value.some((entry) => mayMatch(written, entry));
};

const breach = (
  { detail }: Issue,
  { kind, pointer }: Source,
  context: Context,
  isOnlyWarned: boolean,
): Finding => {
  const where = `This is the tag policy where ${namesOf(context)} ${context.length === 1 ? 'applies' : 'apply'}`;
  if (kind === 'defaults') {
    const then = isOnlyWarned ? 'gets a warning' : 'is refused';
    return advice(
      pointer,
      'default-breaks-tag-policy',
      `${detail} ${where}: a request that leaves the tag out ${then}.`,
    );
  }
  const sentence = `${detail} ${where}, and nobody can change an enforced tag`;
  return isOnlyWarned
    ? advice(
        pointer,
        'enforced-breaks-tag-policy',
        `${sentence}: every request there gets a warning.`,
      )
    : fault(pointer, 'enforced-breaks-tag-policy', `${sentence}: every request there is refused.`);
};
