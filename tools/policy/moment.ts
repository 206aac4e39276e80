import { InvalidArgumentError } from 'commander';

/** What {@link momentOf} takes, as the end of a sentence. */
export const momentForms =
  'a time in UTC such as 2027-01-15T12:00:00Z, or a day such as 2027-01-15, which begins at midnight';

/** A moment as the function knows it, of a time in UTC (RFC 3339) or a day; undefined for what is neither. */
export const momentOf = (text: string): string | undefined => {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z)?$/.exec(text) ?? [];
  if (day === undefined) return undefined;
  const moment = new Date(`${day}${time ?? 'T00:00:00Z'}`);
  // `Date` rolls a day that there is not over into the next month.
  if (Number.isNaN(moment.getTime()) || !moment.toISOString().startsWith(day)) return undefined;
  return moment.toISOString();
};

/** Reads the option that says when a request comes: a day, or a time of any zone. */
export const readTime = (text: string): string => {
  const [day = ''] = text.split('T', 1);
  const time = new Date(text);
  const isTime = /T.+(?:Z|[+-]\d{2}:?\d{2})$/.test(text) && !Number.isNaN(time.getTime());
  const moment = isTime && momentOf(day) !== undefined ? time.toISOString() : momentOf(text);
  if (moment !== undefined) return moment;
  throw new InvalidArgumentError('It must be a time such as 2026-08-01T12:00:00Z, or a day.');
};
