/**
 * The tag policy language of AWS Organizations: what is attached, and what it comes to.
 *
 * Source: AWS Organizations User Guide, "Tag policy syntax and examples" and "Inheritance operators".
 */

/** The member that says which value operators the levels below may use. */
export const CONTROLS = '@@operators_allowed_for_child_policies';

/** The operators that set a value. */
export const valueOperators = ['@@assign', '@@append', '@@remove'] as const;
export type ValueOperator = (typeof valueOperators)[number];

/** The words of a control list, in the spelling that the guide uses. */
export const controlWords = ['@@all', '@@none', ...valueOperators] as const;

/** The settings of one policy key, in the order in which Organizations prints them. */
export const ruleFields = [
  'tag_value',
  'tag_key',
  'enforced_for',
  'report_required_tag_for',
] as const;
export type RuleField = (typeof ruleFields)[number];

/** What may stand in a list; all but texts are taken as their text (`12` is `"12"`). */
export type TagPolicyScalar = string | number | boolean | null;

/** The control list that the document, a policy key or a setting may carry. */
export interface Controls {
  readonly '@@operators_allowed_for_child_policies'?: readonly string[];
}

/** A setting of one value: `tag_key`. */
export interface SingleSetting extends Controls {
  readonly '@@assign'?: string;
}

/** A setting of many values: all but `tag_key`. */
export interface ListSetting extends Controls {
  readonly '@@assign'?: readonly TagPolicyScalar[];
  readonly '@@append'?: readonly TagPolicyScalar[];
  readonly '@@remove'?: readonly TagPolicyScalar[];
}

/** What one policy states about one tag key. */
export interface TagPolicyRule extends Controls {
  readonly tag_key?: SingleSetting;
  readonly tag_value?: ListSetting;
  readonly enforced_for?: ListSetting;
  readonly report_required_tag_for?: ListSetting;
}

/** An admitted tag policy. Beside the rules, by policy key, `tags` may hold a control list. */
export interface TagPolicyDocument {
  readonly tags: Readonly<Record<string, TagPolicyRule | readonly string[]>>;
}

/** What applies to one tag key after every level. */
export interface EffectiveTagRule {
  /** The values that comply, at most one `*` in each; `["*"]` allows any value, `[]` allows no value. */
  readonly tag_value: readonly string[];
  /** The tag key in the capitalization that complies. */
  readonly tag_key: string;
  readonly enforced_for?: readonly string[];
  readonly report_required_tag_for?: readonly string[];
}

/** An effective tag policy in Organizations' own form: rules by lower-case key, `{}` without policies. */
export interface EffectiveTagPolicy {
  readonly tags?: Readonly<Record<string, EffectiveTagRule>>;
}

/**
 * An effective policy as it comes from DescribeEffectivePolicy (`PolicyContent`).
 *
 * Every `EffectiveTagPolicy` is one; here members may be missing and keys may be in any case, since
 * the guide prints them so.
 */
export interface ReportedTagPolicy {
  readonly tags?: Readonly<Record<string, Partial<EffectiveTagRule>>>;
}

/** The form in which tag keys are compared and printed: keys that differ only in case are one key. */
export const foldedKey = (key: string): string => key.toLowerCase();

/** The text that a scalar of a list stands for: `12` is `"12"`, `null` is `"null"`. */
export const scalarText = (scalar: TagPolicyScalar): string => String(scalar);
