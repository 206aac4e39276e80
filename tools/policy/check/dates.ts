import type { Grant } from '../../../src/policy/document.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import type { PlacedLayer } from './reachability.ts';

/**
 * Dates of a layer that have passed, or that have no effect.
 *
 * @param today - The day in UTC, such as `2026-11-25`.
 */
export const layerDates = ({ layer, pointer, sets }: PlacedLayer, today: string): Diagnostic[] => {
  const { name, compliance, errorFrom } = layer;
  const at = `${pointer}/errorFrom`;
  return [
    ...sets.flatMap((set) =>
      set.isOver
        ? [
            appliesNoMore(
              `${set.pointer}/until`,
              set.condition.until,
              sets.length === 1
                ? `the layer ${JSON.stringify(name)} applies no more`
                : `this set of the layer ${JSON.stringify(name)} matches no more`,
            ),
          ]
        : [],
    ),
    ...(errorFrom !== undefined && compliance !== 'warning'
      ? [
          diagnostic(
            'warning',
            'error-from-without-warning',
            at,
            '"errorFrom" ends a time of warnings, and without "compliance": "warning" beside it a breach is an error already. Leave it out, or add "compliance": "warning".',
          ),
        ]
      : []),
    ...(errorFrom !== undefined && compliance === 'warning' && errorFrom <= today
      ? [
          diagnostic(
            'warning',
            'error-from-passed',
            at,
            `Since ${errorFrom} a breach of what this layer demands is an error. Leave out "compliance" and "errorFrom", which say no more.`,
          ),
        ]
      : []),
  ];
};

/** Grants whose days are over. */
export const grantDates = ({ name, until }: Grant, pointer: string, today: string): Diagnostic[] =>
  until === undefined || until > today
    ? []
    : [appliesNoMore(`${pointer}/until`, until, `the grant ${JSON.stringify(name)} opens no more`)];

const appliesNoMore = (pointer: string, until: string | undefined, what: string): Diagnostic =>
  diagnostic(
    'warning',
    'applies-no-more',
    pointer,
    `"until" is the first day after, and it was ${String(until)}: ${what}. Leave it out, or set another day.`,
  );
