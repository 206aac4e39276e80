import { mostIssues, type Issue } from './issue.ts';
import { isJsonArray, isJsonObject } from './json-value.ts';
import { toPointer } from './pointer.ts';
import { walk } from './walk.ts';

/** The most entries of one list or object that are read: twenty times the longest that the service's model knows. */
const mostEntries = 1_000;

/** The most values of one document that are read: texts, numbers and the like, empty lists and objects. */
const mostValues = 2_000;

/**
 * The lists and objects of a document that have more entries than are read, or that the document has more
 * values than are read. The looking ends there, so that it costs as little, however large the document is.
 */
export const sizeIssues = (document: unknown): Issue[] => {
  const found: Issue[] = [];
  let values = 0;
  walk(document, (value, path) => {
    const isList = isJsonArray(value);
    const entries = isList ? value.length : isJsonObject(value) ? Object.keys(value).length : 0;
    if (entries > mostEntries) {
      const [what, code] = isList ? ['items', 'too-many-items'] : ['members', 'too-many-members'];
      const detail = `This has ${entries} ${what}; at most ${mostEntries} are read.`;
      found.push({ pointer: toPointer(path), code, detail });
    }
    if (entries === 0) values += 1;
    return values <= mostValues && found.length < mostIssues;
  });
  if (values <= mostValues || found.length > 0) return found;
  const detail = `The body has more than ${mostValues} values in it, texts, numbers and the like; no more are read.`;
  return [{ pointer: '', code: 'too-many-values', detail }];
};
