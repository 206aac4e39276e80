import { describe, expect, it } from 'vitest';
import { checkCrossFieldRules } from '../../../src/core/cross-field-rules.ts';
import type { Issue } from '../../../src/json/issue.ts';
import { isJsonObject, type JsonObject } from '../../../src/json/json-value.ts';
import { toPointer } from '../../../src/json/pointer.ts';
import { checkShape } from '../../../src/schema/request-schema.ts';
import { validateRequestEvent } from '../../../src/schema/request-validator.ts';
import { fullRequest, schemaAt, valuesOf } from '../../support/model-values.ts';
import {
  brokenConstraint,
  constraintsOf,
  inputShape,
  modelPlaces,
  shapeOf,
  type Constraint,
  type ModelPlace,
  type ModelShape,
} from '../../support/service-model.ts';
import { absent, withMember } from '../../support/with-member.ts';

/** What a value that is sent is told. */
const issuesOfSent = (request: JsonObject): readonly Issue[] => checkShape(request).issues;

/** What a request is told that lacks something when everything has been merged into it. */
const missingIn = (request: JsonObject): readonly Issue[] =>
  [...issuesOfSent(request), ...checkCrossFieldRules(request).issues].filter(
    ({ code }) => code === 'required',
  );

/** The service requires it, and the proxy makes one where the caller sends none. */
const madeByProxy = 'clientToken';

const codes: Readonly<Record<ModelShape['type'], Partial<Record<Constraint, string>>>> = {
  string: { enum: 'not-in-enum', min: 'too-short', max: 'too-long', pattern: 'pattern-mismatch' },
  integer: { min: 'too-small', max: 'too-large' },
  list: { min: 'too-few-items', max: 'too-many-items' },
  map: { min: 'too-few-members', max: 'too-many-members' },
  boolean: {},
  structure: {},
};

const codeOf = ({ shape, kind }: ModelPlace, constraint: Constraint): string | undefined => {
  if (kind === 'key') return 'invalid-tag-key';
  return constraint === 'type' ? 'wrong-type' : codes[shapeOf(shape).type][constraint];
};

/** The full request with one member set, replaced or, with `absent`, taken away. */
const requestWith = (path: readonly string[], member: unknown): JsonObject => {
  const request = withMember(fullRequest, path, member);
  return isJsonObject(request) ? request : {};
};

