import { quote } from '../json/issue.ts';
import { didYouMean, suggest } from '../json/suggest.ts';
import { timeZonePlaces } from './time-zones.generated.ts';

// The bounds that the service's model gives a time zone's name.
const shortest = 3;
const longest = 100;

const zones: readonly string[] = Object.entries(timeZonePlaces)
  .flatMap(([area, places]) =>
    places
      .trim()
      .split(' ')
      .map((place) => `${area}${place}`),
  )
  .filter(({ length }) => length >= shortest);

/**
 * What is said, after a space, to somebody who wrote a time zone that does not exist: which one was
 * meant, where that is certain; `''` where it is not. A time zone with another offset would be worse
 * than none.
 *
 * @example
 * timeZoneAdvice('New York'); // ' Did you mean "America/New_York"?'
 * timeZoneAdvice('Asia/Bangalore'); // ''
 */
export const timeZoneAdvice = (name: string): string => {
  if (name.length > longest) return '';
  return fixedOffset(name) ?? didYouMean(sameName(name) ?? samePlace(name) ?? misspelled(name));
};

const offset = /^(?:UTC|GMT)?\s*([+\-\u2212])\s*(\d{1,2})(?::?(\d\d))?$/i;

/** In the database `Etc/GMT+2` lies behind UTC, as in POSIX; everybody else writes that as `GMT-2`. */
const fixedOffset = (name: string): string | undefined => {
  const [, sign, hours = '', minutes = '00'] = offset.exec(name.trim()) ?? [];
  if (sign === undefined) return undefined;
  const isAhead = sign === '+';
  const count = Number(hours);
  const zone = count === 0 ? 'Etc/UTC' : `Etc/GMT${isAhead ? '-' : '+'}${count}`;
  if (Number(minutes) !== 0 || !zones.includes(zone)) return '';
  if (count === 0) return didYouMean(zone);
  const where = `${count} hour${count === 1 ? '' : 's'} ${isAhead ? 'ahead of' : 'behind'} UTC`;
  return `${didYouMean(zone)} The sign is the other way round in such names: ${quote(zone)} is ${where}.`;
};

/** Spaces and hyphens are underscores; but before a number a hyphen is its sign. */
const folded = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll('\\', '/')
    .replace(/\d/.test(name) ? /\s+/g : /[\s-]+/g, '_');

const sameName = (name: string): string | undefined => {
  const meant = folded(name);
  return zones.find((zone) => folded(zone) === meant);
};

const areaOf = (zone: string): string => zone.split('/')[0] ?? '';
const placeOf = (zone: string): string => zone.split('/').at(-1) ?? '';
const areas = [...new Set(zones.filter((zone) => zone.includes('/')).map(areaOf))];

/** The place of that name, where it is in one area only, and in the one that is given if any is. */
const samePlace = (name: string): string | undefined => {
  const meant = folded(name);
  const area = meant.includes('/') ? suggest(areaOf(meant), areas, 2) : undefined;
  if (meant.includes('/') && area === undefined) return undefined;
  const found = zones.filter(
    (zone) => folded(placeOf(zone)) === placeOf(meant) && areaOf(zone) === (area ?? areaOf(zone)),
  );
  return new Set(found.map(areaOf)).size === 1 ? found[0] : undefined;
};

// One letter makes another place of a short name: Kiel lies in another zone than Kiev.
const shortestPlace = 5;

const misspelled = (name: string): string | undefined =>
  /\d/.test(name)
    ? undefined
    : suggest(
        name.trim().replaceAll(' ', '_'),
        zones.filter((zone) => placeOf(zone).length >= shortestPlace),
        1,
      );
