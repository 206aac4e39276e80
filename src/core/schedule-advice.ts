import { didYouMean } from '../json/suggest.ts';
import { quartzFields, unixFields, withRightWords } from './cron-dialects.ts';
import { checkScheduleExpression } from './schedule-expression.ts';

// Longer ones are not what somebody typed.
const longest = 256;

/**
 * What is said, after a space, to somebody whose schedule expression cannot be read: the expression that
 * means the same, where only one does and nothing is to be said of it; `''` where that is not certain.
 *
 * @example
 * scheduleAdvice('@weekly'); // ' Did you mean "cron(0 0 ? * SUN *)"?'
 * scheduleAdvice('cron(0 3 13 * FRI)'); // runs on either day in Unix, and no single schedule does here
 */
export const scheduleAdvice = (expression: string): string => {
  if (expression.length > longest) return '';
  const text = expression.trim();
  const readings = [...nickname(text), ...rate(text), ...once(text), ...cron(text)];
  const right = [...new Set(readings)].filter(isRight);
  if (right.length === 1) return didYouMean(right[0]);
  return hasBothDays(text)
    ? ' Unix cron runs it on either of the two days; here one of the two fields is "?", so it takes two pipelines.'
    : '';
};

const isRight = (expression: string): boolean => {
  const { error, warnings } = checkScheduleExpression(expression);
  return error === undefined && warnings.length === 0;
};

const nicknames: ReadonlyMap<string, string> = new Map([
  ['@hourly', 'cron(0 * * * ? *)'],
  ['@daily', 'cron(0 0 * * ? *)'],
  ['@midnight', 'cron(0 0 * * ? *)'],
  ['@weekly', 'cron(0 0 ? * SUN *)'],
  ['@monthly', 'cron(0 0 1 * ? *)'],
  ['@yearly', 'cron(0 0 1 1 ? *)'],
  ['@annually', 'cron(0 0 1 1 ? *)'],
]);

const nickname = (text: string): string[] => {
  const meant = nicknames.get(inner(text).toLowerCase());
  return meant === undefined ? [] : [meant];
};

/** What stands between `cron(` and `)`, or is written without them. */
const inner = (text: string): string =>
  text
    .replace(/^cron[\s(]+/i, '')
    .replace(/\)$/, '')
    .trim();

const rateForm =
  /^(?:rate\s*\(|@?every\s)?\s*(\d{1,9}(?:\.\d{1,3})?)\s*(sec|second|min|minute|h|hr|hour|d|day|w|week)s?\s*\)?$/i;

const unitSeconds: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 60 * 60],
  ['d', 24 * 60 * 60],
  ['w', 7 * 24 * 60 * 60],
]);

const rateUnits = [
  { name: 'day', seconds: 24 * 60 * 60 },
  { name: 'hour', seconds: 60 * 60 },
  { name: 'minute', seconds: 60 },
];

/** In its own unit, or in the next smaller one of which it is a whole number. */
const rate = (text: string): string[] => {
  const [, count, unit = ''] = rateForm.exec(text) ?? [];
  if (count === undefined) return [];
  const own = unitSeconds.get(unit.charAt(0).toLowerCase()) ?? 0;
  const whole = rateUnits.find(
    ({ name, seconds }) =>
      (seconds <= own || name === 'minute') && Number.isInteger((Number(count) * own) / seconds),
  );
  if (whole === undefined) return [];
  const value = (Number(count) * own) / whole.seconds;
  return [`rate(${value} ${whole.name}${value === 1 ? '' : 's'})`];
};

const onceForm = /^at\((\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::00)?\)$/i;

const once = (text: string): string[] => {
  const [, year, ...parts] = onceForm.exec(text) ?? [];
  if (year === undefined) return [];
  const [month, day, hour, minute] = parts.map(Number);
  return [`cron(${minute} ${hour} ${day} ${month} ? ${year})`];
};

/** Every way in which somebody may have meant the fields. */
const cron = (text: string): string[] => {
  const fields = fieldsOf(text);
  const readings = fields.length === 5 ? [unixFields(fields)] : [fields, quartzFields(fields)];
  return readings
    .filter((reading) => reading !== undefined)
    .map((reading) => `cron(${withQuestionMark(withRightWords(reading)).join(' ')})`);
};

const fieldsOf = (text: string): string[] => inner(text).split(/\s+/).filter(Boolean);

/** One of the two day fields has to be "?": the one that restricts nothing. */
const withQuestionMark = (fields: readonly string[]): readonly string[] => {
  if (fields[2] === '?' || fields[4] === '?') return fields;
  const free = [4, 2].find((index) => fields[index] === '*');
  return free === undefined ? fields : fields.with(free, '?');
};

const hasBothDays = (text: string): boolean => {
  const fields = fieldsOf(text);
  const isFree = (field = ''): boolean => /^[*?]/.test(field);
  return fields.length === 5 && !isFree(fields[2]) && !isFree(fields[4]);
};
