import { suggest } from '../json/suggest.ts';
import { timeZones } from './time-zones.generated.ts';

const known: ReadonlySet<string> = new Set(timeZones);

// The bounds that the service's model gives a time zone's name.
const shortest = 3;
const longest = 100;
const suggestible = timeZones.filter(({ length }) => length >= shortest);

/** Tells whether a name stands in the IANA time zone database, as a zone or as a link, in its exact case. */
export const isTimeZone = (name: string): boolean => known.has(name);

/** The time zone that somebody who wrote `name` most likely meant. */
export const suggestTimeZone = (name: string): string | undefined => {
  // The service takes none longer, and none shorter than the shortest suggestion here.
  if (name.length > longest) return undefined;
  const city = `/${name.replaceAll(' ', '_').toLowerCase()}`;
  return (
    suggest(name, suggestible, 0) ??
    suggestible.find((zone) => zone.toLowerCase().endsWith(city)) ??
    // A short name is an abbreviation, and the suggest one to it is another time altogether.
    (name.length > 4 ? suggest(name, suggestible) : undefined)
  );
};
