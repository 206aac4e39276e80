const cron = /^cron\((?<fields>.*)\)$/s;
const rate = /^rate\([1-9][0-9]* (?:minutes?|hours?|days?)\)$/;
const field = /^[0-9A-Za-z*?,/#-]+$/;

/**
 * Says what is wrong with a schedule expression, in the service's own words where those are known.
 * It is the service's voice, and so it shares nothing with the grammar in `src/core`.
 *
 * `cron(…)` has six fields separated by single spaces; what stands in a field is checked for its
 * characters only, since the user guide's own examples break the guide's finer rules. `rate(7 days)`
 * is accepted because the guide's CLI example has it.
 *
 * @returns undefined for an expression that the service would take
 */
export const scheduleExpressionIssue = (expression: string): string | undefined => {
  if (rate.test(expression)) return undefined;
  const fields = cron.exec(expression)?.groups?.['fields'];
  // Not recorded from the service: only the message about a cron that ends too early is.
  if (fields === undefined) return 'Expression must be cron(…) or rate(…).';
  const detail = cronIssue(fields);
  return detail && `Details: Invalid CRON expression: error at position ${detail}`;
};

const cronIssue = (text: string): string | undefined => {
  const tooShort = `${text.length}, details: Unexpected end of expression.`;
  const fields = text.split(' ');
  let position = 0;
  for (const [index, value] of fields.entries()) {
    if (index < 6 && position === text.length) return tooShort;
    if (index >= 6 || !field.test(value)) return `${position}, details: Unexpected token.`;
    position += value.length + 1;
  }
  return fields.length < 6 ? tooShort : undefined;
};
