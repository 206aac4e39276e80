import type { Issue } from '../json/issue.ts';
import type { JsonObject } from '../json/json-value.ts';
import { valueAt } from '../json/pointer.ts';
import { scheduleAdvice } from './schedule-advice.ts';
import { timeZoneAdvice } from './time-zone-advice.ts';

const adviceByCode: Readonly<Record<string, (value: string) => string>> = {
  'unknown-time-zone': timeZoneAdvice,
  'invalid-schedule-expression': scheduleAdvice,
};

/**
 * Adds what was probably meant to what the cross-field rules say. The rules run on every request; what
 * is here is looked for, and loaded, when one is refused.
 *
 * @param request - The members that the issues point into.
 */
export const withAdvice = (issues: readonly Issue[], request: JsonObject): Issue[] =>
  issues.map((issue) => {
    const value = valueAt(request, issue.pointer);
    const advice = Object.hasOwn(adviceByCode, issue.code) ? adviceByCode[issue.code] : undefined;
    if (advice === undefined || typeof value !== 'string') return issue;
    return { ...issue, detail: `${issue.detail}${advice(value)}` };
  });