/** A value as it may stand in the name of a test. */
const shown = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 40)}… of ${text.length}` : text;
};

/** What a refusal says is allowed: the values of an enum, or the type and its bounds with an example. */
const allowedAt = ({ shape, segments, kind }: ModelPlace): string[] => {
  const { enum: words, min = 0, max = 0 } = shapeOf(shape);
  if (words !== undefined) return words.map((word) => `"${word}"`);
  const { title = '', examples = [] } = schemaAt(segments, kind === 'key' ? 'key' : 'value') ?? {};
  const bounds = [min, max].filter((bound) => bound > 0).map(String);
  return [title, ...bounds, JSON.stringify(examples[0])];
};

/** Tags may be sent empty: the policy's own may be merged into them, and empty ones are not sent on. */
const brokenWhenSent = (shape: string, value: unknown): Constraint | undefined => {
  const constraint = brokenConstraint(shape, value);
  return shapeOf(shape).type === 'map' && constraint === 'min' ? undefined : constraint;
};

interface Case {
  readonly place: ModelPlace;
  readonly constraint: Constraint | undefined;
  readonly bound: string;
  readonly request: JsonObject;
  readonly pointer: string;
  readonly sent: string;
}

const cases: readonly Case[] = modelPlaces.flatMap((place) =>
  valuesOf(place.shape)
    // JSON knows no other name than a text.
    .filter((value) => place.kind !== 'key' || typeof value === 'string')
    .map((value) => {
      const isKey = place.kind === 'key';
      const path = isKey ? [...place.segments.slice(0, -1), String(value)] : place.segments;
      const constraint = brokenWhenSent(place.shape, value);
      return {
        place,
        constraint,
        bound: constraint === undefined ? '' : shown(shapeOf(place.shape)[constraint]),
        request: requestWith(path, isKey ? 'x' : value),
        pointer: toPointer(path),
        sent: shown(value),
      };
    }),
);

/** Cases with their names, such as `schedule.timezone, min 3, sent "GB"`, whole however long. */
const named = (isMeant: (one: Case) => boolean): [name: string, one: Case][] =>
  cases.filter(isMeant).map((one) => {
    const { place, constraint, bound, sent } = one;
    const broken = constraint === undefined ? '' : `, ${constraint} ${bound}`;
    return [`${place.path}${broken}, sent ${sent}`, one];
  });

describe('a value that breaks one constraint of the service model', () => {
  it.each(named(({ constraint }) => constraint !== undefined))(
    'is refused: %s',
    (_, { place, constraint, request, pointer }) => {
      const issues = issuesOfSent(request);
      const code = constraint && codeOf(place, constraint);
      expect(issues.map((issue) => [issue.pointer, issue.code])).toEqual([[pointer, code]]);
      for (const words of allowedAt(place)) expect(issues[0]?.detail).toContain(words);
    },
  );

  it('is tried for every constraint of every place, but those that nothing sent can break', () => {
    const nameOf = (path: string, constraint: string) => `${path}: ${constraint}`;
    const tried = new Set(
      cases.map(({ place, constraint }) => nameOf(place.path, constraint ?? '')),
    );
    const untried = modelPlaces.flatMap(({ path, shape }) =>
      constraintsOf(shape)
        .map(([constraint]) => nameOf(path, constraint))
        .filter((name) => !tried.has(name)),
    );
    expect(untried).toEqual([
      'tags: min',
      'tags.{key}: type',
      'imageTags: min',
      'imageTags.{key}: type',
      // No text is shorter than empty, and `[^\x00]*` finds the empty text in any other.
      'workflows[].parameters[].value[]: min',
      'workflows[].parameters[].value[]: pattern',
    ]);
  });

  it('is refused when the request is not an object at all', () => {
    for (const request of [null, [], 'x', 7, undefined]) {
      expect(validateRequestEvent({ sent: request })).toBe(false);
    }
  });
});

describe('a value at the very bounds of the service model', () => {
  it.each(named(({ constraint }) => constraint === undefined))(
    'is accepted: %s',
    (_, { request }) => {
      expect(issuesOfSent(request)).toEqual([]);
    },
  );

  it('is accepted beside every other member that there is', () => {
    expect(issuesOfSent(fullRequest)).toEqual([]);
  });
});

describe('a member that the service model', () => {
  const members = modelPlaces.filter(({ kind }) => kind === 'member');

  it.each(members.filter(({ path, required }) => required && path !== madeByProxy))(
    'requires must be there: $path',
    (place) => {
      const issues = missingIn(requestWith(place.segments, absent));
      const pointer = toPointer(place.segments);
      expect(issues.map((issue) => [issue.pointer, issue.code])).toEqual([[pointer, 'required']]);
      for (const words of ['is required', ...allowedAt(place)]) {
        expect(issues[0]?.detail).toContain(words);
      }
    },
  );

  it.each(members.filter(({ path, required }) => !required || path === madeByProxy))(
    'does not require, or the proxy makes, may be left out: $path',
    ({ segments }) => {
      expect(missingIn(requestWith(segments, absent))).toEqual([]);
    },
  );

  it('does not require may all be left out together', () => {
    const { required = [] } = shapeOf(inputShape);
    const smallest = required
      .filter((member) => member !== madeByProxy)
      .map((member): [string, unknown] => [member, fullRequest[member]]);
    expect(missingIn(Object.fromEntries(smallest))).toEqual([]);
  });

  const input = { path: 'the request', segments: [], shape: inputShape };
  const structures = [input, ...modelPlaces].filter(
    ({ shape }) => shapeOf(shape).type === 'structure',
  );

  it.each(structures)('does not know is refused in $path', ({ segments, shape }) => {
    const path = [...segments, 'somethingElse'];
    const issues = issuesOfSent(requestWith(path, 'x'));
    const pointer = toPointer(path);
    expect(issues.map((found) => [found.pointer, found.code])).toEqual([
      [pointer, 'unknown-member'],
    ]);
    expect(issues[0]?.detail).toContain('"somethingElse" is not a member of');
    expect(issues[0]?.detail).toContain(Object.keys(shapeOf(shape).members ?? {}).join(', '));
  });
});

describe('what a refusal says of a pattern', () => {
  it.each([
    ['name', ['3 to 128', 'no space first or last']],
    ['imageRecipeArn', ['the ARN of an image recipe']],
    ['containerRecipeArn', ['the ARN of a container recipe']],
    ['infrastructureConfigurationArn', ['the ARN of an infrastructure configuration']],
    ['distributionConfigurationArn', ['the ARN of a distribution configuration']],
    ['executionRole', ['the name or the ARN of an IAM role']],
  ])('is what %s may be', (member, words) => {
    const [issue] = issuesOfSent(requestWith([member], '#'));
    for (const part of words) expect(issue?.detail).toContain(part);
  });

  it.each([
    [
      ['schedule', 'timezone'],
      ['IANA', 'Europe/Berlin'],
    ],
    [
      ['tags', 'aws:owner'],
      ['not beginning with aws:', '"CostCenter"'],
    ],
    [['loggingConfiguration', 'imageLogGroupName'], ['letters, digits or - _ / .']],
    [['workflows', '0', 'parallelGroup'], ['a letter or digit first']],
    [['workflows', '0', 'workflowArn'], ['the ARN of a workflow version']],
  ])('is what %j may hold', (path, words) => {
    const [issue] = issuesOfSent(requestWith(path, '###'));
    for (const part of words) expect(issue?.detail).toContain(part);
  });
});
