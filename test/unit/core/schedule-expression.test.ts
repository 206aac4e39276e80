import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  exampleExpression,
  checkScheduleExpression,
} from '../../../src/core/schedule-expression.ts';
import { arbitraryScheduleExpression } from '../../support/arbitrary-schedule-expression.ts';

describe('a question mark', () => {
  it.each([
    'cron(0 0 ?,1 * ? *)',
    'cron(0 0 ? * MON,? *)',
    'cron(0 0 ? * ? *)',
    'cron(? 0 1 * ? *)',
  ])('stands for one whole day field and nothing else: %s', (expression) => {
    expect(checkScheduleExpression(expression).error).toEqual(expect.any(String));
  });
});

describe('a day of the month with a letter', () => {
  it.each(['0W', '32W', '99W', 'L-0', 'L-31', 'L-99'])('is one that exists: %s', (day) => {
    expect(checkScheduleExpression(`cron(0 0 ${day} * ? *)`).error).toContain('day-of-month');
  });

  it.each(['1W', '31W', 'L-1', 'L-30', 'LW'])('is accepted: %s', (day) => {
    expect(checkScheduleExpression(`cron(0 0 ${day} * ? *)`)).toEqual({ warnings: [] });
  });
});

describe('a schedule expression that is accepted without a word', () => {
  it.each([
    // What Image Builder's user guide describes: each wildcard in each field that takes it.
    ['every Sunday at 03:00', 'cron(0 3 ? * SUN *)'],
    ['weekdays', 'cron(0 3 ? * MON-FRI *)'],
    ['the first of the month', 'cron(0 0 1 * ? *)'],
    ['every minute', 'cron(* * * * ? *)'],
    ['the lowest values', 'cron(0 0 1 1 ? 1970)'],
    ['the highest values', 'cron(59 23 31 12 ? 2199)'],
    ['the lowest day of the week', 'cron(0 0 ? * 1 *)'],
    ['the highest day of the week', 'cron(0 0 ? * 7 *)'],
    ['lists', 'cron(0,15,30,45 9,17 1,15 1,4,7,10 ? 2026,2027)'],
    ['ranges', 'cron(0-10 9-17 1-7 1-6 ? 2026-2030)'],
    ['steps', 'cron(*/15 0/6 1/5 */3 ? 2026/2)'],
    ['steps of a range', 'cron(0-30/10 8-18/2 ? 1-12/3 MON-FRI/2 *)'],
    ['a list of ranges and steps', 'cron(0,10-20,40/5 * ? * MON-WED,SAT *)'],
    ['names of months', 'cron(0 0 1 JAN,APR-JUN,DEC ? *)'],
    ['names of days', 'cron(0 0 ? * SUN,MON,TUE,WED,THU,FRI,SAT *)'],
    ['names in small letters', 'cron(0 0 ? jan-mar sun,mon *)'],
    ['the last day of the month', 'cron(0 0 L * ? *)'],
    ['the weekday suggest to the 15th', 'cron(0 0 15W * ? *)'],
    ['the last day of the week', 'cron(0 0 ? * L *)'],
    ['the last Friday of the month', 'cron(0 0 ? * 6L *)'],
    ['it by name', 'cron(0 0 ? * FRIL *)'],
    ['the second Tuesday of the month', 'cron(0 0 ? * 3#2 *)'],
    ['the fifth Saturday of the month', 'cron(0 0 ? * SAT#5 *)'],
    ['a range over the end of the week', 'cron(0 0 ? * FRI-MON *)'],
    ['leading zeros', 'cron(05 03 ? * SUN *)'],
    ['a rate in days', 'rate(7 days)'],
    ['a rate of one day', 'rate(1 day)'],
    ['a rate in hours', 'rate(12 hours)'],
    ['a rate of one hour', 'rate(1 hour)'],
    ['a rate in minutes', 'rate(90 minutes)'],
    ['a long rate', 'rate(999999999 minutes)'],
  ])('%s: %s', (_, expression) => {
    expect(checkScheduleExpression(expression)).toEqual({ warnings: [] });
  });

  it('is the example that stands beside every complaint', () => {
    expect(exampleExpression).toBe('cron(0 3 ? * SUN *)');
    expect(checkScheduleExpression(exampleExpression)).toEqual({ warnings: [] });
  });
});

