import { isJsonObject } from '../../src/json/json-value.ts';

/** What stands for taking a member away. */
export const absent = Symbol('absent');

/** A copy of a JSON value in which one member is another, new or, with {@link absent}, gone. */
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
