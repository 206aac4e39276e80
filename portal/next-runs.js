import { parseSchedule } from '../src/core/schedule-grammar.ts';
import { CannotCompute, cronCalendar, lastYear } from './cron-calendar.js';
import { clockAt, instantsOf } from './zoned-time.js';

/**
 * @typedef {object} Run
 * @property {number} clock - What the clocks of the zone show, as milliseconds of UTC.
 * @property {number} [instant] - When that is; absent where the clocks change over it.
 * @property {'skipped' | 'repeated'} [doubt] - What makes it uncertain: the clocks skip this time, or
 * show it twice.
 */

/**
 * @typedef {{ readonly runs: readonly Run[], readonly reason?: undefined }
 *   | { readonly runs?: undefined, readonly reason: string }} NextRuns
 */

const minuteMillis = 60_000;
const hourMillis = 60 * minuteMillis;
const dayMillis = 24 * hourMillis;

/**
 * The next times at which a schedule expression matches. Where nobody can tell, it says why instead.
 *
 * A rate is counted from `now`, as for a pipeline that is created at this moment.
 *
 * @param {string} expression - `cron(…)` or `rate(…)`.
 * @param {string} timeZone - An IANA name.
 * @param {number} [now] - Milliseconds since 1970.
 * @param {number} [count]
 * @returns {NextRuns}
 */
export const nextRuns = (expression, timeZone, now = Date.now(), count = 3) => {
  const schedule = parseSchedule(expression);
  if ('error' in schedule) return { reason: schedule.error };
  try {
    return {
      runs:
        'cron' in schedule
          ? cronRuns(schedule.cron, timeZone, now, count)
          : rateRuns(schedule.rate.minutes, timeZone, now, count),
    };
  } catch (error) {
    if (error instanceof CannotCompute) return { reason: error.message };
    if (error instanceof RangeError) return { reason: `“${timeZone}” is not a known time zone.` };
    throw error;
  }
};

/**
 * @param {number} minutes
 * @param {string} timeZone
 * @param {number} now
 * @param {number} count
 * @returns {Run[]}
 */
const rateRuns = (minutes, timeZone, now, count) =>
  Array.from({ length: count }, (_, index) => {
    const instant = now + (index + 1) * minutes * minuteMillis;
    // What a Date can hold.
    if (instant > 8.64e15) throw new CannotCompute('That is further away than a calendar reaches.');
    return { instant, clock: clockAt(instant, timeZone) };
  });

/**
 * @param {import('../src/core/schedule-grammar.ts').Cron} cron
 * @param {string} timeZone
 * @param {number} now
 * @param {number} count
 * @returns {Run[]}
 */
const cronRuns = (cron, timeZone, now, count) => {
  const { minutes, hours, isDay } = cronCalendar(cron);
  const clockNow = clockAt(now, timeZone);
  // Clocks are put back by hours, not by a day: what they show may lie behind, but no more than that.
  const earliest = clockNow - dayMillis;
  /** @type {Run[]} */
  const runs = [];
  for (let midnight = startOfDay(earliest); runs.length < count; midnight += dayMillis) {
    const date = new Date(midnight);
    const year = date.getUTCFullYear();
    if (year > lastYear) break;
    if (!isDay(year, date.getUTCMonth() + 1, date.getUTCDate())) continue;
    for (const hour of hours) {
      for (const minute of minutes) {
        const clock = midnight + hour * hourMillis + minute * minuteMillis;
        if (clock < clockNow - 3 * hourMillis || runs.length >= count) continue;
        const run = runAt(clock, timeZone, now, clockNow);
        if (run !== undefined) runs.push(run);
      }
    }
  }
  return runs;
};

/** @param {number} clock */
const startOfDay = (clock) => Math.floor(clock / dayMillis) * dayMillis;

/**
 * @param {number} clock
 * @param {string} timeZone
 * @param {number} now
 * @param {number} clockNow
 * @returns {Run | undefined} `undefined` for a time that is over.
 */
const runAt = (clock, timeZone, now, clockNow) => {
  const instants = instantsOf(clock, timeZone);
  const [instant] = instants;
  if (instant === undefined) return clock > clockNow ? { clock, doubt: 'skipped' } : undefined;
  if (!instants.some((one) => one > now)) return undefined;
  return instants.length > 1 ? { clock, doubt: 'repeated' } : { clock, instant };
};
