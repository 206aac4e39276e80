import { quote, under, type Issue } from '../json/issue.ts';
import type { JsonObject } from '../json/json-value.ts';
import { allowedIssues } from './layer-issues.ts';

/**
 * What is wrong with one grant beyond its shape: days that there are not or that never come, paths that
 * are not known.
 *
 * @returns Issues with pointers into the grant.
 */
export const grantIssues = (grant: JsonObject): Issue[] => [
  ...allowedIssues(grant['allowed']).map(under('/allowed')),
  ...dayIssues(grant),
];

const dayIssues = (grant: JsonObject): Issue[] => {
  const days = ['from', 'until'].flatMap((member) => {
    const day = grant[member];
    return typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day) ? [{ member, day }] : [];
  });
  const unreal = days.filter(({ day }) => !isDay(day));
  if (unreal.length > 0) {
    return unreal.map(({ member, day }) => ({
      pointer: `/${member}`,
      code: 'no-such-day',
      detail: `There is no day ${quote(day)}; for example "2027-01-15".`,
    }));
  }
  const [from, until] = days;
  if (from === undefined || until === undefined || from.day < until.day) return [];
  return [
    {
      pointer: '/until',
      code: 'until-not-after-from',
      detail: `"until" is the first day after, so it must be later than "from", ${quote(from.day)}; got ${quote(until.day)}.`,
    },
  ];
};

/** `Date` rolls a day that there is not over into the next month. */
const isDay = (text: string): boolean => {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
};
