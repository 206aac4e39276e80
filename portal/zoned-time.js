const minute = 60_000;
const day = 24 * 60 * minute;

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * @param {string} timeZone
 * @returns {Intl.DateTimeFormat}
 * @throws {RangeError} for a time zone that the browser does not know.
 */
const formatIn = (timeZone) => {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  formats.set(timeZone, format);
  return format;
};

/**
 * What the clocks of a time zone show at an instant, written as the milliseconds at which UTC's clocks
 * show the same.
 *
 * @param {number} instant - Milliseconds since 1970.
 * @param {string} timeZone
 */
export const clockAt = (instant, timeZone) => {
  /** @type {Record<string, number>} */
  const shown = {};
  for (const { type, value } of formatIn(timeZone).formatToParts(instant)) {
    shown[type] = Number(value);
  }
  const { year = 0, month = 1, day: date = 1, hour = 0, minute: minutes = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, date, hour, minutes, second);
};

/**
 * The instants at which the clocks of a time zone show a time: one, none where they are put forward
 * over it, two where they are put back over it.
 *
 * @param {number} clock - As {@link clockAt} writes it, in whole minutes.
 * @param {string} timeZone
 * @returns {number[]} Ascending.
 */
export const instantsOf = (clock, timeZone) => {
  // No zone changes its clocks twice within two days, so these are all the offsets that matter.
  const offsets = [-day, 0, day].map((around) => {
    const instant = Math.floor((clock + around) / minute) * minute;
    return clockAt(instant, timeZone) - instant;
  });
  return [...new Set(offsets.map((offset) => clock - offset))]
    .filter((instant) => clockAt(instant, timeZone) === clock)
    .sort((a, b) => a - b);
};
