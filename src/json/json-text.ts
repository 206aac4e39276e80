/**
 * The index of the quote that ends the string of a JSON text beginning at `start`; the text's length
 * where none does. Linear: what lies between two quotes is looked at once.
 */
export const closingQuote = (text: string, start: number): number => {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
};

/** A quote is one of the string's own characters behind an odd number of backslashes. */
const isEscaped = (text: string, quote: number): boolean => {
  let first = quote;
  while (text[first - 1] === '\\') first -= 1;
  return (quote - first) % 2 === 1;
};

/**
 * Tells whether a JSON text nests objects and lists deeper than `most` levels. It need not be valid,
 * so that this can be asked before anything reads it.
 */
export const isNestedDeeper = (text: string, most: number): boolean => {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') index = closingQuote(text, index);
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth > most) return true;
  }
  return false;
};
