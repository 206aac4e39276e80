import { demandKinds } from '../../../src/policy/demands.ts';
import { isJsonObject } from '../../../src/json/json-value.ts';
import { childPointer } from '../../../src/json/pointer.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import type { PlacedLayer } from './reachability.ts';

/** Variables in a layer that do not do what they seem to. */
export const misleadingVariables = ({ layer, pointer }: PlacedLayer): Diagnostic[] =>
  (['defaults', 'enforced', ...demandKinds, 'tagPolicies'] as const).flatMap((section) => {
    const at = `${pointer}/${section}`;
    const isFilledIn = section === 'defaults' || section === 'enforced';
    return textsIn(layer[section], at).flatMap(({ pointer: place, text }) =>
      isFilledIn && /^\/(?:tags|imageTags)\//.test(place.slice(at.length))
        ? inTag(place, text)
        : elsewhere(place, text),
    );
  });

interface Text {
  readonly pointer: string;
  readonly text: string;
}

const textsIn = (value: unknown, pointer: string): Text[] => {
  if (typeof value === 'string') return [{ pointer, text: value }];
  if (!Array.isArray(value) && !isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    textsIn(inner, childPointer(pointer, name)),
  );
};

const inTag = (pointer: string, text: string): Diagnostic[] => [
  ...(text.includes('${requestTime}')
    ? [
        diagnostic(
          'warning',
          'request-time-in-tag',
          pointer,
          'With ${requestTime} in a tag, a request that is repeated with the same clientToken is another request: Image Builder answers it with IdempotentParameterMismatchException instead of the first answer. Image Builder itself keeps when a pipeline was created (dateCreated).',
        ),
      ]
    : []),
  ...(/\$\{[^}]*$/.test(text)
    ? [
        diagnostic(
          'warning',
          'variable-not-closed',
          pointer,
          'A variable is not closed, so the text stays as it is written. Write for example ${caller}.',
        ),
      ]
    : []),
];

/** Variables in a section in which none is filled in. */
export const unfilledVariables = (section: unknown, pointer: string): Diagnostic[] =>
  textsIn(section, pointer).flatMap((found) => elsewhere(found.pointer, found.text));

/** Variables are filled in where a layer supplies a tag, and nowhere else. */
const elsewhere = (pointer: string, text: string): Diagnostic[] => {
  const variable = /\$\{(?:caller|account|requestTime)\}/.exec(text)?.[0];
  return variable === undefined
    ? []
    : [
        diagnostic(
          'warning',
          'variable-not-filled-in',
          pointer,
          `${variable} stays as it is written here: variables are filled in in the tag values of "defaults" and "enforced" alone.`,
        ),
      ];
};
