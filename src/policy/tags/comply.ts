import { mostIssues, type Issue, quote } from '../../json/issue.ts';
import { childPointer } from '../../json/pointer.ts';
import { didYouMean } from '../../json/suggest.ts';
import { allowedValuesSentence, suggestTypo, suggestValue } from './allowed-values.ts';
import { coversResourceType, evaluatedTypes, type ResourceType } from './resource-type.ts';
import { type EffectiveTagPolicy, type EffectiveTagRule, foldedKey } from './tag-policy.ts';
import { matchesAllowedValue, mayMatchAllowedValue } from './value-pattern.ts';

/** Tags of a resource; one that is not text is malformed, and has an issue of its own elsewhere. */
type Tags = Readonly<Record<string, unknown>>;
type Rules = Readonly<Record<string, EffectiveTagRule>>;

/** An effective tag policy, and what every evaluation would otherwise have to work out again. */
export interface CompiledTagPolicy {
  readonly effective: EffectiveTagPolicy;
  readonly rules: Rules;
  /** The rules of the tags that a resource must have, for each evaluated type. */
  readonly required: Readonly<Record<ResourceType, readonly EffectiveTagRule[]>>;
}

/** Prepares an effective tag policy for `tagCompliance`. */
export const compileTagPolicy = (effective: EffectiveTagPolicy): CompiledTagPolicy => {
  const rules = effective.tags ?? {};
  const required = evaluatedTypes.map((type) => [type, requiredFor(rules, type)] as const);
  return Object.freeze({ effective, rules, required: Object.freeze(Object.fromEntries(required)) });
};

const requiredFor = (rules: Rules, type: ResourceType): readonly EffectiveTagRule[] =>
  Object.freeze(
    Object.values(rules).filter((rule) =>
      coversResourceType(rule.report_required_tag_for ?? [], type),
    ),
  );

/**
 * Everything that keeps a resource's tags from complying with a tag policy, with pointers into the
 * tags: first the tags in their own order, then the required ones that are missing. Tags that the
 * policy does not name are not looked at.
 *
 * A value that is only known when an image is built has a code of its own, `tag-value-unresolved`, where
 * it may come to an allowed one, and is a breach where what stands around the variable rules that out.
 * Variables of Image Builder are such in the tags of an `imagebuilder:image`, and plain text in those of
 * any other type.
 *
 * Source: AWS Organizations User Guide, "Tag policies"; the sentences begin with the service's own.
 *
 * @example
 * tagCompliance(compileTagPolicy(effective), { costcenter: '100' }, 'imagebuilder:image-pipeline')
 * // [{ pointer: '/costcenter', code: 'tag-key-capitalization', detail: 'For "CostCenter", use …' }]
 */
export const tagCompliance = (
  policy: CompiledTagPolicy,
  tags: Tags,
  type: ResourceType,
): Issue[] => {
  const issues: Issue[] = [];
  for (const [key, value] of Object.entries(tags)) {
    const folded = foldedKey(key);
    const rule = Object.hasOwn(policy.rules, folded) ? policy.rules[folded] : undefined;
    if (rule === undefined || typeof value !== 'string') continue;
    issues.push(...keyIssues(rule, key, tags), ...valueIssues(rule, key, value, type));
  }
  issues.push(...missingTags(policy, tags, type));
  return issues;
};

const keyIssues = (rule: EffectiveTagRule, key: string, tags: Tags): Issue[] => {
  // Where no value is allowed the tag has to go, and its capitalization with it.
  if (key === rule.tag_key || rule.tag_value.length === 0) return [];
  const right = quote(rule.tag_key);
  const advice = Object.hasOwn(tags, rule.tag_key)
    ? ` ${right} is given too: leave ${quote(key)} out.`
    : '';
  const detail = `For ${right}, use the capitalization specified by the tag policy. The tag key is ${right}, and this is ${quote(key)}.${advice}`;
  return [{ pointer: childPointer('', key), code: 'tag-key-capitalization', detail }];
};

const valueIssues = (
  { tag_value: allowed }: EffectiveTagRule,
  key: string,
  value: string,
  type: ResourceType,
): Issue[] => {
  if (allowed.includes('*')) return [];
  const parts = value.split(buildTimeVariable);
  const isUnresolved = type === 'imagebuilder:image' && parts.length > 1;
  if (!isUnresolved && allowed.some((entry) => matchesAllowedValue(entry, value))) return [];
  if (isUnresolved && allowed.some((entry) => mayMatchAllowedValue(entry, parts))) {
    const detail = `The value ${quote(value)} of the tag key ${quote(key)} is only known when the image is built, so whether the tag policy allows it shows then. ${allowedValuesSentence(allowed)}`;
    return [{ pointer: childPointer('', key), code: 'tag-value-unresolved', detail }];
  }
  const advice =
    allowed.length === 0 ? ' Leave the tag out.' : didYouMean(suggestValue(value, allowed));
  const whatever = isUnresolved ? ', whatever is filled in when the image is built' : '';
  const detail = `The tag policy does not allow the specified value for the following tag key: ${quote(key)}. The value is ${quote(value)}${whatever}. ${allowedValuesSentence(allowed)}${advice}`;
  return [{ pointer: childPointer('', key), code: 'tag-value-not-allowed', detail }];
};

/**
 * What Image Builder fills in when it builds; its guide writes it with and without spaces inside the
 * braces, and leaves any other as it is.
 *
 * Source: EC2 Image Builder User Guide, "Tag Image Builder output resources".
 */
const buildTimeVariable = /\{\{ *imagebuilder:(?:buildDate|buildVersion) *\}\}/;

const missingTags = (
  { rules, required }: CompiledTagPolicy,
  tags: Tags,
  type: ResourceType,
): Issue[] => {
  const requiredRules = required[type] ?? requiredFor(rules, type);
  if (requiredRules.length === 0) return [];
  const present = new Set(Object.keys(tags).map(foldedKey));
  const unknownKeys = Object.keys(tags).filter((key) => !Object.hasOwn(rules, foldedKey(key)));
  return (
    requiredRules
      // A tag in another capitalization is missing too, but its own issue says what to do.
      .filter(({ tag_key: key }) => !present.has(foldedKey(key)))
      // What is meant is looked for among all the tags, and no answer names more.
      .slice(0, mostIssues)
      .map(({ tag_key: key, tag_value: allowed }) => {
        const slip = suggestTypo(key, unknownKeys);
        const hint = slip === undefined ? '' : ` Is ${quote(slip)} meant to be it?`;
        const detail = `The tag policy requires the tag key ${quote(key)} for ${type}, and it is missing. ${allowedValuesSentence(allowed)}${hint}`;
        return { pointer: childPointer('', key), code: 'required-tag-missing', detail };
      })
  );
};