describe('a schedule expression of which neither day field is a question mark', () => {
  const warned = (advised = '') => ({
    warnings: [
      {
        code: 'cron-without-question-mark',
        detail: `Image Builder's guide says that one of day-of-month and day-of-week must be "?"; this expression has neither. It was left as it is.${advised}`,
      },
    ],
  });

  it.each([
    ["the user guide's own example", 'cron(0 0 * * SUN *)', 'cron(0 0 ? * SUN *)'],
    ['two stars', 'cron(0 0 * * * *)', 'cron(0 0 * * ? *)'],
    ['a day of the month alone', 'cron(0 0 1 * * *)', 'cron(0 0 1 * ? *)'],
  ])('is accepted with a warning and the advised form: %s, %s', (_, expression, advised) => {
    expect(checkScheduleExpression(expression)).toEqual(warned(` The advised form: "${advised}".`));
    expect(checkScheduleExpression(advised)).toEqual({ warnings: [] });
  });

  it.each([
    ['a day of the month and a day of the week', 'cron(0 0 1 * MON *)'],
    ['the last days', 'cron(0 0 L * L *)'],
    ['a day that no month of it has, in the advised form', 'cron(0 0 30 2 * *)'],
  ])('is accepted with a warning alone, where no form is sure to be right: %s, %s', (_, text) => {
    expect(checkScheduleExpression(text)).toEqual(warned());
  });
});

describe('a schedule that never runs', () => {
  const now = Date.parse('2026-11-25T12:00:00Z');
  const codesOf = (expression: string, at = now) =>
    checkScheduleExpression(expression, at).warnings.map(({ code }) => code);

  it.each([
    ['30 February', 'cron(0 0 30 2 ? *)'],
    ['30 and 31 February', 'cron(0 0 30,31 feb ? *)'],
    ['day 31 in months of 30 days', 'cron(0 0 31 4,6,SEP,11 ? *)'],
    ['29 February of years without one', 'cron(0 0 29 2 ? 2027,2029-2031,2100)'],
    ['the day 30 days before the last of February', 'cron(0 0 L-30 2 ? *)'],
    ['a year that is over', 'cron(0 0 ? * MON 2020)'],
    ['years that are over', 'cron(0 0 1 * ? 2019-2025)'],
    ['a month of this year that is over', 'cron(0 0 * OCT ? 2026)'],
    ['a day of this month that is over', 'cron(0 0 24 11 ? 2026)'],
    ['the end of a month that is over', 'cron(0 0 L 2 ? 2026)'],
    ['a day of the week that is unclear, in a year that is over', 'cron(0 0 ? * 2 2024)'],
  ])('is accepted with a warning: %s', (_, expression) => {
    expect(codesOf(expression)).toEqual(['schedule-never-runs']);
  });

  it.each([
    ['29 February, in some years', 'cron(0 0 29 2 ? *)'],
    ['29 February of a leap year', 'cron(0 0 29 2 ? 2027-2030)'],
    ['day 31, in some of the months', 'cron(0 0 31 4-5 ? *)'],
    ['28 days before the last of February, in leap years', 'cron(0 0 L-28 2 ? *)'],
    ['today, where it may be to come', 'cron(0 0 25 11 ? 2026)'],
    ['tomorrow', 'cron(0 0 24-26 11 ? 2026)'],
    ['the weekday nearest to a day that the month has not', 'cron(0 0 31W 4 ? *)'],
    ['the weekday nearest to a day two days ago', 'cron(0 0 23W 11 ? 2026)'],
    ['years that run backwards', 'cron(0 0 1 1 ? 2030-2029)'],
    ['the last year of all', 'cron(0 0 31 12 ? 2199)'],
    ['a rate', 'rate(999999999 days)'],
  ])('is not said of what may run: %s', (_, expression) => {
    expect(codesOf(expression)).toEqual([]);
  });

  it('is one where it is over in every time zone', () => {
    const expression = 'cron(0 0 24 11 ? 2026)';
    expect(codesOf(expression, Date.parse('2026-11-25T11:59:59Z'))).toEqual([]);
    expect(codesOf(expression, Date.parse('2026-11-25T12:00:00Z'))).toEqual([
      'schedule-never-runs',
    ]);
  });

  it('hears of its day fields, too', () => {
    expect(codesOf('cron(0 0 1 1 MON 2020)')).toEqual([
      'cron-without-question-mark',
      'schedule-never-runs',
    ]);
  });

  it('is told by its days alone where no time is given', () => {
    expect(checkScheduleExpression('cron(0 0 30 2 ? *)').warnings).toHaveLength(1);
    expect(checkScheduleExpression('cron(0 0 1 1 ? 1970)').warnings).toEqual([]);
  });
});

