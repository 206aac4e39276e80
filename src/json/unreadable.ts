import { isJsonArray, isJsonObject } from './json-value.ts';
import { toPointer } from './pointer.ts';
import { mostIssues, quote, type Issue } from './issue.ts';
import { walk } from './walk.ts';

/** The most entries of one list or object that are looked at: twenty times the longest that the service's model knows. */
export const mostEntries = 1_000;

/**
 * The lists and objects of a document that have more than {@link mostEntries} entries. Naming
 * everything that is wrong in them would take longer than anybody waits.
 */
export const oversized = (document: unknown): Issue[] => {
  const found: Issue[] = [];
  walk(document, (value, path) => {
    const isList = isJsonArray(value);
    const entries = isList ? value.length : isJsonObject(value) ? Object.keys(value).length : 0;
    if (entries <= mostEntries) return true;
    const [what, code] = isList ? ['items', 'too-many-items'] : ['members', 'too-many-members'];
    const detail = `This has ${entries} ${what}; at most ${mostEntries} are read.`;
    if (found.length < mostIssues) found.push({ pointer: toPointer(path), code, detail });
    return false;
  });
  return found;
};

/**
 * The values of a parsed document that cannot be passed on as they were meant: text with half of a
 * surrogate pair, which no UTF-8 can hold, and a number that is beyond what a number here can be.
 *
 * Source: RFC 8259, sections 6 and 8.2; RFC 3629, section 3.
 */
export const unsendable = (document: unknown): Issue[] => {
  const found: Issue[] = [];
  const add = (path: readonly (string | number)[], code: string, detail: string): void => {
    if (found.length < mostIssues) found.push({ pointer: toPointer(path), code, detail });
  };
  walk(document, (value, path) => {
    const name = path.at(-1);
    if (typeof name === 'string' && !name.isWellFormed()) {
      add(path, 'unpaired-surrogate', `The name ${quote(name)} ${surrogate}`);
    } else if (typeof value === 'string' && !value.isWellFormed()) {
      add(path, 'unpaired-surrogate', `The text ${quote(value)} ${surrogate}`);
    } else if (typeof value === 'number' && !Number.isFinite(value)) {
      const detail = 'This number is too large to be read; the largest is about 1.8e308.';
      add(path, 'number-out-of-range', detail);
    }
    return true;
  });
  return found;
};

const surrogate =
  'holds half of a surrogate pair, which cannot be written as UTF-8: send both halves, as in "\\ud83d\\ude80", or leave it out.';
