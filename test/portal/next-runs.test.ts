import { describe, expect, it } from 'vitest';
import { nextRuns } from '../../portal/next-runs.js';
import { exampleExpression } from '../../src/core/schedule-expression.ts';

/** The next runs as a person would write them down: what the clock shows, or why it is uncertain. */
const runsOf = (
  expression: string,
  from = '2026-11-22T10:00:00Z',
  timeZone = 'Etc/UTC',
  count = 3,
): string[] => {
  const { runs, reason } = nextRuns(expression, timeZone, Date.parse(from), count);
  if (runs === undefined) throw new Error(reason);
  return runs.map(({ clock, doubt }) => {
    const shown = new Date(clock).toISOString().slice(0, 16).replace('T', ' ');
    return doubt === undefined ? shown : `${shown} ${doubt}`;
  });
};

/** The days alone. */
const daysOf = (expression: string, count = 3): string[] =>
  runsOf(expression, undefined, undefined, count).map((run) => run.slice(0, 10));

/** The same instants in UTC. */
const instantsOf = (expression: string, from: string, timeZone: string): (string | undefined)[] =>
  (nextRuns(expression, timeZone, Date.parse(from)).runs ?? []).map(
    ({ instant, doubt }) =>
      doubt ?? (instant === undefined ? undefined : new Date(instant).toISOString().slice(0, 16)),
  );

const reasonOf = (expression: string, timeZone = 'Etc/UTC'): string | undefined =>
  nextRuns(expression, timeZone, Date.parse('2026-11-22T10:00:00Z')).reason;

