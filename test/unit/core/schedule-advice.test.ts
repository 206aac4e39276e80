import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scheduleAdvice } from '../../../src/core/schedule-advice.ts';
import { checkScheduleExpression } from '../../../src/core/schedule-expression.ts';

const meantBy = (expression: string): string | undefined =>
  /Did you mean "([^"]*)"\?/.exec(scheduleAdvice(expression))?.[1];

describe('Who wrote a schedule expression that cannot be read is told the one that means the same', () => {
  it.each([
    ['@hourly', 'cron(0 * * * ? *)'],
    ['@daily', 'cron(0 0 * * ? *)'],
    ['@midnight', 'cron(0 0 * * ? *)'],
    ['@weekly', 'cron(0 0 ? * SUN *)'],
    ['@Monthly', 'cron(0 0 1 * ? *)'],
    ['@yearly', 'cron(0 0 1 1 ? *)'],
    ['cron(@annually)', 'cron(0 0 1 1 ? *)'],
  ])('in the nickname %s: %s', (expression, meant) => {
    expect(meantBy(expression)).toBe(meant);
  });

  it.each([
    ['rate(1 week)', 'rate(7 days)'],
    ['rate(2 weeks)', 'rate(14 days)'],
    ['rate(7days)', 'rate(7 days)'],
    ['rate(07 days)', 'rate(7 days)'],
    ['Rate(7 Days)', 'rate(7 days)'],
    ['rate(7  days)', 'rate(7 days)'],
    ['rate(24 hrs)', 'rate(24 hours)'],
    ['rate(1.5 hours)', 'rate(90 minutes)'],
    ['rate(0.5 days)', 'rate(12 hours)'],
    ['rate(3600 seconds)', 'rate(60 minutes)'],
    ['@every 12h', 'rate(12 hours)'],
    ['every 7 days', 'rate(7 days)'],
    ['1 day', 'rate(1 day)'],
  ])('as the rate %s: %s', (expression, meant) => {
    expect(meantBy(expression)).toBe(meant);
  });

  it.each([
    // Unix counts the days of the week from Sunday as 0, and Sunday is 7 as well.
    ['cron(0 3 * * SUN)', 'cron(0 3 ? * SUN *)'],
    ['cron(0 3 1 * *)', 'cron(0 3 1 * ? *)'],
    ['cron(0 3 * * *)', 'cron(0 3 * * ? *)'],
    ['*/15 * * * *', 'cron(*/15 * * * ? *)'],
    ['0 3 * * 0', 'cron(0 3 ? * SUN *)'],
    ['0 3 * * 7', 'cron(0 3 ? * SUN *)'],
    ['cron(0 3 * * 1)', 'cron(0 3 ? * MON *)'],
    ['0 3 * * 1-5', 'cron(0 3 ? * MON-FRI *)'],
    ['0 3 * * 5-7', 'cron(0 3 ? * FRI-SUN *)'],
    ['0 3 * * 0-6', 'cron(0 3 * * ? *)'],
    ['0 3 * * 0-7', 'cron(0 3 * * ? *)'],
    ['0 3 * * 1,3,FRI', 'cron(0 3 ? * MON,WED,FRI *)'],
    ['0 3 * * */2', 'cron(0 3 ? * SUN,TUE,THU,SAT *)'],
    ['0 3 * * 1-5/2', 'cron(0 3 ? * MON,WED,FRI *)'],
    ['0 3 * * 2#1', 'cron(0 3 ? * TUE#1 *)'],
    ['0 3 * january Monday', 'cron(0 3 ? JAN MON *)'],
    ['cron(0 10 * * ?)', 'cron(0 10 * * ? *)'],
    ['cron(0 10 ? * MON)', 'cron(0 10 ? * MON *)'],
  ])('with the five fields of Unix, or without a year: %s, %s', (expression, meant) => {
    expect(meantBy(expression)).toBe(meant);
  });

  it.each([
    ['cron(0 0 3 ? * SUN *)', 'cron(0 3 ? * SUN *)'],
    ['cron(00 30 3 1 JAN ? 2030)', 'cron(30 3 1 JAN ? 2030)'],
    ['cron(0 0 3 ? * 2 *)', 'cron(0 3 ? * MON *)'],
    ['cron(0 0 12 * * ?)', 'cron(0 12 * * ? *)'],
    ['cron(0 15 10 ? * MON-FRI)', 'cron(15 10 ? * MON-FRI *)'],
    ['0 0 12 * * MON', 'cron(0 12 ? * MON *)'],
  ])('with the seconds of Quartz: %s, %s', (expression, meant) => {
    expect(meantBy(expression)).toBe(meant);
  });

  it.each([
    ['cron(0 0 ? * SUNDAY *)', 'cron(0 0 ? * SUN *)'],
    ['cron(0 0 ? * monday-Friday *)', 'cron(0 0 ? * MON-FRI *)'],
    ['cron(0 0 ? * TUES,THURS *)', 'cron(0 0 ? * TUE,THU *)'],
    ['cron(0 0 1 September ? *)', 'cron(0 0 1 SEP ? *)'],
    ['cron(0 0 ? * 0 *)', 'cron(0 0 ? * SUN *)'],
    ['cron(0 0 ? * 0,6 *)', 'cron(0 0 ? * SUN,SAT *)'],
    ['cron(0 0 L-0 * ? *)', 'cron(0 0 L * ? *)'],
    ['cron(0 3 * * SUNDAY *)', 'cron(0 3 ? * SUN *)'],
  ])('in the words of another: %s, %s', (expression, meant) => {
    expect(meantBy(expression)).toBe(meant);
  });

  it.each([
    ' cron(0 3 ? * SUN *)',
    'cron(0 3 ? * SUN *)\n',
    'cron(0 3 ?  * SUN *)',
    'CRON(0 3 ? * SUN *)',
    'cron (0 3 ? * SUN *)',
    'cron(0 3 ? * SUN *',
    'cron 0 3 ? * SUN *',
    '0 3 ? * SUN *',
    '0 3 * * SUN *',
    '  0  3 * * SUN',
  ])('with something else around the fields: %j', (expression) => {
    expect(meantBy(expression)).toBe('cron(0 3 ? * SUN *)');
  });

  it('as the one time of EventBridge Scheduler', () => {
    expect(meantBy('at(2027-12-01T00:30:00)')).toBe('cron(30 0 1 12 ? 2027)');
  });
});

