import {
  type InheritedSetting,
  inheritSetting,
  type SettingOperators,
  unrestrictedSetting,
} from './inherit.ts';
import {
  type EffectiveTagPolicy,
  type EffectiveTagRule,
  foldedKey,
  type ReportedTagPolicy,
  type RuleField,
  type TagPolicyDocument,
  type TagPolicyRule,
} from './tag-policy.ts';

/** The settings of one tag key as the levels so far have left them. */
type InheritedRule = Readonly<Record<RuleField, InheritedSetting>>;

/** The levels that set something, by position; -1 is what is inherited from before the first. */
export type RuleSources = Readonly<Record<RuleField, readonly number[]>>;

/** An effective tag policy, and for each of its keys the levels that its settings are due to. */
export interface SourcedTagPolicy {
  readonly effective: EffectiveTagPolicy;
  readonly sources: ReadonlyMap<string, RuleSources>;
}

/**
 * The tag policy that levels of admitted policies come to, general to specific, the policies of each
 * level in the order in which they are attached.
 *
 * `inherited` is an effective policy that comes before the first level, such as the one that AWS
 * Organizations reports for the account; it restricts no operator, since its form does not say.
 * The answer is frozen throughout and shares nothing with what it was made from. The time is linear
 * in the size of the documents.
 *
 * Source: AWS Organizations User Guide, "Understanding management policy inheritance".
 *
 * @example
 * effectiveTagPolicy([[{ tags: { CostCenter: { tag_value: { '@@assign': ['100'] } } } }]])
 * // { tags: { costcenter: { tag_value: ['100'], tag_key: 'costcenter' } } }
 */
export const effectiveTagPolicy = (
  levels: readonly (readonly TagPolicyDocument[])[],
  inherited?: ReportedTagPolicy,
): EffectiveTagPolicy => sourcedTagPolicy(levels, inherited).effective;

/** As {@link effectiveTagPolicy}, with the levels that each setting is due to: from the last that replaced it on. */
export const sourcedTagPolicy = (
  levels: readonly (readonly TagPolicyDocument[])[],
  inherited: ReportedTagPolicy = {},
): SourcedTagPolicy => {
  const rules = new Map(
    Object.entries(inherited.tags ?? {}).map(([key, rule]) => [foldedKey(key), reported(rule)]),
  );
  for (const [position, level] of levels.entries()) {
    for (const [key, peers] of rulesByKey(level)) {
      rules.set(key, inheritRule(rules.get(key), peers, position));
    }
  }
  const nothingAttached =
    inherited.tags === undefined && levels.every((level) => level.length === 0);
  const sources = [...rules].map(([key, rule]) => [key, sourcesOf(rule)] as const);
  return Object.freeze({
    effective: nothingAttached ? Object.freeze({}) : printed(rules),
    sources: new Map(sources),
  });
};

const sourcesOf = (rule: InheritedRule): RuleSources => everyField((field) => rule[field].sources);

/** The rules of one level by tag key, each key's in the order of attachment. */
const rulesByKey = (level: readonly TagPolicyDocument[]): Map<string, TagPolicyRule[]> => {
  const byKey = new Map<string, TagPolicyRule[]>();
  for (const { tags } of level) {
    for (const [policyKey, rule] of Object.entries(tags)) {
      if (!isRule(rule)) continue;
      const key = foldedKey(policyKey);
      const peers = byKey.get(key);
      if (peers === undefined) byKey.set(key, [rule]);
      else peers.push(rule);
    }
  }
  return byKey;
};

// A control list beside the rules does not restrict what is nested in them: recorded from the service.
const isRule = (member: TagPolicyRule | readonly string[]): member is TagPolicyRule =>
  !Array.isArray(member);

const inheritRule = (
  inherited: InheritedRule | undefined,
  peers: readonly TagPolicyRule[],
  position: number,
): InheritedRule => {
  const after = (field: RuleField): InheritedSetting => {
    const above = inherited?.[field] ?? unrestrictedSetting();
    const operators: SettingOperators[] = [];
    for (const { [field]: setting } of peers) if (setting !== undefined) operators.push(setting);
    return operators.length === 0 ? above : inheritSetting(above, operators, position);
  };
  return everyField(after);
};

/** The position of what comes before the first level. */
const before = -1;

/** A rule to inherit from, made of one that is effective already. */
const reported = (rule: Partial<EffectiveTagRule>): InheritedRule =>
  everyField((field) => {
    const value = rule[field];
    if (value === undefined || typeof value === 'string') {
      return unrestrictedSetting(value === undefined ? value : [value], before);
    }
    // `["*"]` is how an unset setting is printed: what is appended to it must count.
    return unrestrictedSetting(
      field === 'tag_value' && isAnyValue(value) ? undefined : value,
      before,
    );
  });

const isAnyValue = (values: readonly string[]): boolean => values.length === 1 && values[0] === '*';

const everyField = <T>(settingOf: (field: RuleField) => T): Readonly<Record<RuleField, T>> => ({
  tag_value: settingOf('tag_value'),
  tag_key: settingOf('tag_key'),
  enforced_for: settingOf('enforced_for'),
  report_required_tag_for: settingOf('report_required_tag_for'),
});

/** The form in which Organizations prints an effective policy. */
const printed = (rules: ReadonlyMap<string, InheritedRule>): EffectiveTagPolicy => {
  // Without a prototype every key is safe, and a thousand keys cost ten times what a hundred do;
  // the shapes that V8 keeps for `Object.fromEntries` and a freeze cost twenty times as much.
  const tags = Object.create(null) as Record<string, EffectiveTagRule>;
  for (const [key, rule] of rules) tags[key] = printedRule(key, rule);
  return Object.freeze({ tags: Object.freeze(tags) });
};

const printedRule = (key: string, rule: InheritedRule): EffectiveTagRule => {
  const [tagKey = key] = rule.tag_key.values ?? [];
  return Object.freeze({
    tag_value: frozenList(rule.tag_value.values ?? ['*']),
    tag_key: tagKey,
    ...printedTypes('enforced_for', rule),
    ...printedTypes('report_required_tag_for', rule),
  });
};

const printedTypes = (
  field: 'enforced_for' | 'report_required_tag_for',
  rule: InheritedRule,
): Partial<EffectiveTagRule> => {
  const { values } = rule[field];
  return values === undefined || values.size === 0 ? {} : { [field]: frozenList(values) };
};

const frozenList = (values: Iterable<string>): readonly string[] => Object.freeze([...values]);
