import { cronFields } from '../src/core/schedule-grammar.ts';
import { daysIn, nearestWeekday, weekdayOf } from './month-days.js';

/** @typedef {import('../src/core/schedule-grammar.ts').Cron} Cron */
/** @typedef {import('../src/core/schedule-grammar.ts').CronField} CronField */
/** @typedef {import('../src/core/schedule-grammar.ts').CronRange} CronRange */
/** @typedef {import('../src/core/schedule-grammar.ts').CronSpecial} CronSpecial */
/** @typedef {CronRange | CronSpecial} CronItem */

const [minuteField, hourField, dayOfMonthField, monthField, dayOfWeekField, yearField] = cronFields;

/** The last year that an expression can name. */
export const lastYear = yearField.max;

/** Says why no time can be given for an expression; a wrong one would be worse than none. */
export class CannotCompute extends Error {}

/** @typedef {(year: number, month: number, day: number) => boolean} DayRule */

/**
 * @typedef {object} CronCalendar
 * @property {readonly number[]} minutes - Ascending.
 * @property {readonly number[]} hours - Ascending.
 * @property {DayRule} isDay - January is 1. May throw {@link CannotCompute}.
 */

/**
 * The days, hours and minutes at which a cron expression matches.
 *
 * @param {Cron} cron
 * @returns {CronCalendar}
 * @throws {CannotCompute} where nobody can tell.
 */
export const cronCalendar = (cron) => {
  const years = valuesOf(cron.year, yearField);
  const months = valuesOf(cron.month, monthField);
  const isDay = dayRule(cron['day-of-month'], cron['day-of-week']);
  return {
    minutes: ascending(valuesOf(cron.minute, minuteField)),
    hours: ascending(valuesOf(cron.hour, hourField)),
    isDay: (year, month, day) => years.has(year) && months.has(month) && isDay(year, month, day),
  };
};

/** @param {ReadonlySet<number>} values */
const ascending = (values) => [...values].sort((a, b) => a - b);

/**
 * @param {readonly CronItem[] | undefined} items
 * @param {CronField} field
 */
const valuesOf = (items = [], field) =>
  new Set(items.flatMap((item) => ('letter' in item ? [] : rangeValues(item, field))));

/**
 * The values of `*`, `5`, `1-5`, `FRI-MON`, and each of these with a step.
 *
 * @param {CronRange} range
 * @param {CronField} field
 */
const rangeValues = ({ from, to, step }, { name, min, max }) => {
  const first = from ?? min;
  const last = to ?? (from === undefined || step !== undefined ? max : from);
  if (last < first && name === 'year') {
    throw new CannotCompute(`The years of ${first}-${last} run backwards.`);
  }
  // Any other range may run over the end, as FRI-MON does.
  const size = max - min + 1;
  const end = last < first ? last + size : last;
  const values = [];
  for (let value = first; value <= end; value += step ?? 1) {
    values.push(value > max ? value - size : value);
  }
  return values;
};

/**
 * @param {readonly CronItem[]} [dayOfMonth]
 * @param {readonly CronItem[]} [dayOfWeek]
 * @returns {DayRule}
 */
const dayRule = (dayOfMonth = [], dayOfWeek = []) => {
  if (isRestricted(dayOfMonth) && isRestricted(dayOfWeek)) {
    throw new CannotCompute(
      'Both day fields say when it runs, and Image Builder’s guide does not say how they combine.',
    );
  }
  const rules = isRestricted(dayOfWeek) ? dayOfWeek.map(weekDayRule) : dayOfMonth.map(monthDayRule);
  // None where the days of the month are "?" and those of the week "*".
  return (year, month, day) => rules.length === 0 || rules.some((rule) => rule(year, month, day));
};

/**
 * Whether a day field says more than `*`.
 *
 * @param {readonly CronItem[]} items
 */
const isRestricted = (items) =>
  items.some((item) => 'letter' in item || item.from !== undefined || item.step !== undefined);

/**
 * @param {CronItem} item
 * @returns {DayRule}
 */
const monthDayRule = (item) => {
  if (!('letter' in item)) {
    const days = new Set(rangeValues(item, dayOfMonthField));
    return (_year, _month, day) => days.has(day);
  }
  if (item.letter === 'L') return (year, month, day) => day === daysIn(year, month) - item.number;
  return (year, month, day) => {
    const last = daysIn(year, month);
    const wanted = item.day ?? last;
    if (wanted > last) {
      throw new CannotCompute(`Not every month has a day ${wanted} for “${wanted}W” to be near.`);
    }
    return day === nearestWeekday(year, month, wanted);
  };
};

/**
 * @param {CronItem} item
 * @returns {DayRule}
 */
const weekDayRule = (item) => {
  if (!('letter' in item)) {
    const weekdays = new Set(rangeValues(item, dayOfWeekField));
    return (...date) => weekdays.has(weekdayOf(...date));
  }
  // `L` alone is the last day of the week: Saturday.
  if (item.day === undefined) return (...date) => weekdayOf(...date) === 7;
  return (year, month, day) =>
    weekdayOf(year, month, day) === item.day &&
    (item.letter === 'L' ? day + 7 > daysIn(year, month) : Math.ceil(day / 7) === item.number);
};
