import fc from 'fast-check';
import { isJsonObject, type JsonObject } from '../../../src/json/json-value.ts';
import { arbitraryRequest } from '../../support/arbitrary-request.ts';

/** A request that was valid until one of its members was broken. */
export interface BrokenRequest {
  readonly request: JsonObject;
  /** The unescaped segments of the broken member's pointer. */
  readonly path: readonly string[];
}

/** What stands for taking a member away. */
export const absent = Symbol('absent');

interface Break {
  readonly path: readonly string[];
  readonly value: unknown;
}

const required = ['name', 'infrastructureConfigurationArn', 'clientToken'];
const requiredNested = ['failureCount', 'workflowArn', 'value'];

const isTagMap = (path: readonly string[]): boolean =>
  path.length === 1 && (path[0] === 'tags' || path[0] === 'imageTags');
const isTagValue = (path: readonly string[]): boolean =>
  isTagMap(path.slice(0, 1)) && path.length === 2;
const isParameterValue = (path: readonly string[]): boolean => path[4] === 'value';

/** Every way to break a value, each of which leaves the rest of the request as it was. */
const breaksOf = (value: unknown, path: readonly string[]): Break[] => {
  const here = (...values: readonly unknown[]): Break[] =>
    values.map((broken) => ({ path, value: broken }));
  const within = (member: string, broken: unknown): Break => ({
    path: [...path, member],
    value: broken,
  });
  if (typeof value === 'string') {
    return here(
      null,
      7,
      [value],
      ...(isParameterValue(path) ? [] : ['x'.repeat(2049)]),
      ...(isParameterValue(path) || isTagValue(path) ? [] : ['']),
    );
  }
  if (typeof value === 'boolean') return here(null, String(value), Number(value));
  if (typeof value === 'number') return here(null, String(value), 0, 1441, value + 0.5);
  if (Array.isArray(value)) {
    return [
      ...here(null, {}, 'x'),
      ...value.flatMap((item, index) => breaksOf(item, [...path, String(index)])),
    ];
  }
  if (!isJsonObject(value)) return [];
  const nested = Object.entries(value).flatMap(([member, inner]) =>
    breaksOf(inner, [...path, member]),
  );
  if (isTagMap(path)) {
    // Beside 50 tags, one more would be one too many as well.
    const isFull = Object.keys(value).length === 50;
    return [...here(null, [], 'x'), ...nested, ...(isFull ? [] : [within('aws:owner', 'x')])];
  }
  const removable = path.length === 0 ? required : requiredNested;
  return [
    ...(path.length === 0 ? [] : here(null, [], 'x')),
    ...nested,
    within('noSuchMember', 'x'),
    ...removable
      .filter((member) => Object.hasOwn(value, member))
      .map((member) => within(member, absent)),
  ];
};

/** A copy of a JSON value in which one member is another, new or gone. */
export const withMember = (value: unknown, path: readonly string[], member: unknown): unknown => {
  const [segment, ...rest] = path;
  if (segment === undefined) return member;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) =>
      String(index) === segment ? withMember(item, rest, member) : item,
    );
  }
  const members = new Map(isJsonObject(value) ? Object.entries(value) : []);
  const changed = withMember(members.get(segment), rest, member);
  if (changed === absent) members.delete(segment);
  else members.set(segment, changed);
  return Object.fromEntries(members);
};

/** The same JSON object, of which one member is broken. */
const broken = (request: JsonObject, { path, value }: Break): BrokenRequest => {
  const changed = withMember(request, path, value);
  return { request: isJsonObject(changed) ? changed : {}, path };
};

/** Any valid request, broken in one place and one way. */
export const brokenRequest = (): fc.Arbitrary<BrokenRequest> =>
  arbitraryRequest().chain((request) => {
    const valid = { ...request };
    return fc.constantFrom(...breaksOf(valid, [])).map((choice) => broken(valid, choice));
  });
