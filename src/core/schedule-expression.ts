import { quote } from '../json/issue.ts';

/** An expression that works, shown beside every complaint about one that does not. */
export const exampleExpression = 'cron(0 3 ? * SUN *)';

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
  /** Matches what this field takes beyond numbers, names, lists, ranges and steps. */
  readonly special?: RegExp;
  readonly allowed: string;
}

const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const days = 'SUN MON TUE WED THU FRI SAT'.split(' ');

// Image Builder user guide, "Use cron expressions in Image Builder": six fields, these values.
const fields: readonly Field[] = [
  { name: 'minute', min: 0, max: 59, allowed: '0-59 and , - * /' },
  { name: 'hour', min: 0, max: 23, allowed: '0-23 and , - * /' },
  {
    name: 'day-of-month',
    min: 1,
    max: 31,
    special: /^(?:L|L-(?:[1-9]|[12]\d|30)|LW|(?:[1-9]|[12]\d|3[01])W)$/i,
    allowed: '1-31 and , - * ? / L W',
  },
  { name: 'month', min: 1, max: 12, names: months, allowed: '1-12 or JAN-DEC and , - * /' },
  {
    name: 'day-of-week',
    min: 1,
    max: 7,
    names: days,
    special: /^(?:L|(?:[1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(?:L|#[1-5]))$/i,
    allowed: '1-7 or SUN-SAT and , - * ? / L #',
  },
  { name: 'year', min: 1970, max: 2199, allowed: '1970-2199 and , - * /' },
];

const units = /^(?:minute|hour|day)s?$/;

/** What an expression's author is told: a mistake, a piece of advice, or nothing. */
export interface ScheduleExpressionFindings {
  readonly mistake?: string;
  readonly advice?: string;
}

/**
 * Looks at a schedule expression: `cron(` six fields `)` or `rate(n unit)`.
 *
 * @returns `mistake` when Image Builder would refuse it, `advice` when the user guide advises
 * against it: one of the two day fields should be `?`, which the guide's own example neglects.
 *
 * Source: https://docs.aws.amazon.com/imagebuilder/latest/userguide/cron-expressions.html
 */
export const readScheduleExpression = (expression: string): ScheduleExpressionFindings => {
  const call = /^(cron|rate)\((.*)\)$/s.exec(expression);
  const inner = call?.[2];
  if (inner === undefined) {
    return { mistake: `It must be cron(…) or rate(…).${tidied(expression) ?? meant(expression)}` };
  }
  return call?.[1] === 'rate' ? readRate(inner) : readCron(inner);
};

/** The same expression in lower case and without spaces around it, where that makes it one. */
const tidied = (expression: string): string | undefined => {
  const tidy = expression.trim().replace(/^(?:cron|rate)\(/i, (call) => call.toLowerCase());
  return tidy !== expression && readScheduleExpression(tidy).mistake === undefined
    ? ` Did you mean "${tidy}"?`
    : undefined;
};

/** What somebody most likely meant who forgot the wrapping, or who wrote the five fields of Unix cron. */
const meant = (fields: string): string => {
  const parts = fields.split(/\s+/).filter(Boolean);
  if (parts.length === 5) {
    // Unix counts the days of the week from Sunday as 0, Image Builder from Sunday as 1: names are safe.
    parts[4] = (parts[4] ?? '').replace(
      /(?<![/#\d])[0-7](?!\d)/g,
      (day) => days[Number(day) % 7] ?? day,
    );
    parts.push('*');
  }
  // One of the two day fields has to be "?": the one that says nothing.
  if (parts[2] !== '?' && parts[4] !== '?') {
    if (parts[4] === '*') parts[4] = '?';
    else if (parts[2] === '*') parts[2] = '?';
  }
  const suggestion = parts.join(' ');
  return readCron(suggestion).mistake === undefined ? ` Did you mean "cron(${suggestion})"?` : '';
};

const readRate = (inner: string): ScheduleExpressionFindings => {
  const [value = '', unit = '', ...rest] = inner.split(' ');
  if (rest.length > 0 || !/^[1-9]\d{0,8}$/.test(value) || !units.test(unit)) {
    return {
      mistake:
        'A rate is a whole number above 0, one space, and minutes, hours or days, such as "rate(7 days)".',
    };
  }
  return {};
};

const readCron = (inner: string): ScheduleExpressionFindings => {
  const parts = inner.split(' ');
  if (parts.length !== fields.length || parts.includes('')) {
    const found = inner.split(/\s+/).filter(Boolean).length;
    const spacing = found === fields.length ? ' with exactly one space between them' : '';
    // Only five or six fields can be put right; the suggestion itself always has six, well spaced.
    const help = found === 5 || found === 6 ? meant(inner) : '';
    return {
      mistake: `A cron expression has six fields${spacing} (minute hour day-of-month month day-of-week year); this one has ${found}.${help}`,
    };
  }
  for (const [index, field] of fields.entries()) {
    const part = parts[index] ?? '';
    if (!isField(part, field)) {
      return { mistake: `The ${field.name} field is ${quote(part)}; it takes ${field.allowed}.` };
    }
  }
  if (parts[2] === '?' && parts[4] === '?') {
    return { mistake: 'Only one of day-of-month and day-of-week may be "?": the other says when.' };
  }
  if (parts[2] !== '?' && parts[4] !== '?') {
    return {
      advice:
        'Image Builder\'s guide says that one of day-of-month and day-of-week must be "?"; this expression has neither.',
    };
  }
  return {};
};

const isField = (text: string, field: Field): boolean =>
  // It stands for the whole field, never for one item of a list.
  (text === '?' && field.special !== undefined) ||
  text.split(',').every((item) => field.special?.test(item) === true || isRange(item, field));

const isRange = (item: string, field: Field): boolean => {
  const [range = '', step, ...more] = item.split('/');
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d{0,3}$/.test(step))) return false;
  if (range === '*') return true;
  const ends = range.split('-');
  // A range may run over the end, as FRI-MON does, so only its ends are held to the bounds.
  return ends.length <= 2 && ends.every((end) => isValue(end, field));
};

const isValue = (text: string, field: Field): boolean => {
  if (field.names?.includes(text.toUpperCase()) === true) return true;
  return /^\d{1,4}$/.test(text) && Number(text) >= field.min && Number(text) <= field.max;
};
