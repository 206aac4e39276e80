import { daysIn } from '../src/core/cron-values.ts';

/**
 * The day of the week; Sunday is 1.
 *
 * @param {number} year
 * @param {number} month
 * @param {number} day
 */
export const weekdayOf = (year, month, day) =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;

/**
 * The weekday, Monday to Friday, nearest to a day and in the same month.
 *
 * @param {number} year
 * @param {number} month
 * @param {number} day
 */
export const nearestWeekday = (year, month, day) => {
  const weekday = weekdayOf(year, month, day);
  if (weekday === 7) return day === 1 ? 3 : day - 1;
  if (weekday === 1) return day === daysIn(year, month) ? day - 2 : day + 1;
  return day;
};
