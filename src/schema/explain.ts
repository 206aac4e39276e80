import { isJsonObject } from '../json/json-value.ts';
import { fromPointer, toPointer, valueAt } from '../json/pointer.ts';
import { suggest } from '../json/suggest.ts';
import { quote, type Issue } from '../json/issue.ts';
import { arnAdvice } from './arn-advice.ts';
import type { MemberSchema, SchemaDocument } from './member-schema.ts';

/** What the explanation needs of an error of AJV's; its own type is not needed at run time. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly propertyName?: string;
}

/** The words for each JSON Schema keyword, most telling first: a pointer gets the first that applies. */
const codes = {
  additionalProperties: 'unknown-member',
  type: 'wrong-type',
  required: 'required',
  enum: 'not-in-enum',
  minLength: 'too-short',
  maxLength: 'too-long',
  minimum: 'too-small',
  maximum: 'too-large',
  minItems: 'too-few-items',
  maxItems: 'too-many-items',
  uniqueItems: 'repeated-item',
  minProperties: 'too-few-members',
  maxProperties: 'too-many-members',
  pattern: 'pattern-mismatch',
} as const;
const precedence = Object.keys(codes);

/** The codes that {@link explain} can give, for the table in the docs. */
export const schemaCodes: readonly string[] = [...Object.values(codes), 'invalid-tag-key'];

/** What an explanation needs to know of the document it speaks of. */
export interface Explained extends SchemaDocument {
  /** What the whole document is called in a sentence. */
  readonly name: string;
  /** A sentence about an unknown member that is known to be meant for another place. */
  readonly hint?: (path: readonly string[], member: string) => string | undefined;
  /** The path of a member, by its name in lower case, for one that stands at the wrong depth. */
  readonly elsewhere?: ReadonlyMap<string, string>;
}

/**
 * Turns a validator's errors into issues that a person can act on: one for each member, saying
 * what is allowed, an example that works and, where something close to it exists, what was meant.
 *
 * @param document - The document that was validated.
 */
export const explain = (
  about: Explained,
  errors: readonly SchemaError[],
  document: unknown,
): Issue[] => {
  const byPointer = new Map<string, { issue: Issue; rank: number }>();
  for (const error of errors) {
    // It only repeats the error about the name itself.
    if (error.keyword === 'propertyNames') continue;
    const issue = explainOne(about, error, document);
    const rank = precedence.indexOf(error.keyword);
    const previous = byPointer.get(issue.pointer);
    if (previous === undefined || rank < previous.rank) {
      byPointer.set(issue.pointer, { issue, rank });
    }
  }
  return [...byPointer.values()].map(({ issue }) => issue);
};

const explainOne = (about: Explained, error: SchemaError, document: unknown): Issue => {
  const path = fromPointer(error.instancePath);
  if (error.propertyName !== undefined) return invalidTagKey(about, path, error.propertyName);
  if (error.keyword === 'required') {
    return missing(about, path, String(error.params['missingProperty']));
  }
  if (error.keyword === 'additionalProperties') {
    return unknownMember(about, path, String(error.params['additionalProperty']), document);
  }
  const value = valueAt(document, error.instancePath);
  const code = Object.hasOwn(codes, error.keyword)
    ? codes[error.keyword as keyof typeof codes]
    : 'invalid';
  const schema = about.schemaAt(path);
  return {
    pointer: error.instancePath,
    code,
    detail: `${nameOf(about, path)} must be ${described(schema)}; ${sent(value, path, schema)}`,
  };
};

const missing = (about: Explained, path: readonly string[], member: string): Issue => {
  const pointer = [...path, member];
  return {
    pointer: toPointer(pointer),
    code: codes.required,
    detail: `${nameOf(about, pointer)} is required: ${described(about.schemaAt(pointer))}.`,
  };
};

const invalidTagKey = (about: Explained, path: readonly string[], key: string): Issue => ({
  pointer: toPointer([...path, key]),
  code: 'invalid-tag-key',
  detail: `${quote(key)} must be ${described(about.schemaAt([...path, key], 'key'))}.`,
});

const unknownMember = (
  about: Explained,
  path: readonly string[],
  member: string,
  document: unknown,
): Issue => ({
  pointer: toPointer([...path, member]),
  code: codes.additionalProperties,
  detail: `${quote(member)} is not a member of ${nameOf(about, path)}. ${suggestMember(about, member, path, document)}`,
});

const suggestMember = (
  about: Explained,
  member: string,
  path: readonly string[],
  document: unknown,
): string => {
  const hint = about.hint?.(path, member);
  if (hint !== undefined) return hint;
  const siblings = Object.keys(about.schemaAt(path)?.properties ?? {});
  const elsewhere = about.elsewhere?.get(member.toLowerCase());
  const sibling = suggest(member, siblings);
  const exact = sibling?.toLowerCase() === member.toLowerCase();
  if (!exact && elsewhere !== undefined) {
    return elsewhere === member
      ? `It is a member of ${about.name} itself: move it there.`
      : `Did you mean "${elsewhere}"?`;
  }
  if (sibling === undefined) return `Its members: ${siblings.join(', ')}.`;
  const holder = valueAt(document, toPointer(path));
  const taken = isJsonObject(holder) && Object.hasOwn(holder, sibling);
  return `Did you mean "${sibling}"${taken ? ', which is there already' : ''}?`;
};

const nameOf = (about: Explained, path: readonly string[]): string =>
  path.length === 0 ? about.name : quote(path.join('.'));

const described = (schema: MemberSchema | undefined): string => {
  if (schema === undefined) return 'a value that is known';
  if (schema.enum !== undefined) return schema.enum.map((value) => `"${value}"`).join(' or ');
  const example = schema.examples?.[0];
  const shown = example === undefined ? '' : `, for example ${JSON.stringify(example)}`;
  return `${schema.title ?? 'a value'}${shown}`;
};

const sent = (
  value: unknown,
  path: readonly string[],
  schema: MemberSchema | undefined,
): string => {
  if (value === null) return 'null is not allowed: leave the member out.';
  if (value === '') return 'it is empty.';
  if (typeof value === 'string') {
    return `got ${quote(value)}.${suggestValue(value, path, schema)}`;
  }
  if (Array.isArray(value)) return `got a list of ${value.length}.`;
  if (isJsonObject(value)) return `got an object of ${Object.keys(value).length}.`;
  return `got ${quote(value)}.`;
};

const suggestValue = (
  value: string,
  path: readonly string[],
  schema: MemberSchema | undefined,
): string => {
  const choice = suggest(value, schema?.enum ?? []);
  if (choice !== undefined) return ` Did you mean "${choice}"?`;
  const pattern = schema?.pattern;
  if (pattern === undefined) return '';
  const isRight = (text: string): boolean => new RegExp(pattern, 'u').test(text);
  return isRight(value) ? '' : arnAdvice(path.at(-1) ?? '', value, isRight);
};
