import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextRuns } from '../../portal/next-runs.js';
import { scheduleAdvice } from '../../src/core/schedule-advice.ts';
import { checkScheduleExpression } from '../../src/core/schedule-expression.ts';
import { arbitraryScheduleExpression } from '../support/arbitrary-schedule-expression.ts';
import { referenceRuns } from './next-runs-reference.ts';

const now = Date.parse('2026-11-22T10:00:00Z');
const zone = fc.constantFrom('Etc/UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata');

/** What the portal says of an expression that is right and whose times nobody can tell. */
const cannotCompute =
  /^(?:Both day fields|Not every month|The years of|That is further away|Image Builder’s guide contradicts)/;

/** An expression with one character changed, left out or added: often wrong, and sometimes right. */
const changed = fc
  .tuple(
    arbitraryScheduleExpression(),
    fc.nat({ max: 60 }),
    fc.constantFrom(...Array.from('0123456789*?LW#-,/ x9('), 'L-0', 'L-31', 'LW', '0W', '31W', ''),
    fc.nat({ max: 2 }),
  )
  .map(([text, at, put, taken]) => `${text.slice(0, at)}${put}${text.slice(at + taken)}`);

const run = (min: number, max: number) => fc.integer({ min, max });
const monthDays = fc.oneof(
  run(1, 30).map((days) => `L-${days}`),
  run(1, 28).map((day) => `${day}W`),
  run(1, 31).map(String),
  fc.tuple(run(1, 31), run(1, 31)).map((ends) => ends.join('-')),
  fc.constantFrom('L', 'LW', '1W', 'l-2', '15w', '*/9', '20/4', '28-2/2'),
);
const dayName = fc.constantFrom('SUN', 'MON', 'tue', 'WED', 'THU', 'fri', 'SAT');
const weekDays = fc.oneof(
  fc.tuple(dayName, run(1, 5)).map((parts) => parts.join('#')),
  fc.tuple(dayName, dayName).map((ends) => ends.join('-')),
  fc.tuple(dayName, dayName, run(1, 6)).map(([from, to, step]) => `${from}-${to}/${step}`),
  dayName,
);
const unclearWeekDays = fc.oneof(
  run(1, 7).map((day) => `${day}L`),
  fc.tuple(run(1, 7), run(1, 5)).map((parts) => parts.join('#')),
  fc.constantFrom('L', 'thul', '2', '1-5', 'SUN/2', '*/3', 'MON-3'),
);
const list = (item: fc.Arbitrary<string>) =>
  fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(','));

/** Cron expressions with what is rare in the others: letters, and ranges that run over the end. */
const cronExpression = fc
  .tuple(
    fc.constantFrom('0', '*/25', '50-10/7', '3,1', '40/15'),
    fc.constantFrom('9', '*', '22-3', '0/5', '23,1'),
    fc.oneof(
      list(monthDays).map((days) => [days, '?'] as const),
      list(weekDays).map((days) => ['?', days] as const),
    ),
    fc.constantFrom('*', '2', 'NOV-FEB', '1/5', 'jun,12'),
    fc.constantFrom('*', '2027', '2028/2', '2026-2029'),
  )
  .map(
    ([minute, hour, [monthDay, weekDay], month, year]) =>
      `cron(${minute} ${hour} ${monthDay} ${month} ${weekDay} ${year})`,
  );

