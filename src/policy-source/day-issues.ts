import { quote, type Issue } from '../json/issue.ts';
import type { JsonObject } from '../json/json-value.ts';

/** Days that there are not, in any of some members, and an `until` that is not after its `from`. */
export const dayIssues = (holder: JsonObject, ...members: readonly string[]): Issue[] => {
  const days = members.flatMap((member) => {
    const day = holder[member];
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
  const from = days.find(({ member }) => member === 'from');
  const until = days.find(({ member }) => member === 'until');
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
