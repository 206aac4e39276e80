import { remember } from '../remember.ts';
import { allowedValuesSentence, meantValue } from './allowed-values.ts';
import { isKnownAtBuildTime } from './build-time-value.ts';
import { closest } from './did-you-mean.ts';
import type { TagFinding } from './finding.ts';
import { quoted } from './quoted.ts';
import { coversResourceType, type ResourceType } from './resource-type.ts';
import { type EffectiveTagPolicy, type EffectiveTagRule, foldedKey } from './tag-policy.ts';
import { matchesAllowedValue } from './value-pattern.ts';

type Tags = Readonly<Record<string, string>>;

/**
 * Everything that keeps a resource's tags from complying with an effective tag policy: first the tags
 * in their own order, then the required ones that are missing. Tags that the policy does not name are
 * not looked at.
 *
 * Variables of Image Builder are unresolved in the tags of an `imagebuilder:image`, and plain text in
 * those of any other type.
 *
 * Source: AWS Organizations User Guide, "Tag policies"; the sentences begin with the service's own.
 *
 * @example
 * tagCompliance(effective, { costcenter: '100' }, 'imagebuilder:image-pipeline')
 * // [{ key: 'costcenter', kind: 'capitalization', allowed: ['CostCenter'], … }]
 */
export const tagCompliance = (
  effective: EffectiveTagPolicy,
  tags: Tags,
  resourceType: ResourceType,
): TagFinding[] => {
  const rules = effective.tags ?? {};
  const found: TagFinding[] = [];
  for (const [key, value] of Object.entries(tags)) {
    const folded = foldedKey(key);
    const rule = Object.hasOwn(rules, folded) ? rules[folded] : undefined;
    if (rule === undefined) continue;
    found.push(...keyFindings(rule, key, tags));
    found.push(...valueFindings(rule, key, value, resourceType));
  }
  found.push(...missingFindings(rules, tags, resourceType));
  return found;
};

const none: readonly TagFinding[] = [];

const keyFindings = (rule: EffectiveTagRule, key: string, tags: Tags): readonly TagFinding[] => {
  // Where no value is allowed the tag has to go, and its capitalization with it.
  if (key === rule.tag_key || rule.tag_value.length === 0) return none;
  const advice = Object.hasOwn(tags, rule.tag_key)
    ? ` ${quoted(rule.tag_key)} is given too: leave ${quoted(key)} out.`
    : '';
  return [
    {
      key,
      kind: 'capitalization',
      code: 'tag-key-capitalization',
      detail: `For ${quoted(rule.tag_key)}, use the capitalization specified by the tag policy. The tag key is ${quoted(rule.tag_key)}, and this is ${quoted(key)}.${advice}`,
      allowed: [rule.tag_key],
    },
  ];
};

const valueFindings = (
  { tag_value: allowed }: EffectiveTagRule,
  key: string,
  value: string,
  resourceType: ResourceType,
): readonly TagFinding[] => {
  const isUnresolved = resourceType === 'imagebuilder:image' && isKnownAtBuildTime(value);
  // Whatever it turns out to be, it complies with "any value" and never with "no value".
  if (isUnresolved && allowed.length > 0) {
    return allowed.includes('*') ? none : [unresolved(allowed, key, value)];
  }
  if (allowed.some((entry) => matchesAllowedValue(entry, value))) return none;
  return [
    {
      key,
      kind: 'value',
      code: 'tag-value-not-allowed',
      detail: `The tag policy does not allow the specified value for the following tag key: ${quoted(key)}. The value is ${quoted(value)}. ${allowedValuesSentence(allowed)}${valueAdvice(allowed, value)}`,
      allowed,
    },
  ];
};

const valueAdvice = (allowed: readonly string[], value: string): string => {
  if (allowed.length === 0) return ' Leave the tag out.';
  const meant = meantValue(value, allowed);
  return meant === undefined ? '' : ` Did you mean ${quoted(meant)}?`;
};

const unresolved = (allowed: readonly string[], key: string, value: string): TagFinding => ({
  key,
  kind: 'unresolved',
  code: 'tag-value-unresolved',
  detail: `The value ${quoted(value)} of the tag key ${quoted(key)} is only known when the image is built, so the tag policy could not be applied to it. ${allowedValuesSentence(allowed)}`,
  allowed,
});

type Rules = Readonly<Record<string, EffectiveTagRule>>;
type Required = readonly (readonly [folded: string, rule: EffectiveTagRule])[];

/** What was found to be required, by the rules themselves: an effective policy is frozen. */
const requiredByType = remember<Rules, Map<ResourceType, Required>>(() => new Map());

/** The tags that a policy requires of a type. */
const requiredFor = (rules: Rules, type: ResourceType): Required => {
  const known = requiredByType(rules);
  let required = known.get(type);
  if (required === undefined) {
    required = Object.entries(rules).filter(([, rule]) =>
      coversResourceType(rule.report_required_tag_for ?? [], type),
    );
    // Only what cannot change may be remembered; a caller's own rules may.
    if (Object.isFrozen(rules)) known.set(type, required);
  }
  return required;
};

const missingFindings = (
  rules: Readonly<Record<string, EffectiveTagRule>>,
  tags: Tags,
  resourceType: ResourceType,
): TagFinding[] => {
  const required = requiredFor(rules, resourceType);
  if (required.length === 0) return [];
  const present = new Set(Object.keys(tags).map(foldedKey));
  const unknownKeys = Object.keys(tags).filter((key) => !Object.hasOwn(rules, foldedKey(key)));
  return required.flatMap(([folded, rule]): TagFinding[] => {
    // A tag in another capitalization is missing too, but its own finding says what to do.
    if (present.has(folded)) return [];
    const slip = closest(rule.tag_key, unknownKeys, 1);
    const hint = slip === undefined ? '' : ` Is ${quoted(slip)} meant to be it?`;
    return [
      {
        key: rule.tag_key,
        kind: 'missing',
        code: 'required-tag-missing',
        detail: `The tag policy requires the tag key ${quoted(rule.tag_key)} for ${resourceType}, and it is missing. ${allowedValuesSentence(rule.tag_value)}${hint}`,
        allowed: rule.tag_value,
      },
    ];
  });
};
