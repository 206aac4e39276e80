import { isUnrestricted } from './cron-values.ts';
import { neverRuns } from './never-runs.ts';
import { parseSchedule, type Cron } from './schedule-grammar.ts';

/** An expression that works, shown beside every complaint about one that does not. */
export const exampleExpression = 'cron(0 3 ? * SUN *)';

/** What an expression's author is told: an error, warnings, or nothing. */
export interface ScheduleExpressionIssues {
  readonly error?: string;
  readonly warnings: readonly ScheduleWarning[];
}

/** What is advised against in an expression that Image Builder may take. */
export interface ScheduleWarning {
  readonly code: 'cron-without-question-mark' | 'schedule-never-runs';
  readonly detail: string;
}

/**
 * Looks at a schedule expression: `cron(` six fields `)` or `rate(n unit)`.
 *
 * @param now - Milliseconds since 1970; left out, no time is over.
 * @returns `error` when Image Builder would refuse it; warnings when the user guide advises against it,
 * as against two day fields of which neither is `?`, which the guide's own example neglects, and when no
 * day that it names is still to come.
 */
export const checkScheduleExpression = (expression: string, now = 0): ScheduleExpressionIssues => {
  const schedule = parseSchedule(expression);
  if ('error' in schedule) return { error: schedule.error, warnings: [] };
  if ('rate' in schedule) return { warnings: [] };
  return {
    warnings: [
      ...withoutQuestionMark(schedule.cron, expression, now),
      ...isOver(schedule.cron, now),
    ],
  };
};

const withoutQuestionMark = (cron: Cron, expression: string, now: number): ScheduleWarning[] => {
  const { 'day-of-month': days, 'day-of-week': weekdays } = cron;
  // A day field is absent where it is "?".
  if (days === undefined || weekdays === undefined) return [];
  const free = isUnrestricted(weekdays) ? 4 : isUnrestricted(days) ? 2 : undefined;
  const advised = free === undefined ? undefined : withQuestionMark(expression, free);
  const isSafe =
    advised !== undefined && checkScheduleExpression(advised, now).warnings.length === 0;
  return [
    {
      code: 'cron-without-question-mark',
      detail: `Image Builder's guide says that one of day-of-month and day-of-week must be "?"; this expression has neither. It was left as it is.${isSafe ? ` The advised form: "${advised}".` : ''}`,
    },
  ];
};

const withQuestionMark = (expression: string, field: number): string =>
  `cron(${expression.slice('cron('.length, -1).split(' ').with(field, '?').join(' ')})`;

const isOver = (cron: Cron, now: number): ScheduleWarning[] =>
  neverRuns(cron, now)
    ? [
        {
          code: 'schedule-never-runs',
          detail:
            'No day that this schedule names is still to come: the pipeline will never run by itself. It was left as it is.',
        },
      ]
    : [];
