import type { Issue } from '../../json/issue.ts';
import { isJsonArray, isJsonObject } from '../../json/json-value.ts';

/** What Organizations stores of one tag policy at most. */
const longest = 10_000;

/**
 * Refuses a document that is longer than Organizations stores.
 *
 * Source: AWS Organizations User Guide, "Quotas and service limits".
 */
export const lengthIssues = (document: unknown): Issue[] => {
  const characters = charactersOf(document);
  if (characters <= longest) return [];
  const detail = `The policy has ${characters} characters without the white space outside texts; ${longest} are allowed. Move some tag keys to another policy of the same level.`;
  return [{ pointer: '', code: 'document-too-long', detail }];
};

/** The characters of a parsed document as JSON without white space. */
const charactersOf = (document: unknown): number => {
  let characters = 0;
  // A stack of our own: JSON.stringify overflows the call stack on what is nested deeply enough.
  const pending: unknown[] = [document];
  while (pending.length > 0) {
    const value = pending.pop();
    if (isJsonArray(value)) {
      characters += delimiters(value.length);
      for (const element of value) pending.push(element);
    } else if (isJsonObject(value)) {
      const entries = Object.entries(value);
      characters += delimiters(entries.length) + entries.length;
      for (const [name, member] of entries) pending.push(name, member);
    } else {
      characters += Array.from(JSON.stringify(value)).length;
    }
  }
  return characters;
};

/** Two brackets, and a comma between every two entries. */
const delimiters = (entries: number): number => 2 + Math.max(0, entries - 1);
