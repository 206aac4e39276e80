/**
 * Image Builder's cron expressions: six fields, `minute hour day-of-month month day-of-week year`.
 *
 * Source: https://docs.aws.amazon.com/imagebuilder/latest/userguide/cron-expressions.html
 */

/** Says why no time can be given for an expression; a wrong one would be worse than none. */
export class CannotCompute extends Error {}

/**
 * @typedef {object} CronSchedule
 * @property {readonly number[]} minutes - Ascending.
 * @property {readonly number[]} hours - Ascending.
 * @property {(month: number) => boolean} isMonth - January is 1.
 * @property {(year: number) => boolean} isYear
 * @property {(year: number, month: number, day: number) => boolean} isDay - May throw
 * {@link CannotCompute}.
 */

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {number} min
 * @property {number} max
 * @property {readonly string[]} [names]
 */

const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const days = 'SUN MON TUE WED THU FRI SAT'.split(' ');

/** @type {Readonly<Record<'minute' | 'hour' | 'dayOfMonth' | 'month' | 'dayOfWeek' | 'year', Field>>} */
const fields = {
  minute: { name: 'minute', min: 0, max: 59 },
  hour: { name: 'hour', min: 0, max: 23 },
  dayOfMonth: { name: 'day-of-month', min: 1, max: 31 },
  month: { name: 'month', min: 1, max: 12, names: months },
  dayOfWeek: { name: 'day-of-week', min: 1, max: 7, names: days },
  year: { name: 'year', min: 1970, max: 2199 },
};

/** The last year that an expression can name. */
export const lastYear = fields.year.max;

/**
 * Reads what stands between `cron(` and `)`.
 *
 * @param {string} text
 * @returns {CronSchedule}
 * @throws {CannotCompute} for an expression that is wrong or whose times nobody can tell.
 */
export const readCron = (text) => {
  const parts = text.split(' ');
  if (parts.length !== 6 || parts.includes('')) {
    throw new CannotCompute('A cron expression has six fields with one space between them.');
  }
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = parts;
  const monthSet = setOf(month, fields.month);
  const yearSet = setOf(year, fields.year);
  return {
    minutes: [...setOf(minute, fields.minute)].sort((a, b) => a - b),
    hours: [...setOf(hour, fields.hour)].sort((a, b) => a - b),
    isMonth: (value) => monthSet.has(value),
    isYear: (value) => yearSet.has(value),
    isDay: dayRule(dayOfMonth, dayOfWeek),
  };
};

/**
 * @param {string} text
 * @param {Field} field
 * @returns {CannotCompute}
 */
const unreadable = (text, { name }) => new CannotCompute(`The ${name} field cannot be “${text}”.`);

/**
 * @param {string} text
 * @param {Field} field
 */
const setOf = (text, field) => new Set(text.split(',').flatMap((item) => rangeOf(item, field)));

/**
 * The values of `*`, `5`, `1-5`, `FRI-MON`, and each of these with a step.
 *
 * @param {string} item
 * @param {Field} field
 */
const rangeOf = (item, field) => {
  const [range = '', step, ...more] = item.split('/');
  const every = step === undefined ? 1 : /^[1-9]\d{0,3}$/.test(step) ? Number(step) : NaN;
  const ends = range === '*' ? [field.min, field.max] : range.split('-').map(valueIn(field));
  const [from = NaN, to = step === undefined ? from : field.max, ...others] = ends;
  const size = field.max - field.min + 1;
  // A range may run over the end, as FRI-MON does; years do not begin again.
  const until = to < from && field.name !== 'year' ? to + size : to;
  if (more.length > 0 || others.length > 0 || Number.isNaN(every + from + until) || until < from) {
    throw unreadable(item, field);
  }
  const values = [];
  for (let value = from; value <= until; value += every) {
    values.push(value > field.max ? value - size : value);
  }
  return values;
};

/**
 * @param {Field} field
 * @returns {(text: string) => number} A reader that gives NaN for what is no value of the field.
 */
