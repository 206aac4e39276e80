import { nearest } from '../document/nearest.ts';
import { timeZones } from './time-zones.generated.ts';

const known: ReadonlySet<string> = new Set(timeZones);

/** Tells whether a name stands in the IANA time zone database, as a zone or as a link, in its exact case. */
export const isTimeZone = (name: string): boolean => known.has(name);

/** The time zone that somebody who wrote `name` most likely meant. */
export const nearestTimeZone = (name: string): string | undefined =>
  timeZones.find((zone) => zone.endsWith(`/${name.replaceAll(' ', '_')}`)) ??
  nearest(name, timeZones);