describe('a schedule expression that is refused', () => {
  const counted = (found: number) =>
    `A cron expression has six fields (minute hour day-of-month month day-of-week year); this one has ${found}.`;
  const spaced =
    'A cron expression has six fields with exactly one space between them (minute hour day-of-month month day-of-week year); this one has 6.';

  it.each([
    ['seven fields, seconds first', 'cron(0 0 3 ? * SUN *)', counted(7)],
    ['no field', 'cron()', counted(0)],
    ['one field', 'cron(*)', counted(1)],
    ['five fields, of which one is wrong', 'cron(99 3 * * SUN)', counted(5)],
    ['two spaces', 'cron(0  3 ? * SUN *)', spaced],
    ['a space at the beginning', 'cron( 0 3 ? * SUN *)', spaced],
    ['a space at the end', 'cron(0 3 ? * SUN * )', spaced],
    ['a tab', 'cron(0\t3 ? * SUN *)', spaced],
    ['a no-break space', 'cron(0\u00a03 ? * SUN *)', spaced],
    ['a line break', 'cron(0 3 ? * SUN\n*)', spaced],
  ])('for the number of its fields: %s', (_, expression, error) => {
    expect(checkScheduleExpression(expression)).toEqual({ error, warnings: [] });
  });

  const allowed = {
    minute: '0-59 and , - * /',
    hour: '0-23 and , - * /',
    'day-of-month': '1-31 and , - * ? / L W',
    month: '1-12 or JAN-DEC and , - * /',
    'day-of-week': '1-7 or SUN-SAT and , - * ? / L #',
    year: '1970-2199 and , - * /',
  };

  it.each<[keyof typeof allowed, string, string]>([
    ['minute', '60', 'cron(60 3 ? * SUN *)'],
    ['minute', '-1', 'cron(-1 3 ? * SUN *)'],
    ['minute', '?', 'cron(? 3 ? * SUN *)'],
    ['minute', 'L', 'cron(L 3 ? * SUN *)'],
    ['minute', '*/0', 'cron(*/0 3 ? * SUN *)'],
    ['minute', '0/', 'cron(0/ 3 ? * SUN *)'],
    ['minute', '/5', 'cron(/5 3 ? * SUN *)'],
    ['minute', '0/5/5', 'cron(0/5/5 3 ? * SUN *)'],
    ['minute', '1-', 'cron(1- 3 ? * SUN *)'],
    ['minute', '1-2-3', 'cron(1-2-3 3 ? * SUN *)'],
    ['minute', '0-60', 'cron(0-60 3 ? * SUN *)'],
    ['minute', '1,', 'cron(1, 3 ? * SUN *)'],
    ['minute', ',1', 'cron(,1 3 ? * SUN *)'],
    ['minute', '1,,2', 'cron(1,,2 3 ? * SUN *)'],
    ['minute', '1,60', 'cron(1,60 3 ? * SUN *)'],
    ['minute', '1.5', 'cron(1.5 3 ? * SUN *)'],
    ['minute', '0x5', 'cron(0x5 3 ? * SUN *)'],
    ['minute', '1e1', 'cron(1e1 3 ? * SUN *)'],
    ['minute', '**', 'cron(** 3 ? * SUN *)'],
    ['minute', '٣', 'cron(٣ 3 ? * SUN *)'],
    ['minute', 'MON', 'cron(MON 3 ? * SUN *)'],
    ['hour', '24', 'cron(0 24 ? * SUN *)'],
    ['hour', '3am', 'cron(0 3am ? * SUN *)'],
    ['hour', '5W', 'cron(0 5W ? * SUN *)'],
    ['day-of-month', '0', 'cron(0 3 0 * ? *)'],
    ['day-of-month', '32', 'cron(0 3 32 * ? *)'],
    ['day-of-month', 'MON', 'cron(0 3 MON * ? *)'],
    ['day-of-month', '1#1', 'cron(0 3 1#1 * ? *)'],
    ['day-of-month', 'W', 'cron(0 3 W * ? *)'],
    ['day-of-month', '??', 'cron(0 3 ?? * ? *)'],
    ['month', '0', 'cron(0 3 1 0 ? *)'],
    ['month', '13', 'cron(0 3 1 13 ? *)'],
    ['month', 'MAI', 'cron(0 3 1 MAI ? *)'],
    ['month', 'JANUARY', 'cron(0 3 1 JANUARY ? *)'],
    ['month', '?', 'cron(0 3 1 ? ? *)'],
    ['month', 'L', 'cron(0 3 1 L ? *)'],
    ['day-of-week', '0', 'cron(0 3 ? * 0 *)'],
    ['day-of-week', '8', 'cron(0 3 ? * 8 *)'],
    ['day-of-week', 'SUNDAY', 'cron(0 3 ? * SUNDAY *)'],
    ['day-of-week', 'SO', 'cron(0 3 ? * SO *)'],
    ['day-of-week', '3W', 'cron(0 3 ? * 3W *)'],
    ['day-of-week', '3#0', 'cron(0 3 ? * 3#0 *)'],
    ['day-of-week', '3#6', 'cron(0 3 ? * 3#6 *)'],
    ['day-of-week', '8#1', 'cron(0 3 ? * 8#1 *)'],
    ['day-of-week', '#2', 'cron(0 3 ? * #2 *)'],
    ['day-of-week', '0L', 'cron(0 3 ? * 0L *)'],
    ['day-of-week', 'JAN', 'cron(0 3 ? * JAN *)'],
    ['year', '1969', 'cron(0 3 ? * SUN 1969)'],
    ['year', '2200', 'cron(0 3 ? * SUN 2200)'],
    ['year', '26', 'cron(0 3 ? * SUN 26)'],
    ['year', '?', 'cron(0 3 ? * SUN ?)'],
    ['year', '02026', 'cron(0 3 ? * SUN 02026)'],
  ])('for its %s %s: %s', (field, part, expression) => {
    expect(checkScheduleExpression(expression)).toEqual({
      error: `The ${field} field is ${JSON.stringify(part)}; it takes ${allowed[field]}.`,
      warnings: [],
    });
  });

  it.each([
    'rate(0 days)',
    'rate(-1 days)',
    'rate(7  days)',
    'rate( 7 days)',
    'rate(7 days )',
    'rate(7\tdays)',
    'rate(07 days)',
    'rate(1.5 hours)',
    'rate(7)',
    'rate(days)',
    'rate()',
    'rate(7 weeks)',
    'rate(7 months)',
    'rate(7 seconds)',
    'rate(7 Days)',
    'rate(7 dayss)',
    'rate(7days)',
    'rate(seven days)',
    'rate(7 days 2 hours)',
    'rate(1e3 days)',
    'rate(1234567890 minutes)',
  ])('for its rate: %j', (expression) => {
    expect(checkScheduleExpression(expression)).toEqual({
      error:
        'A rate is a whole number above 0, one space, and minutes, hours or days, such as "rate(7 days)".',
      warnings: [],
    });
  });

  it.each([
    ' cron(0 3 ? * SUN *)',
    'cron(0 3 ? * SUN *)\n',
    'CRON(0 3 ? * SUN *)',
    'Rate(7 days)',
    '0 3 ? * SUN *',
    'cron (0 3 ? * SUN *)',
    'cron(0 3 ? * SUN *',
    'at(2026-08-01T03:00:00)',
    'every Sunday',
    '@weekly',
    '',
  ])('for being neither cron(…) nor rate(…): %j', (expression) => {
    expect(checkScheduleExpression(expression)).toEqual({
      error: 'It must be cron(…) or rate(…).',
      warnings: [],
    });
  });
});

describe('any schedule expression', () => {
  it('of a form that the user guide describes is accepted', () => {
    fc.assert(
      fc.property(arbitraryScheduleExpression(), (expression) => {
        expect(checkScheduleExpression(expression).error).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it('is refused once a space is doubled or one is added at either end', () => {
    fc.assert(
      fc.property(arbitraryScheduleExpression(), fc.nat(), (expression, choice) => {
        const doubled = expression.replace(' ', '  ');
        const changed = [doubled, ` ${expression}`, `${expression} `][choice % 3] ?? doubled;
        expect(checkScheduleExpression(changed).error).toEqual(expect.any(String));
      }),
    );
  });

  it('has an error or warnings, never both', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('cron', 'rate', ''), (inner, name) => {
        const { error, warnings } = checkScheduleExpression(`${name}(${inner})`);
        expect(error === undefined || warnings.length === 0).toBe(true);
      }),
    );
  });
});
