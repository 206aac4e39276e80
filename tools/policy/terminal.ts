import { styleText } from 'node:util';

/** A text of unknown origin as a terminal may be given it: nothing in it moves the cursor or hides. */
export const plain = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );

/** Colours a text where the output is a terminal that wants colours, and leaves it as it is elsewhere. */
export const coloured = (colour: 'red' | 'yellow' | 'green' | 'bold', text: string): string =>
  styleText(colour, text, { stream: process.stdout });

const widest = 88;

/** Rows of texts in columns, two spaces apart and between lines; a text too wide for its column pushes the rest on. */
export const table = (rows: readonly (readonly string[])[]): string[] => {
  const shown = rows.map((row) => row.map(plain));
  const widths = (shown[0] ?? []).map((_, column) =>
    Math.max(
      ...shown.map((row) => row[column]?.length ?? 0).filter((length) => length <= widest),
      0,
    ),
  );
  return shown.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
};

/** Prints the answer of a command: a document for programs, or lines for a person. */
export const print = (answer: object | readonly string[]): void => {
  const text = Array.isArray(answer) ? answer.join('\n') : JSON.stringify(answer, undefined, 2);
  process.stdout.write(`${text}\n`);
};