describe('Nothing is suggested', () => {
  it.each([
    ['two readings that are both right', '0 0 12 * * *'],
    ['two readings of a number', '0 0 12 * * 1'],
    ['a number beside a question mark', 'cron(0 10 ? * 2)'],
    ['a number and an L', '0 3 * * 5L'],
    ['seconds that are not those of a whole minute', 'cron(30 0 3 ? * SUN *)'],
    ['both question marks', 'cron(0 0 ? * ? *)'],
    ['a value out of its range', 'cron(0 24 * * ? *)'],
    ['a day that never comes', 'at(2027-02-30T00:00:00)'],
    ['a day that never comes, in five fields', '0 3 30 2 *'],
    ['a rate of nothing', 'rate(0 days)'],
    ['a rate that is not one of whole minutes', 'rate(90 seconds)'],
    ['months, of which no two are alike', 'rate(1 month)'],
    ['a letter of Jenkins', 'H 3 * * *'],
    ['words', 'every Sunday'],
    ['another language', 'cron(0 3 ? * SO *)'],
    ['nothing', ''],
    ['a long text', `0 3 * * ${'SUN,'.repeat(100)}SUN`],
  ])('for %s: %s', (_, expression) => {
    expect(checkScheduleExpression(expression).error).toBeDefined();
    expect(scheduleAdvice(expression)).toBe('');
  });

  it('for two days of Unix, which takes either: it says that it takes two pipelines', () => {
    for (const expression of ['cron(30 4 1,15 * 5)', '30 4 1,15 * 5', '0 3 13 * FRI']) {
      expect(scheduleAdvice(expression)).toBe(
        ' Unix cron runs it on either of the two days; here one of the two fields is "?", so it takes two pipelines.',
      );
    }
  });
});

/** One field of Unix cron. */
const field = (min: number, max: number) => {
  const value = fc.integer({ min, max });
  const range = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const step = fc
    .tuple(fc.oneof(fc.constant('*'), range), fc.integer({ min: 1, max: 3 }))
    .map(([from, every]) => `${from}/${every}`);
  const item = fc.oneof(value.map(String), range, step);
  return fc.oneof(
    fc.constant('*'),
    fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(',')),
  );
};

describe('Whatever is suggested', () => {
  const anything = fc.oneof(
    fc.tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 7)),
    fc.array(fc.constantFrom('0', '*', '?', '12', 'MON', 'SUNDAY', 'L', '7', '2030', '1-5'), {
      minLength: 4,
      maxLength: 8,
    }),
  );

  it('is accepted as it stands, and nothing is to be said of it', () => {
    let suggested = 0;
    const text = fc.oneof(
      anything.map((fields) => `cron(${fields.join(' ')})`),
      anything.map((fields) => fields.join(' ')),
      fc
        .tuple(fc.double({ min: 0, max: 99 }), fc.constantFrom('weeks', 'sec', 'Days', 'month'))
        .map(([count, unit]) => `rate(${count.toFixed(1)} ${unit})`),
      fc.string(),
    );
    fc.assert(
      fc.property(text, (expression) => {
        fc.pre(checkScheduleExpression(expression).error !== undefined);
        const meant = meantBy(expression);
        if (meant === undefined) return;
        suggested += 1;
        expect(checkScheduleExpression(meant)).toEqual({ warnings: [] });
      }),
      { numRuns: 2000 },
    );
    expect(suggested).toBeGreaterThan(100);
  });
});
