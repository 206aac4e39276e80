import { valueAt } from '../../../src/json/pointer.ts';
import { sameJson } from '../../../src/json/json-value.ts';
import { quote } from '../../../src/json/issue.ts';
import { layOver, otherRecipe, type Sourced } from '../../../src/policy/merge.ts';
import { statementOf } from './context.ts';
import { advice, fault, type Finding } from './finding.ts';
import { isEmptyObject } from '../../../src/json/json-value.ts';
import type { Survey, Surveyed } from './survey.ts';

/**
 * Enforced values that a more general layer, which applies whenever theirs does, holds already: the
 * same value is redundant, another one can never take effect.
 */
export const heldLocks = ({ living }: Survey): Finding[] => living.flatMap(locksHeldAbove);

const locksHeldAbove = (one: Surveyed): Finding[] => {
  const above = one.always.filter(({ index }) => index < one.index);
  const held = layOver(
    above.map((placed) => statementOf(placed, 'enforced')),
    'first',
  );
  const own = layOver([statementOf(one, 'enforced')], 'first');
  return Object.keys(own.provenance).flatMap((pointer) => {
    const value = valueAt(own.members, pointer);
    const holder = isEmptyObject(value) ? undefined : holderOf(held, pointer);
    if (holder === undefined) return [];
    const at = `${one.pointer}/enforced${pointer}`;
    const who = `The more general layer ${JSON.stringify(holder.origin)}, which applies whenever this one does,`;
    return sameJson(holder.value, value) && holder.pointer === pointer
      ? [advice(at, 'lock-redundant', `${who} enforces the same value: this one can be left out.`)]
      : [
          fault(
            at,
            'lock-without-effect',
            `${who} enforces ${quote(holder.value)}${holder.pointer === pointer ? '' : ` for "${holder.pointer.slice(1)}"`}: ${quote(value)} can never take effect. Leave it out, or enforce it in a layer above.`,
          ),
        ];
  });
};

interface Holder {
  readonly pointer: string;
  readonly value: unknown;
  readonly origin: string;
}

/** What holds a place already: a value there, or a recipe of the other kind. */
const holderOf = ({ members, provenance }: Sourced, pointer: string): Holder | undefined => {
  const other = otherRecipe[pointer.slice(1)];
  const places = other === undefined ? [pointer] : [pointer, `/${other}`];
  const taken = places.find((place) => provenance[place] !== undefined);
  if (taken === undefined) return undefined;
  const value = valueAt(members, taken);
  if (isEmptyObject(value)) return undefined;
  return { pointer: taken, value, origin: provenance[taken] ?? '' };
};
