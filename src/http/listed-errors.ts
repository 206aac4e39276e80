import { mostIssues, truncate, type Issue } from '../json/issue.ts';

// Together with the longest of everything else an answer stays below 64 KiB, whatever was sent.
const mostBytes = 48 * 1024;
const longestPointer = 512;
const longestDetail = 2_000;

/** The first of a request's errors, as many as an answer can name, each of a length that is read. */
export const listedErrors = (issues: readonly Issue[]): Issue[] => {
  const listed: Issue[] = [];
  let bytes = 0;
  for (const { pointer, code, detail, ...about } of issues.slice(0, mostIssues)) {
    const issue = {
      pointer: truncate(pointer, longestPointer),
      code,
      detail: truncate(detail, longestDetail),
      ...about,
    };
    bytes += Buffer.byteLength(JSON.stringify(issue));
    if (bytes > mostBytes) break;
    listed.push(issue);
  }
  return listed;
};

/**
 * What a summary of several errors says: how many, and each in its own words, up to three. Looking ends
 * at a hundred, so with that many there may be more.
 */
export const summarize = (issues: readonly Issue[], total = issues.length): string => {
  const shown = issues
    .slice(0, 3)
    .map(
      ({ pointer, detail }) =>
        `${pointer === '' ? '' : `${truncate(pointer, 200)}: `}${truncate(detail, 600)}`,
    );
  const more = total - shown.length;
  const atLeast = issues.length < mostIssues ? '' : 'at least ';
  const rest = more > 0 ? ` And ${atLeast}${more} more.` : '';
  const count = total === 1 ? '1 error' : `${atLeast}${total} errors`;
  const listed = listedErrors(issues).length;
  const cutOff = listed < total ? `, the first ${listed} of which are listed` : '';
  return `${count.replace(/^a/, 'A')}${cutOff}. ${shown.join(' ')}${rest}`;
};
