import {
  CONTROLS,
  type Controls,
  scalarText,
  type TagPolicyScalar,
  type ValueOperator,
  valueOperators,
} from './tag-policy.ts';

/** One setting of one tag key as the levels so far have left it. */
export interface InheritedSetting {
  /** `undefined` while no level has set it; an empty set is a setting that allows nothing. */
  readonly values: Set<string> | undefined;
  /** The levels that the values are due to, by position: from the last that replaced them on. */
  readonly sources: number[];
  /** What the levels still to come may use. */
  readonly allowed: ReadonlySet<ValueOperator>;
}

/** What one policy does to a setting, whichever the setting. */
export interface SettingOperators extends Controls {
  readonly '@@assign'?: string | readonly TagPolicyScalar[];
  readonly '@@append'?: readonly TagPolicyScalar[];
  readonly '@@remove'?: readonly TagPolicyScalar[];
}

const everyOperator: ReadonlySet<ValueOperator> = new Set(valueOperators);

/** A setting that no control list restricts yet. */
export const unrestrictedSetting = (
  values?: Iterable<string>,
  source?: number,
): InheritedSetting => ({
  values: values === undefined ? undefined : new Set(values),
  sources: source === undefined ? [] : [source],
  allowed: everyOperator,
});

/**
 * What a setting is after one more level, given that level's policies in the order of attachment.
 *
 * The first `@@assign` replaces, then all of `@@append` add, then all of `@@remove` take away; what a
 * higher level disallows is passed over. The level's control lists bind the levels below it alone.
 *
 * `inherited` is used up: its values and sources live on in the answer, since a copy at every level would
 * cost the square of what a thousand levels append.
 *
 * Source: AWS Organizations User Guide, "Inheritance operators"; peers as recorded from the service.
 */
export const inheritSetting = (
  inherited: InheritedSetting,
  peers: readonly SettingOperators[],
  position: number,
): InheritedSetting => ({
  sources: sourcesAfter(inherited, peers, position),
  values: removed(appended(assigned(inherited, peers), inherited, peers), inherited, peers),
  allowed: peers.reduce(restricted, inherited.allowed),
});

/** Who replaces the values with the very same stands for them beside those before. */
const sourcesAfter = (
  inherited: InheritedSetting,
  peers: readonly SettingOperators[],
  position: number,
): number[] => {
  const { values, allowed, sources } = inherited;
  const replacing = assigned(inherited, peers);
  const isReplaced = replacing !== values;
  const isExtended = (['@@append', '@@remove'] as const).some(
    (operator) => allowed.has(operator) && operands(peers, operator).length > 0,
  );
  if (!isReplaced && !isExtended) return sources;
  if (isReplaced && !sameValues(values, replacing)) return [position];
  sources.push(position);
  return sources;
};

const sameValues = (some: Values, others: Values): boolean =>
  some?.size === others?.size && [...(some ?? [])].every((value) => others?.has(value) === true);

type Values = InheritedSetting['values'];

const assigned = (inherited: InheritedSetting, peers: readonly SettingOperators[]): Values => {
  if (!inherited.allowed.has('@@assign')) return inherited.values;
  const first = peers.find((peer) => peer['@@assign'] !== undefined)?.['@@assign'];
  if (first === undefined) return inherited.values;
  return new Set(typeof first === 'string' ? [first] : first.map(scalarText));
};

const appended = (
  values: Values,
  { allowed }: InheritedSetting,
  peers: readonly SettingOperators[],
): Values => {
  const additions = allowed.has('@@append') ? operands(peers, '@@append') : [];
  // An empty list adds nothing, so it does not turn "any value" into "no value" either.
  if (additions.length === 0) return values;
  const longer = values ?? new Set<string>();
  for (const addition of additions) longer.add(addition);
  return longer;
};

const removed = (
  values: Values,
  { allowed }: InheritedSetting,
  peers: readonly SettingOperators[],
): Values => {
  if (allowed.has('@@remove')) {
    for (const removal of operands(peers, '@@remove')) values?.delete(removal);
  }
  return values;
};

const operands = (
  peers: readonly SettingOperators[],
  operator: '@@append' | '@@remove',
): readonly string[] => peers.flatMap((peer) => (peer[operator] ?? []).map(scalarText));

const restricted = (
  allowed: ReadonlySet<ValueOperator>,
  { [CONTROLS]: words }: SettingOperators,
): ReadonlySet<ValueOperator> => {
  if (words === undefined) return allowed;
  const named = new Set(words.map((word) => word.toLowerCase()));
  return named.has('@@all')
    ? allowed
    : new Set([...allowed].filter((operator) => named.has(operator)));
};
