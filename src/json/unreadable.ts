import { toPointer } from './pointer.ts';
import { mostIssues, quote, type Issue } from './issue.ts';
import { walk } from './walk.ts';

/**
 * The values of a parsed document that cannot be passed on as they were meant: text with half of a
 * surrogate pair, which no UTF-8 can hold, and a number that is beyond what a number here can be. The
 * first hundred of them.
 *
 * Source: RFC 8259, sections 6 and 8.2; RFC 3629, section 3.
 */
export const unsendable = (document: unknown): Issue[] => {
  const found: Issue[] = [];
  walk(document, (value, path) => {
    const name = path.at(-1) ?? '';
    const add = (code: string, detail: string): void => {
      found.push({ pointer: toPointer(path), code, detail });
    };
    if (!name.isWellFormed()) {
      add('unpaired-surrogate', `The name ${quote(name)} ${surrogate}`);
    } else if (typeof value === 'string' && !value.isWellFormed()) {
      add('unpaired-surrogate', `The text ${quote(value)} ${surrogate}`);
    } else if (typeof value === 'number' && !Number.isFinite(value)) {
      add(
        'number-out-of-range',
        'This number is too large to be read; the largest is about 1.8e308.',
      );
    }
    return found.length < mostIssues;
  });
  return found;
};

const surrogate =
  'holds half of a surrogate pair, which cannot be written as UTF-8: send both halves, as in "\\ud83d\\ude80", or leave it out.';
