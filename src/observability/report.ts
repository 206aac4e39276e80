import type { Outcome } from './outcome.ts';
import { logLine } from './request-log.ts';
import { requestMetrics } from './request-metrics.ts';

/** Writes one line of the log. */
export type WriteLine = (line: string) => void;

/** What reporting works with. */
export interface ReportOptions {
  readonly log: WriteLine;
  /** Whether the log shows each request as well, less the secrets in it. */
  readonly debug?: boolean;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * Makes what reports every request of an environment, the first of which is a cold start: one line for
 * the log and one for the metrics, whichever way its answer came about.
 *
 * A line that cannot be written changes no answer: the pipeline may be there already.
 *
 * @example
 * const report = openReport({ log: console.log });
 * report({ request, answer, functionName: 'proxy', durationMs: 12.3 });
 */
export const openReport = ({ log, debug = false, now = Date.now }: ReportOptions) => {
  let isColdStart = true;
  const write = (line: () => string): void => {
    try {
      log(line());
    } catch {
      // There is nowhere left to say it.
    }
  };
  return (outcome: Outcome): void => {
    write(() => logLine(outcome, { debug }));
    write(() => JSON.stringify(requestMetrics(outcome, isColdStart, now())));
    isColdStart = false;
  };
};
