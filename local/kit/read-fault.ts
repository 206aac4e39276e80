import { validateHeaderName, validateHeaderValue } from 'node:http';
import { compileSchema } from './compile-schema.ts';
import type { Fault } from './fault.ts';

const moment = { enum: ['before', 'after'] };
const status = { type: 'integer', minimum: 200, maximum: 599 };
const headers = { type: 'object', additionalProperties: { type: 'string' } };

/** Each member's schema and the words for what it must be. */
const members: Readonly<Record<keyof Fault, { readonly schema: object; readonly words: string }>> =
  {
    operation: { schema: { type: 'string' }, words: 'the name of an operation' },
    times: {
      schema: { anyOf: [{ type: 'integer', minimum: 1 }, { const: 'always' }] },
      words: 'a whole number from 1 or "always"',
    },
    delayMs: {
      // What a Node timer can wait for.
      schema: { type: 'integer', minimum: 0, maximum: 2_147_483_647 },
      words: 'a whole number of milliseconds',
    },
    exception: {
      schema: { type: 'string', pattern: '^[A-Za-z][\\w.#:-]*$', maxLength: 128 },
      words: 'the name of an exception',
    },
    message: { schema: { type: 'string' }, words: 'text' },
    status: { schema: status, words: 'an HTTP status from 200 to 599' },
    headers: { schema: headers, words: 'an object of texts' },
    drop: { schema: moment, words: '"before" or "after"' },
    partial: { schema: { const: true }, words: 'true' },
    drip: {
      schema: {
        type: 'object',
        required: ['bytesPerSecond'],
        additionalProperties: false,
        properties: { bytesPerSecond: { type: 'integer', minimum: 1 } },
      },
      words: '{ "bytesPerSecond": a whole number from 1 }',
    },
    hang: { schema: moment, words: '"before" or "after"' },
    answer: {
      schema: {
        type: 'object',
        required: ['status'],
        additionalProperties: false,
        properties: { status, headers, body: { type: 'string' } },
      },
      words: '{ "status": from 200 to 599, "headers"?: an object of texts, "body"?: text }',
    },
    effect: { schema: moment, words: '"before" or "after"' },
  };

const isFault = compileSchema<Fault>({
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(
    Object.entries(members).map(([name, { schema }]) => [name, schema]),
  ),
});

/** Members that one fault cannot have together: only one of them could happen. */
const exclusive: readonly (readonly (keyof Fault)[])[] = [
  ['exception', 'answer', 'drop', 'hang'],
  ['partial', 'drip', 'drop', 'hang'],
  ['headers', 'drop', 'hang'],
];

/** Members that mean something only beside one of others. */
const dependent: readonly (readonly [keyof Fault, readonly (keyof Fault)[]])[] = [
  ['message', ['exception']],
  ['status', ['exception']],
  ['effect', ['exception', 'answer']],
];

/**
 * Checks a fault that came from outside.
 *
 * @param operations - The names of the operations that it may be for.
 * @throws Error whose message says, for a person, everything that is wrong with it
 */
export const readFault = (document: unknown, operations: readonly string[]): Fault => {
  if (!isFault(document)) throw new Error(shapeIssues().join(' '));
  const { operation } = document;
  const issues = [
    ...(operation === undefined || operations.includes(operation)
      ? []
      : [`'operation' must be one of ${operations.join(', ')}.`]),
    ...combinationIssues(document),
    ...headerIssues(document),
  ];
  if (issues.length > 0) throw new Error(issues.join(' '));
  return document;
};

const shapeIssues = (): readonly string[] => {
  const issues = (isFault.errors ?? []).map(({ instancePath, keyword, params }) => {
    const member = instancePath.split('/')[1];
    if (member !== undefined && member in members) {
      return `'${member}' must be ${members[member as keyof Fault].words}.`;
    }
    if (keyword !== 'additionalProperties') return 'A fault must be a JSON object.';
    return `'${String(params['additionalProperty'])}' is not a member of a fault; these are: ${Object.keys(members).join(', ')}.`;
  });
  return [...new Set(issues)];
};

const combinationIssues = (fault: Fault): readonly string[] => {
  const has = (name: keyof Fault) => fault[name] !== undefined;
  const inQuotes = (name: keyof Fault) => `'${name}'`;
  const effects = Object.keys(fault).filter((name) => name !== 'operation' && name !== 'times');
  return [
    ...(effects.length === 0 ? ['A fault must say what goes wrong, such as "exception".'] : []),
    ...exclusive
      .map((group) => group.filter(has))
      .filter((present) => present.length > 1)
      .map((present) => `A fault has only one of ${present.map(inQuotes).join(', ')}.`),
    ...dependent
      .filter(([name, needed]) => has(name) && !needed.some(has))
      .map(([name, needed]) => `'${name}' needs ${needed.map(inQuotes).join(' or ')}.`),
  ];
};

const headerIssues = (fault: Fault): readonly string[] =>
  Object.entries({ ...fault.headers, ...fault.answer?.headers }).flatMap(([name, value]) => {
    // A wrong length or framing would make the connection unusable in no defined way.
    if (/^(content-length|transfer-encoding)$/i.test(name)) {
      return [`The header '${name}' cannot be set; 'partial' breaks an answer off.`];
    }
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
      return [];
    } catch {
      return [`The header '${name}' is not a valid HTTP header.`];
    }
  });
