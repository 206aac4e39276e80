import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject } from '../../../src/json/json-value.ts';
import { fromPointer, toPointer } from '../../../src/json/pointer.ts';
import requestSchema from '../../../src/schema/create-image-pipeline-request.schema.json' with { type: 'json' };
import { validateRequest } from '../../../src/schema/request-schema.ts';
import { validateRequestEvent } from '../../../src/schema/request-validator.ts';
import { absent, withMember } from './broken-request.ts';
import { constraintsOf } from './constraints-of.ts';
import { fullRequest, members, structures, types, type TypeFacts } from './model-facts.ts';

const factsOf = (type: keyof typeof types): TypeFacts => types[type];

/** The full request with one member set, replaced or, with `absent`, taken away. */
const requestWith = (pointer: string, member: unknown): JsonObject => {
  const request = withMember(fullRequest, fromPointer(pointer), member);
  return isJsonObject(request) ? request : {};
};

/** A value as it may stand in the name of a test. */
const shown = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 40)}… of ${text.length}` : text;
};

interface Case {
  readonly constraint: string;
  readonly request: JsonObject;
  readonly pointer: string;
  readonly code: string;
  readonly says: readonly string[];
  readonly sent: string;
}

const brokenValues: Case[] = members.flatMap(({ path, pointer, type, says }) =>
  factsOf(type).breaches.map(({ keyword, sent, code }) => {
    const isKey = path.endsWith('.{key}');
    const at = isKey ? toPointer([...fromPointer(pointer).slice(0, -1), String(sent)]) : pointer;
    return {
      constraint: `${path}: ${keyword}`,
      request: requestWith(at, isKey ? 'x' : sent),
      pointer: at,
      code,
      says: [...factsOf(type).says, ...(says === undefined ? [] : [says])],
      sent: shown(sent),
    };
  }),
);

const missingMembers: Case[] = members
  .filter(({ required }) => required)
  .map(({ path, pointer, type }) => ({
    constraint: `${path}: required`,
    request: requestWith(pointer, absent),
    pointer,
    code: 'required',
    says: ['is required', ...factsOf(type).says],
    sent: 'nothing',
  }));

const unknownMembers: Case[] = structures.map(([path, pointer, known]) => ({
  constraint: `${path}: additionalProperties`,
  request: requestWith(`${pointer}/somethingElse`, 'x'),
  pointer: `${pointer}/somethingElse`,
  code: 'unknown-member',
  says: ['"somethingElse" is not a member of', known.join(', ')],
  sent: 'a member more',
}));

const cases = [...brokenValues, ...missingMembers, ...unknownMembers];

describe('a request that breaks one constraint of the service model', () => {
  it.each(cases)(
    'is refused for $constraint, sent $sent',
    ({ request, pointer, code, says }: Case) => {
      const issues = validateRequest(request);
      expect(issues.map((found) => [found.pointer, found.code])).toEqual([[pointer, code]]);
      for (const words of says) expect(issues[0]?.detail).toContain(words);
    },
  );

  it('is refused when it is no object at all', () => {
    for (const request of [null, [], 'x', 7, undefined]) {
      expect(validateRequestEvent({ request })).toBe(false);
    }
  });
});

describe('a request at the very bounds of the service model', () => {
  it('is accepted with every member that there is', () => {
    expect(validateRequest(fullRequest)).toEqual([]);
  });

  it('is accepted with nothing but the members that the service requires', () => {
    const { name, infrastructureConfigurationArn, clientToken } = fullRequest;
    expect(validateRequest({ name, infrastructureConfigurationArn, clientToken })).toEqual([]);
  });

  it.each(
    members.flatMap(({ path, pointer, type }) =>
      factsOf(type).accepted.map((value) => ({ path, pointer, value, sent: shown(value) })),
    ),
  )('is accepted with $path $sent', ({ path, pointer, value }) => {
    const isKey = path.endsWith('.{key}');
    const at = isKey ? toPointer([...fromPointer(pointer).slice(0, -1), String(value)]) : pointer;
    expect(validateRequest(requestWith(at, isKey ? 'x' : value))).toEqual([]);
  });

  it.each(
    members.filter(({ required, path }) => !required && !/\[\]$|\.\*$|\.\{key\}$/.test(path)),
  )('is accepted without $path', ({ pointer }) => {
    expect(validateRequest(requestWith(pointer, absent))).toEqual([]);
  });
});

describe('the table of constraints', () => {
  it('names every constraint of the JSON Schema, and none that it lacks', () => {
    const unbreakable = members.flatMap(({ path, type }) =>
      (factsOf(type).unbreakable ?? []).map((keyword) => `${path}: ${keyword}`),
    );
    // What is no object never comes to the validator: it is a malformed request.
    const named = new Set([...cases.map(({ constraint }) => constraint), ...unbreakable, ': type']);
    expect([...named].sort()).toEqual(constraintsOf(requestSchema).sort());
  });

  it.each([
    ['a bound', { title: 'x', maxItems: 3 }, ['x[]: maxItems']],
    ['a keyword that nobody thought of', { multipleOf: 3 }, ['x[]: multipleOf']],
    ['a member that must be there', { required: ['y'] }, ['x[].y: required']],
    ['an object that is closed', { additionalProperties: false }, ['x[]: additionalProperties']],
  ])('would miss %s that the JSON Schema got', (_, item, constraints) => {
    const schema = {
      properties: { x: { items: { $ref: '#/$defs/Item' } } },
      $defs: { Item: item },
    };
    expect(constraintsOf(schema)).toEqual(constraints);
  });
});
