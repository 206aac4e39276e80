import { daysOfWeek, parseSchedule } from './schedule-grammar.ts';

/** An expression that works, shown beside every complaint about one that does not. */
export const exampleExpression = 'cron(0 3 ? * SUN *)';

/** What an expression's author is told: an error, a warning, or nothing. */
export interface ScheduleExpressionIssues {
  readonly error?: string;
  readonly warning?: string;
}

/**
 * Looks at a schedule expression: `cron(` six fields `)` or `rate(n unit)`.
 *
 * @returns `error` when Image Builder would refuse it, with a suggestion where there is one; `warning`
 * when the user guide advises against it: one of the two day fields should be `?`, which the guide's
 * own example neglects.
 */
export const checkScheduleExpression = (expression: string): ScheduleExpressionIssues => {
  const schedule = parseSchedule(expression);
  if ('error' in schedule) return { error: `${schedule.error}${suggestExpression(expression)}` };
  // A day field is absent where it is "?".
  if ('rate' in schedule || !schedule.cron['day-of-month'] || !schedule.cron['day-of-week']) {
    return {};
  }
  return {
    warning:
      'Image Builder\'s guide says that one of day-of-month and day-of-week must be "?"; this expression has neither.',
  };
};

const suggestExpression = (expression: string): string => {
  // The same in lower case and without spaces around it.
  const tidy = expression.trim().replace(/^(?:cron|rate)\(/i, (call) => call.toLowerCase());
  const six = `cron(${suggestFields(expression.replace(/^cron\((.*)\)$/s, '$1'))})`;
  const suggestion = [tidy, six].find((candidate) => !('error' in parseSchedule(candidate)));
  return suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`;
};

/** The six fields of somebody who wrote the five of Unix cron, or other spaces than one between them. */
const suggestFields = (fields: string): string => {
  const parts = fields.split(/\s+/).filter(Boolean);
  if (parts.length === 5) {
    // Unix counts the days of the week from Sunday as 0, Image Builder from Sunday as 1: names are safe.
    parts[4] = (parts[4] ?? '').replace(
      /(?<![/#\d])[0-7](?!\d)/g,
      (day) => daysOfWeek[Number(day) % 7] ?? day,
    );
    parts.push('*');
  }
  // One of the two day fields has to be "?": the one that restricts nothing.
  if (parts[2] !== '?' && parts[4] !== '?') {
    if (parts[4] === '*') parts[4] = '?';
    else if (parts[2] === '*') parts[2] = '?';
  }
  return parts.join(' ');
};
