const longest = 100;

/** A text as a sentence can show it: in single quotes, cut after 100 characters. */
export const quoted = (text: string): string => {
  // A cut may fall within a surrogate pair; a lone half would make the answer invalid UTF-8.
  const shown = text.length > longest ? `${text.slice(0, longest).toWellFormed()}…` : text;
  return `'${shown}'`;
};

/** Texts as a sentence can list them, every one quoted: `'a', 'b' or 'c'`. */
export const quotedChoice = (texts: readonly string[]): string => {
  const last = texts.at(-1);
  if (last === undefined) return '';
  const others = texts.slice(0, -1).map(quoted).join(', ');
  return others === '' ? quoted(last) : `${others} or ${quoted(last)}`;
};