const valueIn = (field) => (text) => {
  const named = field.names?.indexOf(text.toUpperCase()) ?? -1;
  if (named >= 0) return field.min + named;
  const value = /^\d{1,4}$/.test(text) ? Number(text) : NaN;
  return value >= field.min && value <= field.max ? value : NaN;
};

/**
 * @param {string} dayOfMonth
 * @param {string} dayOfWeek
 * @returns {CronSchedule['isDay']}
 */
const dayRule = (dayOfMonth, dayOfWeek) => {
  const byMonth = saysNothing(dayOfMonth) ? undefined : dayOfMonth.split(',').map(monthDayRule);
  const byWeek = saysNothing(dayOfWeek) ? undefined : dayOfWeek.split(',').map(weekDayRule);
  if (dayOfMonth === '?' && dayOfWeek === '?') {
    throw new CannotCompute('Neither day field says on which days it runs.');
  }
  if (byMonth !== undefined && byWeek !== undefined) {
    throw new CannotCompute(
      'Both day fields say when it runs, and Image Builder’s guide does not say how they combine.',
    );
  }
  const rules = byMonth ?? byWeek;
  return (year, month, day) => rules === undefined || rules.some((rule) => rule(year, month, day));
};

/** @param {string} text */
const saysNothing = (text) => text === '?' || text === '*';

/**
 * @param {string} item
 * @returns {CronSchedule['isDay']}
 */
const monthDayRule = (item) => {
  const [, before = '0'] = /^L(?:-(\d{1,2}))?$/i.exec(item) ?? [];
  if (/^L/i.test(item) && !/^LW$/i.test(item)) {
    if (!/^L(?:-\d{1,2})?$/i.test(item)) throw unreadable(item, fields.dayOfMonth);
    return (year, month, day) => day === daysIn(year, month) - Number(before);
  }
  if (/^LW$/i.test(item)) {
    return (year, month, day) => day === nearestWeekday(year, month, daysIn(year, month));
  }
  const [, near] = /^(\d{1,2})W$/i.exec(item) ?? [];
  if (near !== undefined) {
    const wanted = Number(near);
    if (Number.isNaN(valueIn(fields.dayOfMonth)(near))) throw unreadable(item, fields.dayOfMonth);
    return (year, month, day) => {
      if (wanted > daysIn(year, month)) {
        throw new CannotCompute(`Not every month has a day ${wanted} for “${item}” to be near.`);
      }
      return day === nearestWeekday(year, month, wanted);
    };
  }
  const values = new Set(rangeOf(item, fields.dayOfMonth));
  return (_year, _month, day) => values.has(day);
};

/**
 * @param {string} item
 * @returns {CronSchedule['isDay']}
 */
const weekDayRule = (item) => {
  // The last day of the week: 7, Saturday.
  if (/^L$/i.test(item)) return weekDayRule('7');
  const [, name = '', nth] = /^(\w+?)(?:L|#([1-5]))$/i.exec(item) ?? [];
  if (name !== '') {
    const wanted = valueIn(fields.dayOfWeek)(name);
    if (Number.isNaN(wanted)) throw unreadable(item, fields.dayOfWeek);
    return (year, month, day) =>
      weekdayOf(year, month, day) === wanted &&
      (nth === undefined ? day + 7 > daysIn(year, month) : Math.ceil(day / 7) === Number(nth));
  }
  const values = new Set(rangeOf(item, fields.dayOfWeek));
  return (year, month, day) => values.has(weekdayOf(year, month, day));
};

/**
 * @param {number} year
 * @param {number} month
 */
const daysIn = (year, month) => new Date(Date.UTC(year, month, 0)).getUTCDate();

/**
 * Sunday is 1.
 *
 * @param {number} year
 * @param {number} month
 * @param {number} day
 */
const weekdayOf = (year, month, day) => new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;

/**
 * The weekday, Monday to Friday, nearest to a day and in the same month.
 *
 * @param {number} year
 * @param {number} month
 * @param {number} day
 */
const nearestWeekday = (year, month, day) => {
  const weekday = weekdayOf(year, month, day);
  if (weekday === 7) return day === 1 ? 3 : day - 1;
  if (weekday === 1) return day === daysIn(year, month) ? day - 2 : day + 1;
  return day;
};
