import { type Fault, fault } from './fault.ts';
import { isJsonArray, isJsonObject } from '../../json/json-value.ts';

/** What Organizations stores of one tag policy at most. */
const longest = 10_000;

/**
 * Refuses a document that is longer than Organizations stores.
 *
 * Source: AWS Organizations User Guide, "Quotas and service limits".
 */
export const lengthFaults = (characters: number): Fault[] =>
  characters <= longest
    ? []
    : [
        fault(
          '',
          'document-too-long',
          `The policy has ${characters} characters without the white space outside texts; ${longest} are allowed. Move some tag keys to another policy of the same level.`,
        ),
      ];

/** The characters of a JSON text, less the white space outside its strings. */
export const charactersOfText = (text: string): number => {
  let characters = 0;
  let inString = false;
  let escaped = false;
  for (const character of text) {
    if (inString) {
      if (escaped) escaped = false;
      else if (character === '\\') escaped = true;
      else if (character === '"') inString = false;
    } else if (character === '"') {
      inString = true;
    } else if (' \t\n\r'.includes(character)) {
      continue;
    }
    characters += 1;
  }
  return characters;
};

/** The characters of a parsed document as JSON without white space. */
export const charactersOfDocument = (document: unknown): number => {
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
      characters += charactersOfScalar(value);
    }
  }
  return characters;
};

/** Two brackets, and a comma between every two entries. */
const delimiters = (entries: number): number => 2 + Math.max(0, entries - 1);

const charactersOfScalar = (value: unknown): number =>
  typeof value === 'string' ? charactersOfText(JSON.stringify(value)) : String(value).length;
