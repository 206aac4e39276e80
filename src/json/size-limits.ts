import { mostIssues, type Issue } from './issue.ts';
import { isJsonArray } from './json-value.ts';
import { toPointer } from './pointer.ts';

/** The most entries of one list or object that are read: twenty times the longest that the service's model knows. */
export const mostEntries = 1_000;

/** The most values of one document that are read: texts, numbers and the like, empty lists and objects. */
export const mostValues = 2_000;

/**
 * The lists and objects of a document that have more in them than is read: entries of their own, or
 * values at any depth. Of one within the other, the inner one is named.
 *
 * It counts, and does nothing else, so that whatever comes after it may look at every value in turn.
 */
export const sizeIssues = (document: unknown): Issue[] => {
  const found: Issue[] = [];
  const valuesIn = (value: unknown, path: readonly string[]): number => {
    if (typeof value !== 'object' || value === null) return 1;
    const refuse = (code: string, detail: string): number => {
      if (found.length < mostIssues) found.push({ pointer: toPointer(path), code, detail });
      // What holds it is not to blame.
      return 0;
    };
    const entries = Object.entries(value);
    if (entries.length > mostEntries) {
      const [what, code] = isJsonArray(value)
        ? ['items', 'too-many-items']
        : ['members', 'too-many-members'];
      return refuse(code, `This has ${entries.length} ${what}; at most ${mostEntries} are read.`);
    }
    const values = entries.reduce(
      (sum, [step, inner]) => sum + valuesIn(inner, [...path, step]),
      entries.length === 0 ? 1 : 0,
    );
    return values <= mostValues
      ? values
      : refuse(
          'too-many-values',
          `This has ${values} values in it; at most ${mostValues} are read of one body.`,
        );
  };
  valuesIn(document, []);
  return found;
};
