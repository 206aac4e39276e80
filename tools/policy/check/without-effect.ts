import { quote } from '../../../src/json/issue.ts';
import { isEmptyObject, sameJson } from '../../../src/json/json-value.ts';
import { valueAt } from '../../../src/json/pointer.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import { evaluate, mergeSection, otherRecipe, type Section, sourceOf } from './evaluate.ts';
import type { PlacedLayer, Reachability, ReachableLayer } from './reachability.ts';

/** Enforced values and defaults that no request ever gets, since layers that always apply too go before them. */
export const valuesWithoutEffect = (policy: Reachability): Diagnostic[] =>
  policy.reachable.flatMap((one) => [
    ...enforcedWithoutEffect(one),
    ...defaultsWithoutEffect(policy, one),
  ]);

/** What a layer supplies, value by value; `{}` supplies none. */
const valuesOf = (one: ReachableLayer, section: Section): [pointer: string, value: unknown][] => {
  const { members, provenance } = mergeSection([one], section);
  return Object.keys(provenance)
    .map((pointer): [string, unknown] => [pointer, valueAt(members, pointer)])
    .filter(([, value]) => !isEmptyObject(value));
};

const forMember = (pointer: string, other: string): string =>
  other === pointer ? '' : ` for "${other.slice(1)}"`;

/** Values that a more general layer enforces already: the same one is redundant, another has no effect. */
const enforcedWithoutEffect = (one: ReachableLayer): Diagnostic[] => {
  const above = mergeSection(
    one.always.filter((other) => other.index < one.index && goesBefore(other, one)),
    'enforced',
  );
  return valuesOf(one, 'enforced').flatMap(([pointer, value]) => {
    const holder = [pointer, otherRecipe(pointer)]
      .filter((place) => place !== undefined)
      .find((place) => above.provenance[place] !== undefined);
    const held = holder === undefined ? undefined : valueAt(above.members, holder);
    if (holder === undefined || isEmptyObject(held)) return [];
    const at = `${one.pointer}/enforced${pointer}`;
    const who = `The more general layer ${JSON.stringify(above.provenance[holder])}, which applies whenever this one does,`;
    return holder === pointer && sameJson(held, value)
      ? [
          diagnostic(
            'warning',
            'enforced-redundant',
            at,
            `${who} enforces the same value: this one can be left out.`,
          ),
        ]
      : [
          diagnostic(
            'error',
            'enforced-without-effect',
            at,
            `${who} enforces ${quote(held)}${forMember(pointer, holder)}: ${quote(value)} can never take effect. Leave it out, or enforce it in a layer above.`,
          ),
        ];
  });
};

/** Whether what a layer above enforces always goes before what one below it does: not a warning before what is an error, now or from some day. */
const goesBefore = (above: PlacedLayer, below: PlacedLayer): boolean =>
  above.isError || (!below.isError && below.layer.errorFrom === undefined);

/** Defaults before which an enforced value or a more specific default always goes. */
const defaultsWithoutEffect = ({ policy }: Reachability, one: ReachableLayer): Diagnostic[] => {
  const own = valuesOf(one, 'defaults');
  if (own.length === 0) return [];
  const evaluation = evaluate(policy, one.always);
  return own.flatMap(([pointer]) => {
    const isThere = valueAt(evaluation.request, pointer) !== undefined;
    const place = isThere ? pointer : (otherRecipe(pointer) ?? pointer);
    const winner = sourceOf(one.always, evaluation, place);
    if (winner === undefined) return [];
    const isOwn = winner.placed.index === one.index;
    if (isOwn && winner.section === 'defaults') return [];
    const who = isOwn
      ? 'This layer itself'
      : `The layer ${JSON.stringify(winner.placed.layer.name)}, which applies whenever this one does,`;
    const verb = winner.section === 'enforced' ? 'enforces' : 'defaults to';
    return [
      diagnostic(
        'warning',
        'default-without-effect',
        `${one.pointer}/defaults${pointer}`,
        `${who} ${verb} ${quote(winner.written)}${forMember(pointer, place)}: no request ever gets this default. Leave it out.`,
      ),
    ];
  });
};
