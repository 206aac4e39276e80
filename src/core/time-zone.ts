import { timeZonePlaces } from './time-zones.generated.ts';

/** Tells whether a name stands in the IANA time zone database, as a zone or as a link, in its exact case. */
export const isTimeZone = (name: string): boolean => {
  const start = name.lastIndexOf('/') + 1;
  const [area, place] = [name.slice(0, start), name.slice(start)];
  const places = Object.hasOwn(timeZonePlaces, area) ? timeZonePlaces[area] : undefined;
  return !place.includes(' ') && places?.includes(` ${place} `) === true;
};
