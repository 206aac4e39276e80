import { CannotCompute, lastYear, readCron } from './cron.js';
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

const units = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const dayMillis = units.day;

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
  const [, kind, inner = ''] = /^(cron|rate)\((.*)\)$/.exec(expression) ?? [];
  try {
    if (kind === 'cron') return { runs: cronRuns(inner, timeZone, now, count) };
    if (kind === 'rate') return { runs: rateRuns(inner, timeZone, now, count) };
  } catch (error) {
    if (error instanceof CannotCompute) return { reason: error.message };
    if (error instanceof RangeError) return { reason: `“${timeZone}” is not a known time zone.` };
    throw error;
  }
  return { reason: 'A schedule expression is cron(…) or rate(…).' };
};

/**
 * @param {string} inner
 * @param {string} timeZone
 * @param {number} now
 * @param {number} count
 * @returns {Run[]}
 */
const rateRuns = (inner, timeZone, now, count) => {
  const [, value, unit] = /^([1-9]\d{0,8}) (minute|hour|day)s?$/.exec(inner) ?? [];
  if (unit !== 'minute' && unit !== 'hour' && unit !== 'day') {
    throw new CannotCompute('A rate is a number above 0 and minutes, hours or days.');
  }
  return Array.from({ length: count }, (_, index) => {
    const instant = now + (index + 1) * Number(value) * units[unit];
    // What a Date can hold.
    if (instant > 8.64e15) throw new CannotCompute('That is further away than a calendar reaches.');
    return { instant, clock: clockAt(instant, timeZone) };
  });
};

/**
 * @param {string} inner
 * @param {string} timeZone
 * @param {number} now
 * @param {number} count
 * @returns {Run[]}
 */
const cronRuns = (inner, timeZone, now, count) => {
  const { minutes, hours, isMonth, isYear, isDay } = readCron(inner);
  const clockNow = clockAt(now, timeZone);
  // Clocks are put back by hours, not by a day: what they show may lie behind, but no more than that.
  const earliest = clockNow - dayMillis;
  /** @type {Run[]} */
  const runs = [];
  for (let midnight = startOfDay(earliest); runs.length < count; midnight += dayMillis) {
    const date = new Date(midnight);
    const year = date.getUTCFullYear();
    const month = date.getUTCMonth() + 1;
    if (year > lastYear) break;
    if (!isYear(year) || !isMonth(month) || !isDay(year, month, date.getUTCDate())) continue;
    for (const hour of hours) {
      for (const minute of minutes) {
        const clock = midnight + hour * units.hour + minute * units.minute;
        if (clock < clockNow - 3 * units.hour || runs.length >= count) continue;
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
