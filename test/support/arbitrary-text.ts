import fc from 'fast-check';

export const lowerCase = 'abcdefghijklmnopqrstuvwxyz';
export const digits = '0123456789';
export const letters = lowerCase + lowerCase.toUpperCase();

/** A length: often one of the two bounds, else a short one. */
export const lengthIn = (min: number, max: number): fc.Arbitrary<number> =>
  fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max: Math.min(max, min + 24) }));

/** Text of any length within the bounds; past its first characters a long one repeats one of them. */
const textOf = (character: fc.Arbitrary<string>, min: number, max: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.array(character, { minLength: 1, maxLength: 25 }), lengthIn(min, max))
    .map(([characters, length]) =>
      Array.from({ length }, (_, index) => characters[index] ?? characters[0]).join(''),
    );

/** Text of these characters. */
export const textFrom = (characters: string, min: number, max: number): fc.Arbitrary<string> =>
  textOf(fc.constantFrom(...Array.from(characters)), min, max);

const oneCharacter = { minLength: 1, maxLength: 1 };
const asciiCharacter = fc.string({ unit: 'grapheme-ascii', ...oneCharacter });
const unicodeCharacter = fc.string({ unit: 'binary', ...oneCharacter });

/** Any text, counted in characters of Unicode: from NUL to emoji. */
export const anyText = (min: number, max: number): fc.Arbitrary<string> =>
  fc.oneof(textOf(asciiCharacter, min, max), textOf(unicodeCharacter, min, max));

/** Any text but NUL. */
export const textWithoutNul = (min: number, max: number): fc.Arbitrary<string> =>
  anyText(min, max).map((text) => text.replaceAll('\0', '\u{1F680}'));
