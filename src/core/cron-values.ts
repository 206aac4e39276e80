import type { CronField, CronItem, CronRange } from './schedule-grammar.ts';

/** Whether a field says no more than `*`. */
export const isUnrestricted = (items: readonly CronItem[]): boolean =>
  items.every((item) => !('letter' in item) && item.from === undefined && item.step === undefined);

/**
 * The values of a field's ranges and steps, `FRI-MON` over the end too; letters have none of their own.
 * `undefined` where nobody can tell: a range of years that runs backwards.
 */
export const cronValues = (
  items: readonly CronItem[],
  field: CronField,
): ReadonlySet<number> | undefined => {
  const ranges = items.flatMap((item) => ('letter' in item ? [] : [item]));
  if (field.name === 'year' && ranges.some(({ from = 0, to = from }) => to < from)) {
    return undefined;
  }
  return new Set(ranges.flatMap((range) => rangeValues(range, field)));
};

const rangeValues = ({ from, to, step }: CronRange, { min, max }: CronField): number[] => {
  const first = from ?? min;
  const last = to ?? (from === undefined || step !== undefined ? max : from);
  const size = max - min + 1;
  const end = last < first ? last + size : last;
  const values: number[] = [];
  for (let value = first; value <= end; value += step ?? 1) {
    values.push(value > max ? value - size : value);
  }
  return values;
};

/** How many days a month has; January is 1. */
export const daysIn = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();
