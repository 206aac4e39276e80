/**
 * The grammar of Image Builder's schedule expressions: `cron(` six fields `)` or `rate(n unit)`. The
 * function asks whether an expression can be parsed, the portal computes the next runs of what was.
 *
 * Source: https://docs.aws.amazon.com/imagebuilder/latest/userguide/cron-expressions.html
 */
import { quote } from '../json/issue.ts';

/** What a field may hold. */
export interface CronField {
  readonly name: 'minute' | 'hour' | 'day-of-month' | 'month' | 'day-of-week' | 'year';
  readonly min: number;
  readonly max: number;
  /** What a person is told about it. */
  readonly allowed: string;
  readonly names?: readonly string[];
  /** What a day field takes beyond values, ranges and steps; it may be `?`, too. */
  readonly special?: RegExp;
}

/** `*`, `5`, `1-5`, `FRI-MON`, `5/20`: as much as is written, with numbers for names. */
export interface CronRange {
  /** As it is written. */
  readonly text: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly step: number | undefined;
}

/** `L`, `L-3`, `LW`, `15W`, `6L`, `3#2`: the letter, the day before it and the number behind it. */
export interface CronSpecial {
  readonly text: string;
  readonly letter: string;
  /** Absent where the last day is meant. */
  readonly day: number | undefined;
  /** 0 where there is none. */
  readonly number: number;
}

/** One item of the list in a field. */
export type CronItem = CronRange | CronSpecial;

/** The list of each field; none where the field is `?`. */
export type Cron = Readonly<Partial<Record<CronField['name'], readonly CronItem[]>>>;

/** A parsed schedule expression, or why it cannot be parsed. */
export type ParsedSchedule =
  | { readonly cron: Cron }
  | { readonly rate: { readonly minutes: number } }
  | { readonly error: string };

/** From 1 for Sunday. */
export const daysOfWeek: readonly string[] = 'SUN MON TUE WED THU FRI SAT'.split(' ');

/** The six fields in their order, with the values that the user guide gives. */
export const cronFields = [
  { name: 'minute', min: 0, max: 59, allowed: '0-59 and , - * /' },
  { name: 'hour', min: 0, max: 23, allowed: '0-23 and , - * /' },
  {
    ...{ name: 'day-of-month', min: 1, max: 31, allowed: '1-31 and , - * ? / L W' },
    special: /^(?:L|L-(?:[1-9]|[12]\d|30)|LW|(?:[1-9]|[12]\d|3[01])W)$/i,
  },
  {
    ...{ name: 'month', min: 1, max: 12, allowed: '1-12 or JAN-DEC and , - * /' },
    names: 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' '),
  },
  {
    ...{ name: 'day-of-week', min: 1, max: 7, allowed: '1-7 or SUN-SAT and , - * ? / L #' },
    names: daysOfWeek,
    special: /^(?:L|(?:[1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(?:L|#[1-5]))$/i,
  },
  { name: 'year', min: 1970, max: 2199, allowed: '1970-2199 and , - * /' },
] as const satisfies readonly CronField[];

/**
 * Parses a schedule expression.
 *
 * @example
 * parseSchedule('rate(12 hours)'); // { rate: { minutes: 720 } }
 * parseSchedule('cron(0 24 ? * SUN *)'); // { error: 'The hour field is "24"; it takes 0-23 and , - * /.' }
 */
export const parseSchedule = (expression: string): ParsedSchedule => {
  const [, kind, inner = ''] = /^(cron|rate)\((.*)\)$/s.exec(expression) ?? [];
  if (kind === undefined) return { error: 'It must be cron(…) or rate(…).' };
  return kind === 'cron' ? parseCron(inner) : parseRate(inner);
};

const unitMinutes: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 24 * 60 };

const parseRate = (text: string): ParsedSchedule => {
  const [, value, unit = ''] = /^([1-9]\d{0,8}) (minute|hour|day)s?$/.exec(text) ?? [];
  const minutes = unitMinutes[unit];
  if (minutes !== undefined) return { rate: { minutes: Number(value) * minutes } };
  return {
    error:
      'A rate is a whole number above 0, one space, and minutes, hours or days, such as "rate(7 days)".',
  };
};

const parseCron = (text: string): ParsedSchedule => {
  const parts = text.split(' ');
  if (parts.length !== 6 || parts.includes('')) {
    const found = text.split(/\s+/).filter(Boolean).length;
    const spacing = found === 6 ? ' with exactly one space between them' : '';
    return {
      error: `A cron expression has six fields${spacing} (minute hour day-of-month month day-of-week year); this one has ${found}.`,
    };
  }
  const cron: { -readonly [Name in keyof Cron]: Cron[Name] } = {};
  for (const [index, field] of cronFields.entries()) {
    const part = parts[index] ?? '';
    // It stands for the whole day field, never for one item of a list.
    if (part === '?' && 'special' in field) continue;
    const items = part.split(',').map((item) => parseItem(item, field));
    if (!items.every((item) => item !== undefined)) {
      return { error: `The ${field.name} field is ${quote(part)}; it takes ${field.allowed}.` };
    }
    cron[field.name] = items;
  }
  if (cron['day-of-month'] ?? cron['day-of-week']) return { cron };
  return { error: 'Only one of day-of-month and day-of-week may be "?": the other says when.' };
};

const parseItem = (item: string, field: CronField): CronItem | undefined => {
  if (field.special?.test(item) === true) {
    const [, day, letter = '', number = 0] = /^L?(\w+?)?([LW#])-?(\d+)?$/i.exec(item) ?? [];
    const value = parseValue(day, field);
    return { text: item, letter: letter.toUpperCase(), day: value, number: Number(number) };
  }
  const [match, first, last, every] =
    /^(?:\*|(\w+)(?:-(\w+))?)(?:\/([1-9]\d{0,3}))?$/.exec(item) ?? [];
  // A range may run over the end, as FRI-MON does, so only its ends are held to the bounds.
  const from = parseValue(first, field);
  const to = parseValue(last, field);
  if (match === undefined || Number.isNaN(from) || Number.isNaN(to)) return undefined;
  return { text: item, from, to, step: every === undefined ? undefined : Number(every) };
};

/** The number of a value; NaN where the field has no such value. */
const parseValue = (text: string | undefined, field: CronField): number | undefined => {
  if (text === undefined) return undefined;
  const index = field.names?.indexOf(text.toUpperCase()) ?? -1;
  if (index >= 0) return field.min + index;
  const value = /^\d{1,4}$/.test(text) ? Number(text) : NaN;
  return value >= field.min && value <= field.max ? value : NaN;
};
