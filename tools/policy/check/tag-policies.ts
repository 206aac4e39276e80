import { quote } from '../../../src/json/issue.ts';
import { toPointer } from '../../../src/json/pointer.ts';
import { tagMembers } from '../../../src/policy/tag-keys.ts';
import type { TagPolicyCompliance } from '../../../src/policy/document.ts';
import {
  type InheritedSetting,
  inheritSetting,
  unrestrictedSetting,
} from '../../../src/policy/tags/inherit.ts';
import { valueOperators } from '../../../src/policy/tags/tag-policy.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import { effectiveTagPolicyOf, tagComplianceOf } from './evaluate.ts';
import type { PlacedLayer, Reachability } from './reachability.ts';
import { type Setting, settingsOf } from './tag-settings.ts';

/** Operators beside an empty `tags`: Organizations admits them, and they change nothing. */
export const idleOperators = ({ layer, pointer }: PlacedLayer): Diagnostic[] =>
  (layer.tagPolicies ?? []).flatMap((document, index) =>
    Object.keys(document)
      .filter((name) => name !== 'tags')
      .map((name) =>
        diagnostic(
          'warning',
          'tag-policy-without-effect',
          `${pointer}${toPointer(['tagPolicies', index, name])}`,
          `${quote(name)} beside "tags" changes nothing: AWS Organizations lets it stand, and no tag key is named. Leave it out.`,
        ),
      ),
  );

/** Operators that a more general layer does not let the layers below it use: Organizations passes over them. */
export const droppedOperators = ({ reachable }: Reachability): Diagnostic[] =>
  reachable.flatMap((one) => {
    const own = settingsOf(one);
    if (own.length === 0) return [];
    const levels = one.always.filter(({ index }) => index < one.index).map(settingsOf);
    return own.flatMap((setting) => {
      const { allowed } = levels.reduce(
        (above: InheritedSetting, level, position) =>
          inheritSetting(
            above,
            level
              .filter(({ key, field }) => key === setting.key && field === setting.field)
              .map(({ operators }) => operators),
            position,
          ),
        unrestrictedSetting(),
      );
      return valueOperators
        .filter((operator) => setting.operators[operator] !== undefined && !allowed.has(operator))
        .map((operator) => droppedOperator(setting, operator, [...allowed]));
    });
  });

const droppedOperator = (
  { pointer }: Setting,
  operator: string,
  allowed: readonly string[],
): Diagnostic => {
  const may =
    allowed.length === 0 ? 'no operator here' : `${allowed.join(' and ')} here and nothing else`;
  return diagnostic(
    'warning',
    'tag-operator-dropped',
    `${pointer}/${operator}`,
    `A more general layer lets the ones below it use ${may}, so this "${operator}" is passed over, as AWS Organizations does. See "@@operators_allowed_for_child_policies" there.`,
  );
};

/** Tags that the tag policy requires and leaves no value for, so that no request can comply. */
export const unsatisfiableTags = ({ policy, reachable }: Reachability): Diagnostic[] =>
  reachable.flatMap((one) => {
    const own = new Map(settingsOf(one).map((setting) => [setting.key, setting]));
    if (own.size === 0) return [];
    const { tags = {} } = effectiveTagPolicyOf(one.always);
    const complianceOf = tagComplianceOf(policy, one.always);
    return Object.entries(tags).flatMap(([key, rule]) => {
      const setting = own.get(key);
      if (setting === undefined || rule.tag_value.length > 0) return [];
      const tag = { [rule.tag_key]: 'x' };
      const outcomes = tagMembers.map((member) => [
        complianceOf(member, {}, 'required-tag-missing', key),
        complianceOf(member, tag, 'tag-value-not-allowed', key),
      ]);
      const isAlways = (compliances: readonly TagPolicyCompliance[]): boolean =>
        outcomes.some((each) => each.every((one) => compliances.includes(one)));
      if (!isAlways(['error', 'warning'])) return [];
      const isError = isAlways(['error']);
      const outcome = isError
        ? 'every request is refused. Allow a value, for example "tag_value": {"@@assign": ["100"]}, or do not require the tag.'
        : 'every request gets a warning or is refused.';
      return [
        diagnostic(
          isError ? 'error' : 'warning',
          'tag-policy-unsatisfiable',
          setting.pointer.slice(0, setting.pointer.lastIndexOf('/')),
          `The tag policy that this layer comes to requires the tag "${rule.tag_key}" and allows no value for it: ${outcome}`,
        ),
      ];
    });
  });
