import { isEmptyObject } from '../../../src/json/json-value.ts';
import { valueAt } from '../../../src/json/pointer.ts';
import { layOver } from '../../../src/policy/merge.ts';
import { statementOf } from './context.ts';
import { advice, type Finding } from './finding.ts';
import type { Placed } from './survey.ts';

/** Places of a layer that say nothing: `{}` as a value, and sections and layers with nothing in them. */
export const saysNothing = (placed: Placed): Finding[] => {
  const { layer, pointer } = placed;
  const { name, description, applies, ...sections } = layer;
  if (Object.keys(sections).length === 0) {
    return [
      nothing(
        pointer,
        `The layer ${JSON.stringify(name)} says nothing: it has no defaults, enforced values, allowed values or tag policies.`,
      ),
    ];
  }
  const emptySections = Object.entries(sections).flatMap(([section, value]) =>
    isEmptyObject(value) || (Array.isArray(value) && value.length === 0)
      ? [
          nothing(
            `${pointer}/${section}`,
            `${JSON.stringify(section)} is empty and says nothing: leave it out.`,
          ),
        ]
      : [],
  );
  const emptyValues = (['defaults', 'enforced'] as const).flatMap((kind) => {
    const { members, provenance } = layOver([statementOf(placed, kind)], 'last');
    return Object.keys(provenance)
      .filter((leaf) => isEmptyObject(valueAt(members, leaf)))
      .map((leaf) =>
        nothing(
          `${pointer}/${kind}${leaf}`,
          kind === 'enforced'
            ? '{} enforces nothing: whatever a request has there may stay. Name the members to enforce, or leave it out.'
            : '{} adds nothing to what a request has there: name the members, or leave it out.',
        ),
      );
  });
  return [...emptySections, ...emptyValues];
};

const nothing = (pointer: string, detail: string): Finding =>
  advice(pointer, 'says-nothing', detail);
