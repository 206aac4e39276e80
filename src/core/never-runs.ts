import { cronValues, daysIn, isUnrestricted } from './cron-values.ts';
import { cronFields, type Cron, type CronItem } from './schedule-grammar.ts';

const [, , dayField, monthField, , yearField] = cronFields;

/** By so much the clocks of the world lie behind UTC at most. */
const furthestBehind = 12 * 60 * 60 * 1000;

/**
 * Whether no day that a cron expression names is still to come: its years are over, or its months never
 * have such a day. Where nobody can tell, it may run.
 *
 * @param now - Milliseconds since 1970, wherever the pipeline's clock is.
 */
export const neverRuns = (cron: Cron, now: number): boolean => {
  const { year: yearItems = [], month: monthItems = [] } = cron;
  if (isUnrestricted(yearItems) && isUnrestricted(monthItems)) return false;
  const years = cronValues(yearItems, yearField);
  if (years === undefined) return false;
  const months = cronValues(monthItems, monthField) ?? [];
  const today = new Date(now - furthestBehind);
  const thisMonth = today.getUTCFullYear() * 12 + today.getUTCMonth() + 1;
  const mayRun = dayFinder(cron);
  for (const year of years) {
    for (const month of months) {
      const ahead = year * 12 + month - thisMonth;
      const from = ahead === 0 ? today.getUTCDate() : 1;
      if (ahead >= 0 && mayRun(from, daysIn(year, month))) return false;
    }
  }
  return true;
};

/** Tells whether a month of so many days may have one of those that are meant, not before the first. */
const dayFinder = (cron: Cron): ((first: number, last: number) => boolean) => {
  const { 'day-of-month': items, 'day-of-week': weekdays } = cron;
  if (items === undefined || weekdays !== undefined) return () => true;
  const days = [...(cronValues(items, dayField) ?? [])];
  return (first, last) =>
    days.some((day) => day >= first && day <= last) ||
    items.some((item) => 'letter' in item && mayFall(item, first, last));
};

const mayFall = (item: Extract<CronItem, { letter: string }>, first: number, last: number) => {
  const day = (item.day ?? last) - item.number;
  // The nearest weekday is at most two days away; where the month has no such day, nobody can tell.
  return item.letter === 'W' ? day + 2 >= first : day >= first;
};
