const names = [
  ...['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  ...['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
];
const numberOf = (text: string): number => {
  const index = names.indexOf(text);
  return index < 0 ? Number(text) : index < 12 ? index + 1 : index - 11;
};

/** Whether a list of values, ranges and steps has a value, by walking along each of them. */
const lists = (text: string, value: number, min: number, max: number): boolean =>
  text.split(',').some((item) => {
    const [range = '', step] = item.split('/');
    const [from = '', to] = range === '*' ? [String(min), String(max)] : range.split('-');
    const last = numberOf(to ?? (step === undefined ? from : String(max)));
    const walk = [numberOf(from)];
    for (let at = numberOf(from); at !== last; walk.push(at)) at = at === max ? min : at + 1;
    return walk.some((one, index) => one === value && index % Number(step ?? 1) === 0);
  });

/** Every day of a month with its day of the week, of which Sunday is 1. */
const monthOf = (date: Date): { day: number; weekday: number }[] => {
  const days = [];
  const at = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1));
  for (; at.getUTCMonth() === date.getUTCMonth(); at.setUTCDate(at.getUTCDate() + 1)) {
    days.push({ day: at.getUTCDate(), weekday: at.getUTCDay() + 1 });
  }
  return days;
};

const isMonthDay = (text: string, date: Date): boolean =>
  text.split(',').some((item) => {
    const days = monthOf(date);
    const [, before = '0'] = /^L-(\d+)$/.exec(item) ?? [];
    if (/^L(?:-\d+)?$/.test(item)) return date.getUTCDate() === days.length - Number(before);
    if (!item.endsWith('W')) return lists(item, date.getUTCDate(), 1, 31);
    const wanted = item === 'LW' ? days.length : Number.parseInt(item);
    const distance = ({ day }: { day: number }): number => Math.abs(day - wanted);
    const [nearest] = days
      .filter(({ weekday }) => weekday > 1 && weekday < 7)
      .sort((one, other) => distance(one) - distance(other));
    return nearest?.day === date.getUTCDate();
  });

const isWeekDay = (text: string, date: Date): boolean =>
  text.split(',').some((item) => {
    const weekday = date.getUTCDay() + 1;
    if (item === 'L') return weekday === 7;
    const [, name, nth] = /^(\w+?)(?:L|#(\d))$/.exec(item) ?? [];
    if (name === undefined) return lists(item, weekday, 1, 7);
    const same = monthOf(date).filter((other) => other.weekday === numberOf(name));
    const wanted = nth === undefined ? same.at(-1) : same[Number(nth) - 1];
    return wanted?.day === date.getUTCDate();
  });

/**
 * The runs of a cron expression in UTC between two times: slow, obvious, and without the grammar. One
 * of the two day fields says nothing.
 */
export const referenceRuns = (expression: string, after: number, before: number): number[] => {
  const [minutes = '', hours = '', monthDays = '', months = '', weekDays = '', years = ''] =
    expression.slice('cron('.length, -1).toUpperCase().split(' ');
  const runs: number[] = [];
  for (const date = new Date(after); date.getTime() < before; date.setUTCHours(24, 0, 0, 0)) {
    if (!lists(years, date.getUTCFullYear(), 1970, 2199)) continue;
    if (!lists(months, date.getUTCMonth() + 1, 1, 12)) continue;
    if (monthDays !== '?' && !isMonthDay(monthDays, date)) continue;
    if (weekDays !== '?' && !isWeekDay(weekDays, date)) continue;
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      const clock = new Date(date).setUTCHours(0, minute, 0, 0);
      const isHour = lists(hours, Math.floor(minute / 60), 0, 23);
      if (clock > after && isHour && lists(minutes, minute % 60, 0, 59)) runs.push(clock);
    }
    if (runs.length >= 3) break;
  }
  return runs;
};
