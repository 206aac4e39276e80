import { truncate, type Issue } from '../json/issue.ts';
import { PolicyUnavailable } from '../errors.ts';
import type { LoadEvent } from './cached-source.ts';
import { describeFailure } from './describe-failure.ts';

/** What became of one attempt to read a document of the policy from its source. */
export interface RefreshEvent {
  /** The document, such as `ssm:/image-pipelines/policy` or `organizations`. */
  readonly source: string;
  /** Another document than before, the same, none that could be read, or one that is invalid. */
  readonly outcome: 'loaded' | 'unchanged' | 'failed' | 'invalid';
  /** Which document was read, where it is one of the organization's own. */
  readonly revision?: string;
  /** The age of the last good document, in whole seconds; absent while there is none. */
  readonly ageSeconds?: number;
  /** What is wrong with a document that is invalid. */
  readonly issues?: readonly Issue[];
}

/** What the log shows of a document's issues: they stay below what one event of the log may hold. */
const mostIssues = 50;
const longestText = 1_000;

/** A document whose loads are reported. */
export interface ReportedDocument<T> {
  /** What it is called, such as `ssm:/image-pipelines/policy`. */
  readonly source: string;
  /** How old it may be and still serve. */
  readonly maxAgeSeconds: number;
  readonly revisionOf?: (document: T) => string;
}

/**
 * Makes events of how loads end, and lines of the log of those that an operator wants to know of:
 * one for each load that gave no document, and one whenever the document changes or is well again.
 */
export const reportRefresh = <T>(
  document: ReportedDocument<T>,
  log: (line: string) => void,
  onRefresh?: (event: RefreshEvent) => void,
): ((event: LoadEvent<T>) => void) => {
  let isWell = true;
  return (load) => {
    const event = refreshEvent(document, load);
    if (load.outcome === 'failed') log(failureLine(event, load, document.maxAgeSeconds));
    else if (load.outcome === 'loaded' || !isWell) log(successLine(event));
    isWell = load.outcome !== 'failed';
    onRefresh?.(event);
  };
};

const refreshEvent = <T>(
  { source, revisionOf }: ReportedDocument<T>,
  load: LoadEvent<T>,
): RefreshEvent => {
  const age = load.ageMillis === undefined ? {} : { ageSeconds: wholeSeconds(load.ageMillis) };
  if (load.outcome !== 'failed') {
    const revision = revisionOf?.(load.value);
    return { source, outcome: load.outcome, ...(revision !== undefined && { revision }), ...age };
  }
  const { error } = load;
  return error instanceof PolicyUnavailable && error.issues.length > 0
    ? { source, outcome: 'invalid', ...age, issues: error.issues }
    : { source, outcome: 'failed', ...age };
};

const failureLine = (
  { issues, ...event }: RefreshEvent,
  { error, ageMillis }: LoadEvent<unknown> & { readonly outcome: 'failed' },
  maxAgeSeconds: number,
): string => {
  const what =
    issues === undefined
      ? `cannot be read: ${describeFailure(error)}`
      : `is invalid (${issues.length === 1 ? '1 error' : `${issues.length} errors`})`;
  return JSON.stringify({
    level: 'warn',
    message: `The policy ${event.source} ${what}. ${consequence(ageMillis, maxAgeSeconds)}`,
    ...event,
    ...(issues !== undefined && { issues: issues.slice(0, mostIssues).map(shown) }),
  });
};

const consequence = (ageMillis: number | undefined, maxAgeSeconds: number): string => {
  if (ageMillis === undefined) return 'Nothing is created until it can be.';
  const last = `The one read ${wholeSeconds(ageMillis)} s ago`;
  return ageMillis < maxAgeSeconds * 1000
    ? `${last} goes on serving until it is ${maxAgeSeconds} s old.`
    : `${last} is older than the ${maxAgeSeconds} s that it may be: nothing is created until it can be read again.`;
};

const wholeSeconds = (millis: number): number => Math.max(0, Math.round(millis / 1000));

const shown = ({ pointer, code, detail }: Issue): Issue => ({
  pointer: truncate(pointer, longestText),
  code,
  detail: truncate(detail, longestText),
});

const successLine = (event: RefreshEvent): string =>
  JSON.stringify({
    level: 'info',
    message:
      event.outcome === 'loaded'
        ? `The policy ${event.source} was read, and holds from now on.`
        : `The policy ${event.source} can be read again, and is the one that served.`,
    ...event,
  });
