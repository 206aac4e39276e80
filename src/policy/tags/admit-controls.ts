import { type Issue, quote, quoteChoice } from '../../json/issue.ts';
import { isJsonArray, jsonTypeOf } from '../../json/json-value.ts';
import { childPointer } from '../../json/pointer.ts';
import { didYouMean, suggest } from '../../json/suggest.ts';
import { CONTROLS, controlWords } from './tag-policy.ts';

/**
 * What Organizations refuses in a list of the operators that child policies may use.
 *
 * Words count in any case, and repeat each other only when they are spelled alike: Organizations
 * takes `["@@assign", "@@Assign"]`.
 */
export const controlIssues = (pointer: string, words: unknown): Issue[] => {
  if (!isJsonArray(words)) {
    const detail = `"${CONTROLS}" takes a list such as ["@@none"], and this is ${jsonTypeOf(words)}.`;
    return [{ pointer, code: 'not-a-list', detail }];
  }
  if (words.length === 0) {
    const detail = `An empty "${CONTROLS}" is ambiguous. Write ["@@none"] to allow child policies no operator, or ["@@all"] to allow every one.`;
    return [{ pointer, code: 'empty-control-list', detail }];
  }
  return [...words.flatMap(wordIssues(pointer)), ...noneIssues(pointer, words)];
};

const wordIssues =
  (list: string) =>
  (word: unknown, index: number, words: readonly unknown[]): Issue[] => {
    const pointer = childPointer(list, index);
    if (!isControlWord(word)) return [unknownWord(pointer, word)];
    if (words.indexOf(word) === index) return [];
    const detail = `${quote(word)} is listed twice; once is enough.`;
    return [{ pointer, code: 'repeated-control-word', detail }];
  };

const isControlWord = (word: unknown): word is string =>
  typeof word === 'string' && controlWords.some((known) => known === word.toLowerCase());

const unknownWord = (pointer: string, word: unknown): Issue => {
  const isText = typeof word === 'string';
  const shown = isText ? quote(word) : jsonTypeOf(word);
  const hint = isText ? didYouMean(suggest(word, controlWords, 2)) : '';
  return {
    pointer,
    code: 'unknown-control-word',
    detail: `Child policies can be allowed ${quoteChoice(controlWords)}, and this is ${shown}.${hint}`,
  };
};

const noneIssues = (list: string, words: readonly unknown[]): Issue[] => {
  const none = words.findIndex(
    (word) => typeof word === 'string' && word.toLowerCase() === '@@none',
  );
  if (none < 0 || words.length === 1) return [];
  const detail =
    '"@@none" allows child policies no operator, so nothing can stand beside it. Write ["@@none"], or leave it out.';
  return [{ pointer: childPointer(list, none), code: 'none-not-alone', detail }];
};
