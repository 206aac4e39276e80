import fc from 'fast-check';
import { isEmptyObject, isJsonObject, type JsonObject } from '../../../src/json/json-value.ts';
import { arbitraryRequest } from '../../support/arbitrary-request.ts';
import { brokenValuesOf } from '../../support/model-values.ts';
import { inputShape, shapeOf } from '../../support/service-model.ts';
import { absent, withMember } from '../../support/with-member.ts';

/** A request that was valid until one of its members was broken. */
export interface BrokenRequest {
  readonly request: JsonObject;
  /** The unescaped segments of the broken member's pointer. */
  readonly path: readonly string[];
}

/** A place of a request, and what breaks it there and leaves the rest as it was. */
interface Break {
  readonly path: readonly string[];
  readonly values: readonly unknown[];
}

/** Every way to break a value of a shape, or what it holds. Empty tags are not wrong: they are left out. */
const breaksOf = (shape: string, value: unknown, path: readonly string[]): Break[] => [
  {
    path,
    values: brokenValuesOf(shape).filter(
      (broken) => shapeOf(shape).type !== 'map' || !isEmptyObject(broken),
    ),
  },
  ...breaksWithin(shape, value, path),
];

const breaksWithin = (name: string, value: unknown, path: readonly string[]): Break[] => {
  const { members, required = [], member, value: entry, max } = shapeOf(name);
  const within = (segment: string, broken: unknown): Break => ({
    path: [...path, segment],
    values: [broken],
  });
  if (Array.isArray(value) && member !== undefined) {
    return value.flatMap((item, index) => breaksOf(member, item, [...path, String(index)]));
  }
  if (!isJsonObject(value)) return [];
  const nested = Object.entries(value).flatMap(([segment, inner]) => {
    const shape = members?.[segment] ?? entry;
    return shape === undefined ? [] : breaksOf(shape, inner, [...path, segment]);
  });
  if (members !== undefined) {
    // The proxy makes a client token where none is sent.
    const needed = required.filter((segment) => segment !== 'clientToken');
    const missing = needed.map((segment) => within(segment, absent));
    return [...nested, within('noSuchMember', 'x'), ...missing];
  }
  // In a full map, one entry more would be one too many as well.
  const isFull = Object.keys(value).length === max;
  return [...nested, ...(isFull ? [] : [within('aws:owner', 'x')])];
};

/** Any valid request, broken in one place and one way. */
export const brokenRequest = (): fc.Arbitrary<BrokenRequest> =>
  arbitraryRequest().chain((request) => {
    const valid = { ...request };
    return fc
      .constantFrom(...breaksWithin(inputShape, valid, []))
      .chain(({ path, values }) => fc.constantFrom(...values).map((value) => ({ path, value })))
      .map(({ path, value }) => {
        const changed = withMember(valid, path, value);
        return { request: isJsonObject(changed) ? changed : {}, path };
      });
  });