describe('The next runs of a cron expression', () => {
  // 22 November 2026 is a Sunday.
  it.each([
    [exampleExpression, '2026-11-29 03:00', '2026-12-06 03:00', '2026-12-13 03:00'],
    ['cron(0 0 * * SUN *)', '2026-11-29 00:00', '2026-12-06 00:00', '2026-12-13 00:00'],
    ['cron(30 9 ? * * *)', '2026-11-23 09:30', '2026-11-24 09:30', '2026-11-25 09:30'],
    ['cron(0 10 * * ? *)', '2026-11-23 10:00', '2026-11-24 10:00', '2026-11-25 10:00'],
    ['cron(1 10 * * ? *)', '2026-11-22 10:01', '2026-11-23 10:01', '2026-11-24 10:01'],
    ['cron(* * * * ? *)', '2026-11-22 10:01', '2026-11-22 10:02', '2026-11-22 10:03'],
    ['cron(*/20 * * * ? *)', '2026-11-22 10:20', '2026-11-22 10:40', '2026-11-22 11:00'],
    ['cron(5/20 10 * * ? *)', '2026-11-22 10:05', '2026-11-22 10:25', '2026-11-22 10:45'],
    ['cron(10-30/10 23 * * ? *)', '2026-11-22 23:10', '2026-11-22 23:20', '2026-11-22 23:30'],
    ['cron(0 22-1 * * ? *)', '2026-11-22 22:00', '2026-11-22 23:00', '2026-11-23 00:00'],
    ['cron(0,15 8,20 * * ? *)', '2026-11-22 20:00', '2026-11-22 20:15', '2026-11-23 08:00'],
    ['cron(0 0 1 JAN ? *)', '2027-01-01 00:00', '2028-01-01 00:00', '2029-01-01 00:00'],
    ['cron(0 0 1 1,jul ? *)', '2027-01-01 00:00', '2027-07-01 00:00', '2028-01-01 00:00'],
    ['cron(0 0 1 10/2 ? *)', '2026-12-01 00:00', '2027-10-01 00:00', '2027-12-01 00:00'],
    ['cron(0 0 29 2 ? *)', '2028-02-29 00:00', '2032-02-29 00:00', '2036-02-29 00:00'],
    ['cron(0 0 1 1 ? 2030-2032)', '2030-01-01 00:00', '2031-01-01 00:00', '2032-01-01 00:00'],
    ['cron(0 0 1 1 ? 2030/5)', '2030-01-01 00:00', '2035-01-01 00:00', '2040-01-01 00:00'],
  ])('%s are right', (expression, ...expected) => {
    expect(runsOf(expression)).toEqual(expected);
  });

  it.each([
    ['cron(0 0 L * ? *)', '2026-11-30', '2026-12-31', '2027-01-31', '2027-02-28'],
    ['cron(0 0 L-3 * ? *)', '2026-11-27', '2026-12-28', '2027-01-28', '2027-02-25'],
    // 31 January 2027 is a Sunday, 28 February too.
    ['cron(0 0 LW * ? *)', '2026-11-30', '2026-12-31', '2027-01-29', '2027-02-26'],
    // 15 November 2026 is a Sunday, 15 May 2027 a Saturday.
    ['cron(0 0 15W * ? *)', '2026-12-15', '2027-01-15', '2027-02-15', '2027-03-15'],
    ['cron(0 0 15W 5 ? *)', '2027-05-14', '2028-05-15', '2029-05-15', '2030-05-15'],
    // 1 May 2027 is a Saturday, 1 August a Sunday.
    ['cron(0 0 1W 5,8 ? 2027)', '2027-05-03', '2027-08-02'],
    ['cron(0 0 31W 1 ? 2027)', '2027-01-29'],
    ['cron(0 0 ? * TUE#2 *)', '2026-12-08', '2027-01-12', '2027-02-09', '2027-03-09'],
    ['cron(0 0 ? * MON#5 *)', '2026-11-30', '2027-03-29', '2027-05-31', '2027-08-30'],
    ['cron(0 0 ? * sun#4,TUE#4 *)', '2026-11-24', '2026-12-22', '2026-12-27', '2027-01-24'],
    ['cron(0 0 ? * FRI-MON *)', '2026-11-23', '2026-11-27', '2026-11-28', '2026-11-29'],
    ['cron(0 0 ? * MON-FRI/2 *)', '2026-11-23', '2026-11-25', '2026-11-27', '2026-11-30'],
    ['cron(0 0 ? * MON,WED *)', '2026-11-23', '2026-11-25', '2026-11-30', '2026-12-02'],
    ['cron(0 0 ? * 1-7 *)', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'],
    ['cron(0 0 ? * sat#2,SAT#4 *)', '2026-11-28', '2026-12-12', '2026-12-26', '2027-01-09'],
    ['cron(0 0 15,L * ? *)', '2026-11-30', '2026-12-15', '2026-12-31', '2027-01-15'],
    ['cron(0 0 */10 * ? *)', '2026-12-01', '2026-12-11', '2026-12-21', '2026-12-31'],
  ])('%s fall on the right days', (expression, ...expected) => {
    expect(daysOf(expression, 4)).toEqual(expected);
  });

  it('are an empty list when the last of them is over', () => {
    expect(runsOf('cron(0 0 1 1 ? 2020)')).toEqual([]);
    expect(runsOf('cron(0 0 30 2 ? *)')).toEqual([]);
    expect(runsOf('cron(0 0 1 1 ? 2199)')).toEqual(['2199-01-01 00:00']);
  });

  it.each([
    ['cron(0 3 ? * SUN)', 'six fields'],
    ['cron(0  3 ? * SUN *)', 'six fields'],
    ['cron(60 3 ? * SUN *)', 'minute'],
    ['cron(0 24 ? * SUN *)', 'hour'],
    ['cron(0 3 0 * ? *)', 'day-of-month'],
    ['cron(0 3 32W * ? *)', 'day-of-month'],
    ['cron(0 3 LX * ? *)', 'day-of-month'],
    ['cron(0 3 L-0 * ? *)', 'day-of-month'],
    ['cron(0 3 L-31 * ? *)', 'day-of-month'],
    ['cron(0 3 1,? * ? *)', 'day-of-month'],
    ['cron(0 3 1 13 ? *)', 'month'],
    ['cron(0 3 ? * 8 *)', 'day-of-week'],
    ['cron(0 3 ? * 0L *)', 'day-of-week'],
    ['cron(0 3 ? * 2#6 *)', 'day-of-week'],
    ['cron(0 3 ? * SUN 2300)', 'year'],
    ['cron(0 3 ? * SUN 2030-2029)', 'year'],
    ['cron(*/0 3 ? * SUN *)', 'minute'],
    ['cron(1-2-3 3 ? * SUN *)', 'minute'],
    ['cron(1/2/3 3 ? * SUN *)', 'minute'],
    ['cron(, 3 ? * SUN *)', 'minute'],
    ['cron(0 3 ? * ? *)', 'Only one of day-of-month and day-of-week'],
    ['cron(0 3 13 * FRI *)', 'Both day fields'],
    ['cron(0 3 31W * ? *)', 'Not every month'],
    ['0 3 ? * SUN *', 'cron(…) or rate(…)'],
    ['', 'cron(…) or rate(…)'],
    ['Cron(0 3 ? * SUN *)', 'cron(…) or rate(…)'],
  ])('%s cannot be computed, and it says why', (expression, reason) => {
    expect(reasonOf(expression)).toContain(reason);
  });

  // The guide's table has "1-7 or sun-sat", its example of every weekday 1-5, its last day of the week
  // is Sunday, and sat#2,4 its second and fourth Saturday.
  it.each([
    '2',
    '2,WED',
    '1-5',
    'MON-6',
    '3#2',
    'sat#2,4',
    '6L',
    'L',
    'FRIL',
    '*/2',
    'SUN/2',
    '1/2',
  ])(
    'are not shown for %s as the day of the week, of which the guide says one thing and another',
    (weekday) => {
      expect(reasonOf(`cron(0 3 ? * ${weekday} *)`)).toContain('contradicts itself');
    },
  );

  it('cannot be computed in an unknown time zone', () => {
    expect(reasonOf(exampleExpression, 'Europe/Atlantis')).toContain('Europe/Atlantis');
  });

  describe('across the changes of the clocks', () => {
    const berlin = 'Europe/Berlin';

    it('stand still on the clock while their instants move, in spring', () => {
      const from = '2027-03-26T12:00:00Z';
      expect(runsOf('cron(0 9 * * ? *)', from, berlin)).toEqual([
        '2027-03-27 09:00',
        '2027-03-28 09:00',
        '2027-03-29 09:00',
      ]);
      expect(instantsOf('cron(0 9 * * ? *)', from, berlin)).toEqual([
        '2027-03-27T08:00',
        '2027-03-28T07:00',
        '2027-03-29T07:00',
      ]);
    });

    it('stand still on the clock while their instants move, in autumn', () => {
      expect(instantsOf('cron(0 9 * * ? *)', '2026-10-23T12:00:00Z', berlin)).toEqual([
        '2026-10-24T07:00',
        '2026-10-25T08:00',
        '2026-10-26T08:00',
      ]);
    });

    it('say so of a time that the clocks skip', () => {
      // On 28 March 2027 Berlin's clocks go from 02:00 to 03:00.
      expect(runsOf('cron(30 2 * * ? *)', '2027-03-26T12:00:00Z', berlin)).toEqual([
        '2027-03-27 02:30',
        '2027-03-28 02:30 skipped',
        '2027-03-29 02:30',
      ]);
      // An hour later it is over.
      expect(runsOf('cron(30 2 * * ? *)', '2027-03-28T01:30:00Z', berlin)[0]).toBe(
        '2027-03-29 02:30',
      );
      expect(runsOf('cron(0 1-3 28 3 ? 2027)', '2027-03-27T12:00:00Z', berlin)).toEqual([
        '2027-03-28 01:00',
        '2027-03-28 02:00 skipped',
        '2027-03-28 03:00',
      ]);
    });

    it('say so of a time that the clocks show twice', () => {
      // On 25 October 2026 Berlin's clocks go from 03:00 back to 02:00.
      expect(runsOf('cron(30 2 * * ? *)', '2026-10-24T12:00:00Z', berlin)).toEqual([
        '2026-10-25 02:30 repeated',
        '2026-10-26 02:30',
        '2026-10-27 02:30',
      ]);
      // The clock has passed it already, and will show it again.
      expect(runsOf('cron(30 2 * * ? *)', '2026-10-25T00:45:00Z', berlin)[0]).toBe(
        '2026-10-25 02:30 repeated',
      );
      // Between the two: one is over, one is to come.
      expect(runsOf('cron(30 2 * * ? *)', '2026-10-25T01:00:00Z', berlin)[0]).toBe(
        '2026-10-25 02:30 repeated',
      );
      expect(runsOf('cron(30 2 * * ? *)', '2026-10-25T01:30:00Z', berlin)[0]).toBe(
        '2026-10-26 02:30',
      );
      expect(runsOf('cron(0 2,3 * * ? *)', '2026-10-24T23:30:00Z', berlin, 2)).toEqual([
        '2026-10-25 02:00 repeated',
        '2026-10-25 03:00',
      ]);
    });

    it.each([
      ['Australia/Lord_Howe', '2026-10-03T12:00:00Z', '2026-10-04 02:15 skipped'],
      ['Australia/Lord_Howe', '2027-04-03T12:00:00Z', '2027-04-04 02:15'],
      ['America/St_Johns', '2027-03-13T12:00:00Z', '2027-03-14 02:15 skipped'],
      ['Asia/Kathmandu', '2026-11-22T10:00:00Z', '2026-11-23 02:15'],
      ['Pacific/Kiritimati', '2026-11-22T10:00:00Z', '2026-11-23 02:15'],
      ['America/New_York', '2026-11-01T04:00:00Z', '2026-11-01 02:15'],
    ])('hold in %s at %s', (timeZone, from, expected) => {
      expect(runsOf('cron(15 2 * * ? *)', from, timeZone, 1)).toEqual([expected]);
    });

    it('begin with today where it is still today in the zone', () => {
      expect(runsOf('cron(0 23 * * ? *)', '2026-11-22T10:00:00Z', 'Pacific/Pago_Pago', 1)).toEqual([
        '2026-11-22 23:00',
      ]);
      expect(
        instantsOf('cron(0 0 ? * MON *)', '2026-11-22T10:30:00Z', 'Pacific/Kiritimati')[0],
      ).toBe('2026-11-29T10:00');
    });
  });
});

describe('The next runs of a rate', () => {
  it.each([
    ['rate(1 minute)', '2026-11-22 10:01', '2026-11-22 10:02', '2026-11-22 10:03'],
    ['rate(12 hours)', '2026-11-22 22:00', '2026-11-23 10:00', '2026-11-23 22:00'],
    ['rate(7 days)', '2026-11-29 10:00', '2026-12-06 10:00', '2026-12-13 10:00'],
  ])('%s are counted from now', (expression, ...expected) => {
    expect(runsOf(expression)).toEqual(expected);
  });

  it('are shown by the clocks of the time zone', () => {
    expect(runsOf('rate(1 day)', '2026-10-24T12:00:00Z', 'Europe/Berlin', 2)).toEqual([
      '2026-10-25 13:00',
      '2026-10-26 13:00',
    ]);
  });

  it.each([
    'rate(0 days)',
    'rate(1 week)',
    'rate(1.5 hours)',
    'rate(1  day)',
    'rate()',
    'rate(999999999 days)',
  ])('%s cannot be computed', (expression) => {
    expect(reasonOf(expression)).not.toBeUndefined();
  });
});
