import { cronValues, daysIn, isUnrestricted } from '../src/core/cron-values.ts';
import { cronFields } from '../src/core/schedule-grammar.ts';
import { nearestWeekday, weekdayOf } from './month-days.js';

/** @typedef {import('../src/core/schedule-grammar.ts').Cron} Cron */
/** @typedef {import('../src/core/schedule-grammar.ts').CronField} CronField */
/** @typedef {import('../src/core/schedule-grammar.ts').CronItem} CronItem */

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
const valuesOf = (items = [], field) => {
  const values = cronValues(items, field);
  if (values === undefined) throw new CannotCompute('The years of a range run backwards.');
  return values;
};

/**
 * @param {readonly CronItem[]} [dayOfMonth]
 * @param {readonly CronItem[]} [dayOfWeek]
 * @returns {DayRule}
 */
const dayRule = (dayOfMonth = [], dayOfWeek = []) => {
  if (!isUnrestricted(dayOfMonth) && !isUnrestricted(dayOfWeek)) {
    throw new CannotCompute(
      'Both day fields say when it runs, and Image Builder’s guide does not say how they combine.',
    );
  }
  const rules = isUnrestricted(dayOfWeek)
    ? dayOfMonth.map(monthDayRule)
    : dayOfWeek.map(weekDayRule);
  // None where the days of the month are "?" and those of the week "*".
  return (year, month, day) => rules.length === 0 || rules.some((rule) => rule(year, month, day));
};

/**
 * @param {CronItem} item
 * @returns {DayRule}
 */
const monthDayRule = (item) => {
  if (!('letter' in item)) {
    const days = valuesOf([item], dayOfMonthField);
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
 * The guide's table counts the days of the week from Sunday, its examples from Monday, and its last day
 * is Sunday. So a name says which day is meant, and a number, a step without an end or an `L` does not.
 *
 * @param {CronItem} item
 * @returns {DayRule}
 */
const weekDayRule = (item) => {
  if (!('letter' in item)) {
    const weekdays = valuesOf([item], dayOfWeekField);
    if (weekdays.size < 7 && !/^[a-z]+(?:-[a-z]+(?:\/\d+)?)?$/i.test(item.text)) {
      throw new CannotCompute(unclear(item.text));
    }
    return (...date) => weekdays.has(weekdayOf(...date));
  }
  if (item.letter === 'L' || /^\d/.test(item.text)) throw new CannotCompute(unclear(item.text));
  return (year, month, day) =>
    weekdayOf(year, month, day) === item.day && Math.ceil(day / 7) === item.number;
};

/** @param {string} text */
const unclear = (text) =>
  `Image Builder’s guide contradicts itself about which day of the week “${text}” is. Names such as MON or FRI#2 are clear.`;