describe('The next runs of any expression', () => {
  it('are not shown where one of its days of the week is one that the guide contradicts itself about', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.array(weekDays, { maxLength: 2 }), unclearWeekDays, fc.nat({ max: 2 })),
        ([clear, unclear, at]) => {
          const weekday = clear.toSpliced(at, 0, unclear).join(',');
          const { runs, reason } = nextRuns(`cron(0 3 ? * ${weekday} *)`, 'Etc/UTC', now);
          expect(runs).toBeUndefined();
          expect(reason).toContain('contradicts itself');
        },
      ),
    );
  });

  it('are those that a walk through the calendar finds', () => {
    const until = Date.parse('2031-01-01T00:00:00Z');
    fc.assert(
      fc.property(cronExpression, (expression) => {
        const runs = nextRuns(expression, 'Etc/UTC', now).runs ?? [];
        const within = runs.map(({ clock }) => clock).filter((clock) => clock < until);
        expect(within).toEqual(referenceRuns(expression, now, until).slice(0, 3));
      }),
      { numRuns: 300 },
    );
  });

  it('lie ahead, each after the one before, or are said to be beyond computing', () => {
    fc.assert(
      fc.property(arbitraryScheduleExpression(), zone, (expression, timeZone) => {
        const { runs, reason } = nextRuns(expression, timeZone, now);
        if (runs === undefined) {
          expect(reason).toMatch(cannotCompute);
          return;
        }
        const certain = runs.flatMap(({ instant }) => (instant === undefined ? [] : [instant]));
        for (const [index, instant] of certain.entries()) {
          expect(instant).toBeGreaterThan(certain[index - 1] ?? now);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are computed of what the proxy accepts, and of nothing that it refuses', () => {
    fc.assert(
      fc.property(fc.oneof(changed, cronExpression), (expression) => {
        const { error } = checkScheduleExpression(expression);
        const { runs, reason = '' } = nextRuns(expression, 'Etc/UTC', now);
        if (error === undefined)
          expect(runs !== undefined || cannotCompute.test(reason)).toBe(true);
        // Beside what is wrong, the proxy may say what was meant.
        else
          expect([runs, error.startsWith(reason), reason]).toEqual([
            undefined,
            true,
            expect.stringMatching(/\.$/),
          ]);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Days, months and years of which many never come together, each at the last minute of its day. */
const rareDays = fc
  .tuple(
    fc.oneof(
      run(27, 31).map(String),
      run(26, 30).map((days) => `L-${days}`),
      fc.constantFrom('30,31', '29-31', '*', 'L', '28/2'),
    ),
    fc.constantFrom('2', 'FEB,4', '4,6', '9-11', '*', '11', '2/2'),
    fc.constantFrom('*', '2026', '2025', '2027', '2028', '2020-2026', '2027/4', '2096-2104'),
  )
  .map(([days, months, years]) => `cron(59 23 ${days} ${months} ? ${years})`);

describe('What the proxy says of a schedule', () => {
  it('that it never runs is so where no next run is found, and nowhere else', () => {
    fc.assert(
      fc.property(rareDays, (expression) => {
        const { runs = [] } = nextRuns(expression, 'Etc/GMT+12', now);
        const codes = checkScheduleExpression(expression, now).warnings.map(({ code }) => code);
        expect(codes).toEqual(runs.length === 0 ? ['schedule-never-runs'] : []);
      }),
      { numRuns: 300 },
    );
  });

  it('of Unix runs on the days of the week that Unix means, as it is suggested', () => {
    const item = fc.oneof(
      run(0, 7).map(String),
      fc.tuple(run(0, 7), run(0, 7)).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
      fc.tuple(fc.constantFrom('*', '0-7', '1-5'), run(1, 3)).map((parts) => parts.join('/')),
    );
    fc.assert(
      fc.property(list(item), (weekday) => {
        const [, meant = ''] = /"(.*)"/.exec(scheduleAdvice(`0 3 * * ${weekday}`)) ?? [];
        const { runs = [] } = nextRuns(meant, 'Etc/UTC', now, 14);
        const days = runs.map(({ clock }) => new Date(clock).getUTCDay());
        const said = [0, 1, 2, 3, 4, 5, 6, 7].filter((day) => isUnixDay(weekday, day));
        expect(new Set(days)).toEqual(new Set(said.map((day) => day % 7)));
      }),
      { numRuns: 300 },
    );
  });
});

/** Whether a field of Unix cron names a day, of which 0 and 7 are Sunday. */
const isUnixDay = (text: string, day: number): boolean =>
  text.split(',').some((item) => {
    const [range = '', step = '1'] = item.split('/');
    const [from = '', to = from] = range === '*' ? ['0', '6'] : range.split('-');
    return day >= Number(from) && day <= Number(to) && (day - Number(from)) % Number(step) === 0;
  });
