import type { Days } from './document.ts';

/** The day of a request in UTC, such as `2026-11-25`. */
export const dayOf = (requestTime: string): string => requestTime.slice(0, 'yyyy-mm-dd'.length);

/** Whether a day is within `from`, inclusive, and `until`, exclusive. */
export const isWithin = ({ from, until }: Days, day: string): boolean =>
  (from === undefined || from <= day) && (until === undefined || day < until);
