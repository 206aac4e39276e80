import { isJsonObject } from '../../../src/json/json-value.ts';
import { childPointer } from '../../../src/json/pointer.ts';
import { checkCrossFieldRules } from '../../../src/core/cross-field-rules.ts';
import { advice, finding, type Finding } from './finding.ts';
import type { Placed } from './survey.ts';

/** What is worth knowing of the values of one layer by themselves. */
export const writtenMembers = ({ layer, pointer }: Placed): Finding[] => [
  ...(['defaults', 'enforced'] as const).flatMap((kind) => {
    const members = layer[kind] ?? {};
    const at = `${pointer}/${kind}`;
    return [
      ...textsIn(members, at).flatMap((text) => variableAdvice(text, at)),
      ...checkCrossFieldRules(members).warnings.map((warning) =>
        finding('advice', { ...warning, pointer: `${at}${warning.pointer}` }),
      ),
    ];
  }),
  ...['allowed', 'tagPolicies'].flatMap((section) =>
    textsIn(layer[section as 'allowed' | 'tagPolicies'], `${pointer}/${section}`).flatMap(
      literalVariable,
    ),
  ),
];

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

const variable = /\$\{(?:caller|account|requestTime)\}/;

const variableAdvice = ({ pointer, text }: Text, section: string): Finding[] => {
  const isTag = /^\/(?:tags|imageTags)\//.test(pointer.slice(section.length));
  if (!isTag) return literalVariable({ pointer, text });
  return [
    ...(text.includes('${requestTime}') ? [requestTimeAdvice(pointer)] : []),
    ...unclosed(pointer, text),
  ];
};

const requestTimeAdvice = (pointer: string): Finding =>
  advice(
    pointer,
    'request-time-in-tag',
    'With ${requestTime} in a tag, a request that is repeated with the same clientToken is another request: Image Builder answers it with IdempotentParameterMismatchException instead of the first answer. Image Builder itself keeps when a pipeline was created (dateCreated).',
  );

const unclosed = (pointer: string, text: string): Finding[] =>
  /\$\{[^}]*$/.test(text)
    ? [
        advice(
          pointer,
          'variable-not-closed',
          'A variable is not closed, so the text stays as it is written. Write for example ${caller}.',
        ),
      ]
    : [];

/** Variables are filled in where a layer supplies a tag, and nowhere else. */
const literalVariable = ({ pointer, text }: Text): Finding[] => {
  const found = variable.exec(text)?.[0];
  return found === undefined
    ? []
    : [
        advice(
          pointer,
          'variable-not-filled-in',
          `${found} stays as it is written here: variables are filled in in the tag values of "defaults" and "enforced" alone.`,
        ),
      ];
};
