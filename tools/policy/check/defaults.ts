import { valueAt } from '../../../src/json/pointer.ts';
import { quote } from '../../../src/json/issue.ts';
import { layOver, otherRecipe } from '../../../src/policy/merge.ts';
import { resolveIn, sourceOf, statementOf } from './context.ts';
import { advice, type Finding } from './finding.ts';
import { isEmptyObject } from '../../../src/json/json-value.ts';
import type { Survey, Surveyed } from './survey.ts';

/** Defaults that no request ever gets, since a layer that applies whenever theirs does goes before them. */
export const defaultsWithoutEffect = (about: Survey): Finding[] =>
  about.living.flatMap((one) => overruled(about, one));

const overruled = (about: Survey, one: Surveyed): Finding[] => {
  const own = layOver([statementOf(one, 'defaults')], 'last');
  if (Object.keys(own.provenance).length === 0) return [];
  const resolution = resolveIn(about, one.always);
  return Object.keys(own.provenance).flatMap((pointer) => {
    if (isEmptyObject(valueAt(own.members, pointer))) return [];
    const other = otherRecipe[pointer.slice(1)];
    const place =
      valueAt(resolution.request, pointer) === undefined && other !== undefined
        ? `/${other}`
        : pointer;
    const winner = sourceOf(one.always, resolution, place);
    if (winner === undefined) return [];
    if (winner.placed.index === one.index && winner.kind === 'defaults') return [];
    const says = winner.kind === 'enforced' ? 'enforces' : 'defaults to';
    const who =
      winner.placed.index === one.index
        ? 'This layer itself'
        : `The layer ${JSON.stringify(winner.placed.layer.name)}, which applies whenever this one does,`;
    return [
      advice(
        `${one.pointer}/defaults${pointer}`,
        'default-without-effect',
        `${who} ${says} ${quote(winner.written)}${place === pointer ? '' : ` for "${place.slice(1)}"`}: no request ever gets this default. Leave it out.`,
      ),
    ];
  });
};
