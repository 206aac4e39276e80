import type { Violation } from '../json/issue.ts';
import { PolicyUnavailable } from '../errors.ts';
import type { LoadEvent } from './cached-source.ts';
import { describeFailure } from './describe-failure.ts';

/** What became of one attempt to read a document of the policy from where it is kept. */
export interface RefreshEvent {
  /** The document, such as `ssm:/image-pipelines/policy` or `organizations`. */
  readonly source: string;
  /** Another document than before, the same, none that could be read, or one that is invalid. */
  readonly outcome: 'loaded' | 'unchanged' | 'failed' | 'invalid';
  /** The age of the document that serves from then on, in whole seconds; absent while there is none. */
  readonly ageSeconds?: number;
  /** What is wrong with a document that is invalid. */
  readonly faults?: readonly Violation[];
}

/** What the log shows of a document's faults: they stay below what one event of the log may hold. */
const mostFaults = 50;
const longestText = 1_000;

/**
 * Makes events of how loads end, and lines of the log of those that an operator wants to know of:
 * one for each load that gave no document, and one whenever the document changes or is well again.
 */
export const reportRefresh = (
  source: string,
  log: (line: string) => void,
  onRefresh?: (event: RefreshEvent) => void,
): ((event: LoadEvent) => void) => {
  let isWell = true;
  return (load) => {
    const event = refreshEvent(source, load);
    if (load.outcome === 'failed') log(failureLine(event, load.error));
    else if (load.outcome === 'loaded' || !isWell) log(successLine(event));
    isWell = load.outcome !== 'failed';
    onRefresh?.(event);
  };
};

const refreshEvent = (source: string, load: LoadEvent): RefreshEvent => {
  const age =
    load.ageMillis === undefined
      ? {}
      : { ageSeconds: Math.max(0, Math.round(load.ageMillis / 1000)) };
  if (load.outcome !== 'failed') return { source, outcome: load.outcome, ...age };
  const { error } = load;
  return error instanceof PolicyUnavailable && error.faults.length > 0
    ? { source, outcome: 'invalid', ...age, faults: error.faults }
    : { source, outcome: 'failed', ...age };
};

const failureLine = ({ faults, ...event }: RefreshEvent, error: unknown): string => {
  const what =
    faults === undefined
      ? `cannot be read: ${describeFailure(error)}`
      : `is invalid (${faults.length === 1 ? '1 fault' : `${faults.length} faults`})`;
  const serving =
    event.ageSeconds === undefined
      ? 'Nothing is created until it can be.'
      : `The one read ${event.ageSeconds} s ago goes on serving.`;
  return JSON.stringify({
    level: 'warn',
    message: `The policy ${event.source} ${what}. ${serving}`,
    ...event,
    ...(faults !== undefined && { faults: faults.slice(0, mostFaults).map(shown) }),
  });
};

const shown = ({ pointer, code, detail }: Violation): Violation => ({
  pointer: cut(pointer),
  code,
  detail: cut(detail),
});

const cut = (text: string): string =>
  text.length > longestText ? `${text.slice(0, longestText)}…` : text;

const successLine = (event: RefreshEvent): string =>
  JSON.stringify({
    level: 'info',
    message:
      event.outcome === 'loaded'
        ? `The policy ${event.source} was read, and holds from now on.`
        : `The policy ${event.source} can be read again, and is the one that served.`,
    ...event,
  });
