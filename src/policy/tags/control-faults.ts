import { childPointer } from '../../json/pointer.ts';
import { didYouMean } from './did-you-mean.ts';
import { type Fault, fault } from './fault.ts';
import { isJsonArray, jsonTypeOf } from '../../json/json-value.ts';
import { quoted, quotedChoice } from './quoted.ts';
import { CONTROLS, controlWords } from './tag-policy.ts';

/**
 * What Organizations refuses in a list of the operators that child policies may use.
 *
 * Words count in any case, and repeat each other only when they are spelled alike: Organizations
 * takes `["@@assign", "@@Assign"]`.
 */
export const controlFaults = (pointer: string, words: unknown): Fault[] => {
  if (!isJsonArray(words)) {
    return [
      fault(
        pointer,
        'not-a-list',
        `${quoted(CONTROLS)} takes a list such as ["@@none"], and this is ${jsonTypeOf(words)}.`,
      ),
    ];
  }
  if (words.length === 0) {
    return [
      fault(
        pointer,
        'empty-control-list',
        `An empty ${quoted(CONTROLS)} is ambiguous. Write ["@@none"] to allow child policies no operator, or ["@@all"] to allow every one.`,
      ),
    ];
  }
  return [...words.flatMap(wordFaults(pointer)), ...noneFaults(pointer, words)];
};

const wordFaults =
  (pointer: string) =>
  (word: unknown, index: number, words: readonly unknown[]): Fault[] => {
    const at = childPointer(pointer, index);
    if (!isControlWord(word)) {
      const shown = typeof word === 'string' ? quoted(word) : jsonTypeOf(word);
      const hint = typeof word === 'string' ? didYouMean(word, controlWords) : '';
      return [
        fault(
          at,
          'unknown-control-word',
          `Child policies can be allowed ${quotedChoice(controlWords)}, and this is ${shown}.${hint}`,
        ),
      ];
    }
    return words.indexOf(word) < index
      ? [fault(at, 'repeated-control-word', `${quoted(word)} is listed twice; once is enough.`)]
      : [];
  };

const isControlWord = (word: unknown): word is string =>
  typeof word === 'string' && controlWords.some((known) => known === word.toLowerCase());

const noneFaults = (pointer: string, words: readonly unknown[]): Fault[] => {
  const none = words.findIndex(
    (word) => typeof word === 'string' && word.toLowerCase() === '@@none',
  );
  return none >= 0 && words.length > 1
    ? [
        fault(
          childPointer(pointer, none),
          'none-not-alone',
          `'@@none' allows child policies no operator, so nothing can stand beside it. Write ["@@none"], or leave it out.`,
        ),
      ]
    : [];
};
