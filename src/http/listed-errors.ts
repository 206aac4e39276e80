import type { Violation } from '../json/issue.ts';

/** The most errors that one answer names. */
export const mostListed = 100;

// Together with the longest of everything else an answer stays below 64 KiB, whatever was sent.
const mostBytes = 48 * 1024;
const longestPointer = 512;
const longestDetail = 2_000;

/** The first of a request's errors, as many as an answer can name, none of them longer than anybody reads. */
export const listedErrors = (violations: readonly Violation[]): Violation[] => {
  const listed: Violation[] = [];
  let bytes = 0;
  for (const { pointer, code, detail } of violations.slice(0, mostListed)) {
    const violation = {
      pointer: cut(pointer, longestPointer),
      code,
      detail: cut(detail, longestDetail),
    };
    bytes += Buffer.byteLength(JSON.stringify(violation));
    if (bytes > mostBytes) break;
    listed.push(violation);
  }
  return listed;
};

/** A text of at most `longest` characters, and an ellipsis for what was cut off. */
export const cut = (text: string, longest: number): string =>
  text.length > longest ? `${text.slice(0, longest).toWellFormed()}…` : text;

/** What a summary of several errors says: how many, and each in its own words, up to three. */
export const summarize = (violations: readonly Violation[], total = violations.length): string => {
  const shown = violations
    .slice(0, 3)
    .map(
      ({ pointer, detail }) =>
        `${pointer === '' ? 'The body' : cut(pointer, 200)}: ${cut(detail, 600)}`,
    );
  const more = total - shown.length;
  const rest = more > 0 ? ` And ${more} more.` : '';
  const count = total === 1 ? '1 error' : `${total} errors`;
  const listed = listedErrors(violations).length;
  const cutOff = listed < total ? `, the first ${listed} of which are listed` : '';
  return `${count}${cutOff}. ${shown.join(' ')}${rest}`;
};
