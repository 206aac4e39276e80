import { cronFields, daysOfWeek } from './schedule-grammar.ts';

/** The fields of a cron expression as somebody wrote them, in the order of Image Builder's. */
type Fields = readonly string[];

const [, , , { names: months }] = cronFields;
const [monthIndex, weekdayIndex] = [3, 4];

/**
 * The five fields of Unix cron, or of AWS without a year, as six of Image Builder; `undefined` where a
 * number stands for a day of the week and a "?" beside it says that it is not one of Unix.
 */
export const unixFields = (fields: Fields): Fields | undefined => {
  const weekday = fields[weekdayIndex] ?? '';
  // Not of Unix, and Image Builder's guide does not say what a day before it means.
  if (/L/i.test(weekday)) return undefined;
  if (!fields.includes('?')) return [...fields.with(weekdayIndex, unixWeekdays(weekday)), '*'];
  return hasNumbers(weekday) ? undefined : [...fields, '*'];
};

/**
 * The six or seven fields of Quartz and Spring, seconds first, as six of Image Builder; `undefined` where
 * they cannot be: at another second than the first of a minute, or where six have a number for a day of
 * the week, which Quartz counts from Sunday as 1 and Spring from Sunday as 0.
 */
export const quartzFields = (fields: Fields): Fields | undefined => {
  const [seconds = '', ...others] = fields;
  const weekday = others[weekdayIndex] ?? '';
  // Where the steps begin depends on the day that a week begins with.
  if (!/^0{1,2}$/.test(seconds) || weekday.includes('/')) return undefined;
  if (others.length === 6) return others.with(weekdayIndex, weekdayNames(weekday, 1));
  return others.length === 5 && !hasNumbers(weekday) ? [...others, '*'] : undefined;
};

/** Whether a number stands for a day of the week; the one behind a "#" does not. */
const hasNumbers = (weekday: string): boolean => /\d/.test(weekday.replace(/#\d/g, ''));

/** The names of days and months as Image Builder writes them, and a day of the week that only Unix has. */
export const withRightWords = (fields: Fields): Fields =>
  fields.map((field, index) => {
    if (index === 2) return field.replace(/\bL-0\b/gi, 'L');
    if (index === monthIndex) return shortened(field, months, monthsInFull);
    if (index !== weekdayIndex) return field;
    const named = shortened(field, daysOfWeek, daysInFull);
    return /(?:^|[,-])0/.test(named) ? unixWeekdays(named) : named;
  });

const monthsInFull =
  'JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER'.split(
    ' ',
  );
const daysInFull = 'SUNDAY MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY'.split(' ');

/** `monday-friday` as `MON-FRI`, `Tues` and `Sept` too. */
const shortened = (field: string, names: readonly string[], inFull: readonly string[]): string =>
  field.replace(/[a-z]{4,}/gi, (word) => {
    const meant = inFull.findIndex((name) => name.startsWith(word.toUpperCase()));
    return names[meant] ?? word;
  });

/** Unix counts the days of the week from Sunday as 0, and Sunday is 7 as well. */
const unixWeekdays = (field: string): string =>
  field
    .split(',')
    .map((item) => {
      const [, first = '', last, step] = /^(\*|\d)(?:-(\d))?(?:\/(\d{1,2}))?$/.exec(item) ?? [];
      if (first === '' || item === '*') return weekdayNames(item, 0);
      const from = first === '*' ? 0 : Number(first);
      const to = first === '*' ? 6 : Number(last ?? (step === undefined ? first : 6));
      // A list is the same whatever day a week begins with.
      if (step === undefined && to - from < 6) return weekdayNames(item, 0);
      const days = Array.from({ length: 8 }, (_, day) => day).filter(
        (day) => day >= from && day <= to && (day - from) % Number(step ?? 1) === 0,
      );
      const names = new Set(days.map((day) => daysOfWeek[day % 7] ?? ''));
      return names.size === daysOfWeek.length ? '*' : [...names].join(',');
    })
    .join(',');

/** Names for the numbers of the days of the week, of which Sunday has a given one. */
const weekdayNames = (field: string, sunday: 0 | 1): string =>
  field.replace(/(?<![/#\d])\d(?!\d)/g, (digit) => {
    const day = Number(digit) - sunday;
    return day < 0 || day > 7 - sunday ? digit : (daysOfWeek[day % 7] ?? digit);
  });
